"""The database locked or gone: 503 with what to do, nothing half stored."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from interview.conversations import Interview, assert_problem

from app.config import Settings
from app.dependencies import Container
from app.platform import database


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Another program holds the database for writing."""
    connection = sqlite3.connect(settings.state_dir / "hirecoach.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "SQLITE_BUSY_TIMEOUT_MS", 50)


async def test_a_locked_database_is_503_and_the_answer_can_be_sent_again(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    interview = await Interview.start(client)
    with locked(settings):
        response = await interview.answer(interview.first["id"], key="k")
        problem = assert_problem(response, "database-unavailable", 503)
        assert response.headers["Retry-After"]
        assert "Try again" in problem["detail"]
    assert (await interview.answer(interview.first["id"], key="k")).status_code == 200
    assert (await interview.view())["progress"]["answered"] == 1


async def test_reading_goes_on_while_somebody_else_writes(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    interview = await Interview.start(client)
    with locked(settings):
        assert (await interview.view())["status"] == "in_progress"


async def test_a_database_that_is_gone_is_503_everywhere(
    client: httpx.AsyncClient, settings: Settings, container: Container
) -> None:
    interview = await Interview.start(client)
    await container.transactions.engine.dispose()
    for file in settings.state_dir.glob("hirecoach.db*"):
        file.unlink()
    settings.state_dir.rmdir()
    assert_problem(await interview.answer(interview.first["id"]), "database-unavailable", 503)
    assert_problem(await client.get("/interview/sessions"), "database-unavailable", 503)
    assert_problem(await client.get("/health/ready"), "database-unavailable", 503)
    assert (await client.get("/health/live")).status_code == 200
    settings.state_dir.mkdir()
