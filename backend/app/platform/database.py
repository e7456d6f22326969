"""Engine, transactions, and column types that behave alike on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, event
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from app.platform import sqlite_driver
from app.platform.errors import DatabaseUnavailable

SQLITE_BUSY_TIMEOUT_MS = 5_000
# Each SQLite connection is a thread: a few read side by side, more only fight for the interpreter.
SQLITE_POOL_SIZE = 4
POSTGRESQL_POOL_SIZE = 10
# A host that swallows packets must not keep a caller waiting for the minutes that TCP takes.
POSTGRESQL_CONNECT_TIMEOUT_S = 5
POOL_TIMEOUT_S = 10.0


class Base(DeclarativeBase):
    pass


class UtcDateTime(TypeDecorator[datetime]):
    """UTC in, UTC out; naive datetimes are refused (SQLite would return them)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def create_engine(url: str) -> AsyncEngine:
    """Create the engine; SQLite gets WAL, foreign keys and a busy timeout on every connection."""
    if not url.startswith("sqlite"):
        return create_async_engine(
            url,
            pool_pre_ping=True,
            pool_size=POSTGRESQL_POOL_SIZE,
            pool_timeout=POOL_TIMEOUT_S,
            hide_parameters=True,  # in messages of errors: they are what people said
            connect_args={"connect_timeout": POSTGRESQL_CONNECT_TIMEOUT_S},
        )
    engine = create_async_engine(
        url,
        pool_size=SQLITE_POOL_SIZE,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        hide_parameters=True,
        connect_args={"async_creator_fn": sqlite_driver.connect},
    )
    _prepare_sqlite(engine.sync_engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: it begins them deferred, and a deferred
        # transaction that turns from reading to writing fails at once when somebody else has written.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")


def is_unavailable(error: SQLAlchemyError) -> bool:
    """Whether the database is away, full or locked, rather than asked for something wrong."""
    if isinstance(error, PoolTimeout):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError)


class Transactions:
    """One unit of work each: committed when the block ends, rolled back when it raises."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        writer = engine.execution_options(sqlite_begin="IMMEDIATE") if self.is_sqlite else engine
        self._read = async_sessionmaker(engine, expire_on_commit=False)
        self._write = async_sessionmaker(writer, expire_on_commit=False)
        # SQLite takes one writer at a time and lets the others poll: queueing here is fair and does not sleep.
        self._writer = asyncio.Lock() if self.is_sqlite else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading. Raises DatabaseUnavailable when the database is locked or gone."""
        async with self._block(self._read) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A session for writing, committed at the end. Raises DatabaseUnavailable likewise."""
        if self._writer is None:
            async with self._block(self._write) as session:
                yield session
            return
        async with self._writer, self._block(self._write) as session:
            yield session

    @asynccontextmanager
    async def _block(self, factory: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
        try:
            async with factory() as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            if is_unavailable(error):
                raise DatabaseUnavailable from error
            raise
