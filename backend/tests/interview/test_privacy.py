"""Everything of one candidate, out or away with one command."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from fakes.clock import TickingClock
from fakes.room_server import FakeRoomServer
from interview.conversations import Interview, assert_problem
from pydantic import SecretStr

from app import privacy
from app.config import Settings
from app.dependencies import Container
from app.identity.open import LOCAL_CANDIDATE
from app.interview.candidates import REMEMBERED_FOR, Candidates
from app.interview.room_ledger import InterviewRoomLedger
from app.platform import database
from app.rooms.names import room_name

SECRET = "The zebra crossing incident of nineteen ninety nine."


async def test_export_holds_everything_that_was_said(
    client: httpx.AsyncClient, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    interview = await Interview.start(client, cv_text="Ten years of plumbing.")
    await interview.answer(interview.first["id"], SECRET)
    assert await privacy.run(["export", "open|local"], settings) == 0
    exported = json.loads(_json_of(capsys.readouterr().out))
    session = exported["sessions"][0]
    assert session["id"] == interview.session_id
    assert session["setup"]["cv_text"] == "Ten years of plumbing."
    assert session["answers"][0]["text"] == SECRET
    assert session["events"]


async def test_delete_leaves_nothing_in_tables_or_files(
    client: httpx.AsyncClient, container: Container, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    interview = await Interview.start(client)
    await interview.answer(interview.first["id"], SECRET)
    async with container.transactions.read() as db:
        candidate = await privacy.find(db, "open|local")
    assert candidate is not None
    recordings = privacy.files_of(settings.state_dir, candidate.id)
    recordings.mkdir(parents=True)
    (recordings / "audio.ogg").write_bytes(b"sound")
    assert await privacy.run(["delete", candidate.id], settings) == 0
    assert not recordings.exists()
    assert await privacy.run(["export", candidate.id], settings) == 1
    for file in Path(settings.state_dir).glob("hirecoach.db*"):
        assert b"zebra" not in file.read_bytes()


async def test_who_was_deleted_starts_anew_while_the_api_runs(
    client: httpx.AsyncClient, settings: Settings, clock: TickingClock
) -> None:
    before = await Interview.start(client)
    assert await privacy.run(["delete", "open|local"], settings) == 0
    assert_problem(await before.finish(), "session-not-found", 404)
    after = await Interview.start(client)
    assert (await after.view())["session_id"] == after.session_id


async def test_another_replica_hears_within_a_minute_who_a_candidate_is_now(
    client: httpx.AsyncClient, container: Container, settings: Settings, clock: TickingClock
) -> None:
    await Interview.start(client)
    replica = Candidates(container.transactions, clock)
    await replica.id_of(LOCAL_CANDIDATE)
    assert await privacy.run(["delete", "open|local"], settings) == 0
    await Interview.start(client)
    clock.ahead = REMEMBERED_FOR
    assert await replica.id_of(LOCAL_CANDIDATE) == await container.candidates.id_of(LOCAL_CANDIDATE)


async def test_an_unknown_candidate_is_said_to_be_unknown(
    client: httpx.AsyncClient, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await privacy.run(["delete", "nobody"], settings) == 1
    assert "no such candidate" in capsys.readouterr().err


async def test_rooms_that_are_open_are_closed_with_their_candidate(
    client: httpx.AsyncClient, container: Container, tmp_path: Path
) -> None:
    never_open, is_open, was_closed = [(await Interview.start(client)).session_id for _ in range(3)]
    ledger = InterviewRoomLedger(container.transactions, container.events, container.clock)
    server = FakeRoomServer()
    for session_id in (is_open, was_closed):
        await server.open(room_name(session_id), session_id=session_id, empty_for=timedelta(minutes=1))
        await ledger.opened(session_id)
    for room in await ledger.claim("somebody", lease=timedelta(minutes=1)):
        if room.session_id == was_closed:
            await ledger.closed(room)
    erased = await privacy.erase(container.transactions, "open|local", tmp_path)
    assert erased is not None
    assert erased.open_rooms == (is_open,)
    assert set(erased.sessions) == {never_open, is_open, was_closed}
    assert await privacy.close_rooms(server, erased.open_rooms)
    assert set(server.people) == {room_name(was_closed)}
    assert never_open != is_open


async def test_a_media_server_that_is_away_keeps_nothing_from_being_deleted(
    client: httpx.AsyncClient, container: Container, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    interview = await Interview.start(client)
    ledger = InterviewRoomLedger(container.transactions, container.events, container.clock)
    await ledger.opened(interview.session_id)
    away = settings.model_copy(
        update={
            "livekit_url": "ws://127.0.0.1:9",
            "livekit_api_key": "key",
            "livekit_api_secret": SecretStr("s" * 40),
        }
    )
    assert await privacy.run(["delete", "open|local"], away) == 0
    said = capsys.readouterr().err
    assert "Deleted:" in said
    assert "media server cannot be reached" in said
    assert_problem(await interview.finish(), "session-not-found", 404)


async def test_a_locked_database_is_one_sentence_and_nothing_is_deleted(
    client: httpx.AsyncClient,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interview = await Interview.start(client)
    monkeypatch.setattr(database, "SQLITE_BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(settings.state_dir / "hirecoach.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert await privacy.run(["delete", "open|local"], settings) == 1
    said = capsys.readouterr().err
    assert "database cannot be reached or is busy" in said
    assert "Nothing was changed." in said
    assert (await interview.view())["status"] == "in_progress"


async def test_remains_in_a_file_that_is_in_use_are_told_and_removed_by_the_next_run(
    client: httpx.AsyncClient,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    interview = await Interview.start(client)
    await interview.answer(interview.first["id"], SECRET)
    monkeypatch.setattr(database, "SQLITE_BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(settings.state_dir / "hirecoach.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM candidates").fetchall()
        assert await privacy.run(["delete", "open|local"], settings) == 1
    assert "may still hold remains" in capsys.readouterr().err
    assert await privacy.run(["delete", "open|local"], settings) == 1
    assert "no such candidate" in capsys.readouterr().err
    for file in Path(settings.state_dir).glob("hirecoach.db*"):
        assert b"zebra" not in file.read_bytes()


def _json_of(output: str) -> str:
    """Without the log lines of the app in the same process."""
    return output[output.index('{\n  "candidate"') :]
