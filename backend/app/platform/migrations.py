"""Bringing the database up to date at start."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

FOLDER = Path(__file__).resolve().parents[2] / "migrations"

# Any number of ours: replicas that start together migrate one after the other.
_POSTGRESQL_LOCK = 7_305_411


def configuration() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _POSTGRESQL_LOCK})
    command.upgrade(config, revision)


async def upgrade(engine: AsyncEngine, revision: str = "head") -> None:
    """Run what is missing, in one transaction. Raises OperationalError when the database is away."""
    writer = engine.execution_options(sqlite_begin="IMMEDIATE")
    async with writer.begin() as connection:
        await connection.run_sync(_upgrade, revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take back migrations down to ``revision`` (``base``: all of them, with every row)."""
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    command.downgrade(config, revision)
