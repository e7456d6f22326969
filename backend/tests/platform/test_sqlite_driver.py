"""The SQLite driver: the connection's thread is for what may wait, and nothing else is different."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from app.platform import sqlite_driver
from app.platform.database import Transactions, create_engine


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path}/driver.db")
    async with Transactions(engine).write() as db:
        await db.execute(text("CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT UNIQUE)"))
    yield engine
    await engine.dispose()


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was sent to the threads of connections."""
    sent: list[Any] = []
    original = sqlite_driver.Connection._execute

    async def counted(self: sqlite_driver.Connection, function: Any, *args: Any, **options: Any) -> Any:
        sent.append(function)
        return await original(self, function, *args, **options)  # type: ignore[no-untyped-call] # aiosqlite's

    monkeypatch.setattr(sqlite_driver.Connection, "_execute", counted)
    return sent


async def test_reading_needs_no_thread(engine: AsyncEngine, trips: list[Any]) -> None:
    async with Transactions(engine).read() as db:
        assert (await db.scalars(text("SELECT 1 UNION SELECT 2"))).all() == [1, 2]
    assert trips == []


async def test_of_writing_only_the_commit_waits_in_the_thread(engine: AsyncEngine, trips: list[Any]) -> None:
    async with Transactions(engine).write() as db:
        await db.execute(text("INSERT INTO words (word) VALUES ('kept')"))
        assert trips == []
    assert len(trips) == 1


async def test_while_another_process_writes_the_thread_waits_and_the_loop_goes_on(
    engine: AsyncEngine, trips: list[Any], tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "driver.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with Transactions(engine).write() as db:
            await db.execute(text("INSERT INTO words (word) VALUES ('kept')"))

    waiting = asyncio.create_task(write())
    while not trips:  # the loop turns: the writer is in its thread
        await asyncio.sleep(0)
    assert not waiting.done()
    async with Transactions(engine).read() as db:  # and readers wait for nobody
        assert (await db.scalars(text("SELECT word FROM words"))).all() == []
    other.execute("COMMIT")
    other.close()
    await waiting
    async with Transactions(engine).read() as db:
        assert (await db.scalars(text("SELECT word FROM words"))).all() == ["kept"]


async def test_who_is_cancelled_while_the_thread_waits_leaves_nothing_locked(
    engine: AsyncEngine, trips: list[Any], tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "driver.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with Transactions(engine).write() as db:
            await db.execute(text("INSERT INTO words (word) VALUES ('lost')"))

    waiting = asyncio.create_task(write())
    while not trips:
        await asyncio.sleep(0)
    waiting.cancel()
    other.execute("COMMIT")
    await asyncio.gather(waiting, return_exceptions=True)
    async with Transactions(engine).write() as db:
        await db.execute(text("INSERT INTO words (word) VALUES ('kept')"))
    assert [word for (word,) in other.execute("SELECT word FROM words")] == ["kept"]
    other.close()


async def test_what_failed_is_rolled_back(engine: AsyncEngine) -> None:
    transactions = Transactions(engine)
    with contextlib.suppress(ZeroDivisionError):
        async with transactions.write() as db:
            await db.execute(text("INSERT INTO words (word) VALUES ('lost')"))
            raise ZeroDivisionError
    async with transactions.write() as db:
        assert (await db.scalars(text("SELECT word FROM words"))).all() == []


async def test_rows_counts_and_ids_are_those_of_the_statement(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        insert = text("INSERT INTO words (word) VALUES (:word)")
        await connection.execute(insert, [{"word": "one"}, {"word": "two"}])
        one = await connection.execute(insert, {"word": "three"})
        assert one.lastrowid == 3
        changed = await connection.execute(text("UPDATE words SET word = word || '!' WHERE id > 1"))
        assert changed.rowcount == 2
        back = await connection.execute(text("DELETE FROM words WHERE id = 1 RETURNING word"))
        assert back.scalar_one() == "one"
        rows = await connection.execute(text("SELECT id, word FROM words ORDER BY id"))
        assert list(rows.keys()) == ["id", "word"]
        assert rows.all() == [(2, "two!"), (3, "three!")]


async def test_what_the_database_refuses_is_raised_and_the_connection_goes_on(engine: AsyncEngine) -> None:
    transactions = Transactions(engine)
    insert = text("INSERT INTO words (word) VALUES ('same')")
    async with transactions.write() as db:
        await db.execute(insert)
    with pytest.raises(IntegrityError):
        async with transactions.write() as db:
            await db.execute(insert)
    async with transactions.read() as db:
        assert await db.scalar(text("SELECT count(*) FROM words")) == 1


async def test_a_cancelled_transaction_leaves_nothing_locked(engine: AsyncEngine, tmp_path: Path) -> None:
    transactions, begun = Transactions(engine), asyncio.Event()

    async def write_for_ever() -> None:
        async with transactions.write() as db:
            await db.execute(text("INSERT INTO words (word) VALUES ('lost')"))
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_for_ever())
    await begun.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    with sqlite3.connect(tmp_path / "driver.db", timeout=1) as other:
        other.execute("INSERT INTO words (word) VALUES ('kept')")
    other.close()
    async with transactions.read() as db:
        assert (await db.scalars(text("SELECT word FROM words"))).all() == ["kept"]
