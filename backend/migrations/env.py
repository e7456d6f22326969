"""Alembic's entry: on the connection that the API hands over, else on the database that the settings name."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from app.config import Settings
from app.interview import models  # noqa: F401 (fills the metadata)
from app.platform.database import Base, UtcDateTime, create_engine


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our column type by name into migrations."""
    if kind == "type" and isinstance(item, UtcDateTime):
        autogen.imports.add("from app.platform.database import UtcDateTime")
        return "UtcDateTime()"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite cannot alter tables in place: changes are made on a copy.
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_by_settings() -> None:
    engine = create_engine(Settings().resolved_database_url)
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    migrate(handed_over)
else:
    asyncio.run(migrate_by_settings())
