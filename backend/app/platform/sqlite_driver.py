"""aiosqlite with one trip to the connection's thread for a statement.

SQLAlchemy's adapter makes four (open a cursor, execute, fetch, close), and each costs more than most of our
statements do. Every result of ours is read whole, so the four can be one.
"""

import sqlite3
from typing import Any

import aiosqlite

_Parameters = Any


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
        await self._connection.in_thread(self._run, sqlite3.Cursor.execute, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: _Parameters) -> "WholeResult":
        await self._connection.in_thread(self._run, sqlite3.Cursor.executemany, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []

    def _run(self, method: Any, sql: str, parameters: _Parameters) -> None:
        """In the connection's thread."""
        cursor = self._connection.open_cursor()
        try:
            method(cursor, sql, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connection(aiosqlite.Connection):
    """A connection whose cursors cost nothing to open and close, nor a rollback where nothing is to be undone."""

    # Whether anything was sent since the last commit or rollback that is known to have ended.
    _is_touched = True

    def cursor(self) -> WholeResult:  # type: ignore[override]
        return WholeResult(self)

    def open_cursor(self) -> sqlite3.Cursor:
        return self._conn.cursor()

    async def commit(self) -> None:
        await super().commit()
        self._is_touched = False

    async def rollback(self) -> None:
        """The pool asks for one whenever a connection comes back, most often right after a commit."""
        if self._is_touched:
            await super().rollback()
            self._is_touched = False

    async def in_thread(self, function: Any, *arguments: Any) -> None:
        self._is_touched = True
        await self._execute(function, *arguments)  # type: ignore[no-untyped-call]


def connect(database: str, **options: Any) -> Connection:
    """What SQLAlchemy calls (``async_creator_fn``) with the arguments of ``sqlite3.connect``; to be awaited."""
    connection = Connection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    # As SQLAlchemy does it: a forgotten connection must not keep the process from ending.
    connection._thread.daemon = True
    return connection
