"""aiosqlite without the trips that wait for nothing.

SQLAlchemy's adapter makes four trips to a connection's thread for each statement (open a cursor, execute, fetch,
close), and each costs some ten times what most of our statements do. Every result of ours is read whole, so the
four can be one; and most need no thread at all. A thread is for waiting, and SQLite (WAL) waits in two places only:
where a transaction begins to write while another process writes, and where a commit reaches the disk. Those two go
to the thread. What stands between them finds a few rows by their keys, and runs where it is called.
"""

import sqlite3
from typing import Any

import aiosqlite

_Parameters = Any
_BEGIN_WRITING = "BEGIN IMMEDIATE"
_BEGIN_READING = "BEGIN DEFERRED"  # does nothing by itself


class WholeResult:
    """The part of ``aiosqlite.Cursor`` that SQLAlchemy uses; all rows come with the statement."""

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "WholeResult":
        return self

    async def execute(self, sql: str, parameters: _Parameters = ()) -> "WholeResult":
        if sql == _BEGIN_WRITING:
            await self._connection.begin_writing()
        elif self._connection.waits_for_nobody or (sql == _BEGIN_READING and self._connection.is_idle):
            self._run(sqlite3.Cursor.execute, sql, parameters)
        else:
            await self._connection.in_thread(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: _Parameters) -> "WholeResult":
        if self._connection.waits_for_nobody:
            self._run(sqlite3.Cursor.executemany, sql, parameters)
        else:
            await self._connection.in_thread(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    def _run(self, method: Any, sql: str, parameters: _Parameters) -> None:
        cursor = self._connection.open_cursor()
        try:
            method(cursor, sql, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """A connection that one task uses at a time, as the pool gives it out."""

    # Each counted by one side only. They differ while the thread is at work, also for a caller who was cancelled.
    _sent_to_thread = 0
    _ended_by_thread = 0
    _is_writing = False

    def cursor(self) -> WholeResult:  # type: ignore[override] # SQLAlchemy uses no more of a cursor than this
        return WholeResult(self)

    def open_cursor(self) -> sqlite3.Cursor:
        return self._conn.cursor()

    @property
    def is_idle(self) -> bool:
        return self._sent_to_thread == self._ended_by_thread

    @property
    def waits_for_nobody(self) -> bool:
        """Within a transaction that writes every lock is held; one that reads needs none in WAL."""
        return self.is_idle and self._conn.in_transaction

    async def begin_writing(self) -> None:
        """Begin at once where nobody writes; wait in the thread where another process does."""
        self._is_writing = True
        if self.is_idle and self._begin_at_once():
            return
        await self.in_thread(self._conn.execute, _BEGIN_WRITING)

    def _begin_at_once(self) -> bool:
        (patience_ms,) = self._conn.execute("PRAGMA busy_timeout").fetchone()
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            self._conn.execute(_BEGIN_WRITING)
        except sqlite3.OperationalError:  # locked; whatever else it is, the second try says
            return False
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={patience_ms}")
        return True

    async def commit(self) -> None:
        await self._end(self._conn.commit)

    async def rollback(self) -> None:
        """The pool asks for one whenever a connection comes back, most often right after a commit."""
        if not self.is_idle or self._conn.in_transaction:
            await self._end(self._conn.rollback)

    async def _end(self, how: Any) -> None:
        if self._is_writing or not self.waits_for_nobody:
            await self.in_thread(how)
        else:
            how()
        self._is_writing = False

    async def in_thread(self, function: Any, *arguments: Any) -> None:
        self._sent_to_thread += 1
        await self._execute(self._in_its_thread, function, *arguments)  # type: ignore[no-untyped-call] # aiosqlite's

    def _in_its_thread(self, function: Any, *arguments: Any) -> None:
        try:
            function(*arguments)
        finally:
            self._ended_by_thread += 1


def connect(database: str, **options: Any) -> Connection:
    """What SQLAlchemy calls (``async_creator_fn``) with the arguments of ``sqlite3.connect``; to be awaited."""
    # Never by two threads at once: see ``waits_for_nobody``. SQLite itself would lock them out of each other.
    options["check_same_thread"] = False
    connection = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    # As SQLAlchemy does it: a forgotten connection must not keep the process from ending.
    connection._thread.daemon = True
    return connection
