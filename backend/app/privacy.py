"""``python -m app.privacy export|delete|list [CANDIDATE]``: everything that is kept of one candidate.

CANDIDATE is the id in the database, or ``issuer|subject`` as the identity provider names them; without sign-in
there is one: ``open|local``. Rows of candidates are listed by ``list``. What is beside the database (recordings,
caches) is kept under ``STATE_DIR/candidates/<id>`` and goes with it.
"""

import argparse
import asyncio
import json
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, inspect, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.interview.models import (
    AnswerPartRow,
    AnswerRow,
    AskedQuestion,
    Candidate,
    EventRow,
    InterviewSession,
    TranscriptionRow,
)
from app.platform.database import Base, Transactions, create_engine
from app.platform.errors import DatabaseUnavailable
from app.rooms.errors import RoomsError
from app.rooms.livekit_server import LivekitRoomServer
from app.rooms.names import room_name
from app.rooms.port import RoomServer

_OF_A_SESSION: dict[str, Any] = {
    "questions": AskedQuestion,
    "answer_parts": AnswerPartRow,
    "answers": AnswerRow,
    "transcriptions": TranscriptionRow,
    "events": EventRow,
}


async def find(db: AsyncSession, name: str) -> Candidate | None:
    """By id, or by ``issuer|subject``."""
    found = await db.get(Candidate, name)
    if found is None and "|" in name:
        issuer, _, subject = name.rpartition("|")
        found = await db.scalar(
            select(Candidate).where(Candidate.issuer == issuer, Candidate.subject == subject)
        )
    return found


async def export(transactions: Transactions, name: str) -> dict[str, Any] | None:
    """Everything of this candidate as plain data; None where there is no such candidate."""
    async with transactions.read() as db:
        candidate = await find(db, name)
        if candidate is None:
            return None
        sessions = (
            await db.scalars(
                select(InterviewSession)
                .where(InterviewSession.candidate_id == candidate.id)
                .order_by(InterviewSession.id)
            )
        ).all()
        exported = []
        for session in sessions:
            rows = {
                table: [
                    _plain(row)
                    for row in (await db.scalars(select(model).where(model.session_id == session.id))).all()
                ]
                for table, model in _OF_A_SESSION.items()
            }
            exported.append(_plain(session) | rows)
        return {"candidate": _plain(candidate), "sessions": exported}


@dataclass(frozen=True)
class Erased:
    """``open_rooms``: sessions whose rooms were open; the database no longer knows them, so nobody sweeps them.

    ``sessions``: all of them, for whoever follows one.
    """

    open_rooms: tuple[str, ...]
    sessions: tuple[str, ...]


async def erase(transactions: Transactions, name: str, state_dir: Path) -> Erased | None:
    """Delete everything of this candidate, files too. None where there is no such candidate.

    Raises DatabaseUnavailable: then nothing was deleted. ``forget_free_pages`` comes after it.
    """
    async with transactions.write() as db:
        candidate = await find(db, name)
        if candidate is None:
            return None
        of = InterviewSession
        rows = await db.execute(
            select(of.id, of.room_opened_at.is_not(None) & of.room_closed_at.is_(None)).where(
                of.candidate_id == candidate.id
            )
        )
        sessions = [(id_, has_open_room) for id_, has_open_room in rows]
        erased = Erased(
            open_rooms=tuple(id_ for id_, has_open_room in sessions if has_open_room),
            sessions=tuple(id_ for id_, _ in sessions),
        )
        await db.execute(delete(Candidate).where(Candidate.id == candidate.id))
    files = files_of(state_dir, candidate.id)
    if files.is_dir():
        shutil.rmtree(files)
    return erased


async def close_rooms(server: RoomServer, session_ids: Sequence[str]) -> bool:
    """Send everybody out. False where the media server cannot be had: then a room ends when it is empty."""
    try:
        for session_id in session_ids:
            await server.close(room_name(session_id))
    except RoomsError:
        return False
    return True


def files_of(state_dir: Path, candidate_id: str) -> Path:
    """Where recordings and caches of a candidate belong."""
    return state_dir / "candidates" / candidate_id


async def forget_free_pages(transactions: Transactions) -> bool:
    """Deleted rows stay readable in SQLite's free pages and its log until both are rewritten.

    False where another program holds the file: rows are gone, but their text may still be in it.
    """
    try:
        async with transactions.engine.connect() as connection:
            plain = await connection.get_raw_connection()
            driver: Any = plain.driver_connection
            await driver.execute("VACUUM")
            checkpoint = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy = (await checkpoint.fetchone())[0]
    except (sqlite3.OperationalError, SQLAlchemyError):
        return False
    return not is_busy


def _plain(row: Base) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in inspect(type(row)).column_attrs}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


async def _names(transactions: Transactions) -> list[str]:
    async with transactions.read() as db:
        rows = (await db.scalars(select(Candidate).order_by(Candidate.id))).all()
    return [f"{row.id}  {row.issuer}|{row.subject}" for row in rows]


async def run(arguments: Sequence[str], settings: Settings) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.privacy", description="Data of one candidate.")
    parser.add_argument("action", choices=["export", "delete", "list"])
    parser.add_argument("candidate", nargs="?", help="id, or issuer|subject; without sign-in: open|local")
    wanted = parser.parse_args(arguments)
    if wanted.action != "list" and not wanted.candidate:
        parser.error("name the candidate: an id, or issuer|subject (python -m app.privacy list shows them)")
    transactions = Transactions(create_engine(settings.resolved_database_url))
    try:
        return await _do(wanted, transactions, settings)
    except DatabaseUnavailable as error:
        sys.stderr.write(f"{error.detail} Nothing was changed.\n")
        return 1
    finally:
        await transactions.engine.dispose()


async def _do(wanted: argparse.Namespace, transactions: Transactions, settings: Settings) -> int:
    """The exit code. Raises DatabaseUnavailable."""
    if wanted.action == "list":
        sys.stdout.write("".join(name + "\n" for name in await _names(transactions)))
        return 0
    if wanted.action == "delete":
        return await _delete(wanted.candidate, transactions, settings)
    everything = await export(transactions, wanted.candidate)
    if everything is None:
        return _say_unknown()
    json.dump(everything, sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
    return 0


async def _delete(name: str, transactions: Transactions, settings: Settings) -> int:
    erased = await erase(transactions, name, settings.state_dir)
    if erased is not None:
        sys.stderr.write("Deleted: interviews, answers, transcripts, events and files of this candidate.\n")
        if erased.open_rooms and not await _close_rooms(settings, erased.open_rooms):
            sys.stderr.write(
                "The media server cannot be reached: the candidate's room closes when everybody has left it.\n"
            )
    # Also where the candidate is unknown: an earlier run may have found the file in use.
    if transactions.is_sqlite and not await forget_free_pages(transactions):
        sys.stderr.write(
            "The database file is in use, so it may still hold remains of deleted text. "
            "Run this again when nothing uses it.\n"
        )
        return 1
    return 0 if erased is not None else _say_unknown()


async def _close_rooms(settings: Settings, session_ids: Sequence[str]) -> bool:
    server = LivekitRoomServer(lambda: settings.livekit, settings.agent_name)
    try:
        return await close_rooms(server, session_ids)
    finally:
        await server.aclose()


def _say_unknown() -> int:
    sys.stderr.write("There is no such candidate. `python -m app.privacy list` shows those that are.\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(asyncio.run(run(sys.argv[1:], Settings())))
