"""Everything of one candidate, out or away with one command."""

import json
from pathlib import Path

import httpx
import pytest
from conftest import TickingClock
from interview.conversations import Interview, assert_problem

from app import privacy
from app.config import Settings
from app.dependencies import Container
from app.identity.open import LOCAL_CANDIDATE
from app.interview.candidates import REMEMBERED_FOR, Candidates

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


def _json_of(output: str) -> str:
    """Without the log lines of the app in the same process."""
    return output[output.index('{\n  "candidate"') :]
