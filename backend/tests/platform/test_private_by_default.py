"""What must not be seen by others: in logs, in messages of errors, on disk."""

import asyncio
import json
import logging
import stat
import time
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.main import Adapters, create_app
from app.platform.database import create_engine
from app.platform.events import RedisEvents
from app.platform.logging import configure_logging

SECRET = "zebra"  # the word that must not be found


def test_settings_shown_by_mistake_show_no_password() -> None:
    settings = Settings(
        _env_file=None,
        database_url=f"postgresql://me:{SECRET}@host/name",
        redis_url=f"redis://:{SECRET}@host",
        openai_api_key=SECRET,
        livekit_url="ws://host",
        livekit_api_key="key",
        livekit_api_secret=SECRET,
    )
    assert SECRET not in repr(settings)
    assert SECRET not in repr(settings.livekit)


def test_a_wrong_setting_is_named_without_the_values_of_any() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(_env_file=None, openai_api_key=SECRET, log_level=SECRET, voice=SECRET)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("name", ["rate_limit_costly", "rate_limit_token"])
def test_a_rate_that_is_none_is_told_at_the_start(name: str) -> None:
    with pytest.raises(ValidationError, match="60/minute"):
        Settings.model_validate({name: "many"})


async def test_errors_of_the_database_do_not_say_what_was_stored(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path / 'some.db'}")
    with pytest.raises(SQLAlchemyError) as caught:
        async with engine.connect() as connection:
            await connection.execute(text("INSERT INTO missing VALUES (:said)"), {"said": SECRET})
    await engine.dispose()
    assert SECRET not in str(caught.value)


def test_a_library_that_logs_an_error_says_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("info")
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("some.library").exception("It broke.")
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert SECRET not in json.dumps(line)
    assert line["error"] == "ValueError"
    assert line["frames"]


async def test_the_folder_of_the_interviews_is_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    app = create_app(Settings(_env_file=None, HIRECOACH_STATE_DIR=folder), Adapters())
    async with app.router.lifespan_context(app):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_a_relay_that_says_nothing_keeps_nobody_waiting() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    events = RedisEvents(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    began = time.monotonic()
    with events.listen("s1") as changed:
        await events.notify("s1")
        assert changed.is_set()
    assert time.monotonic() - began < 3
    await events.aclose()
    server.close()
