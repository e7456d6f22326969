"""``python -m app.privacy export|delete|list [CANDIDATE]``: everything that is kept of one candidate.

CANDIDATE is the id in the database, or ``issuer|subject`` as the identity provider names them; without sign-in
there is one: ``open|local``. Rows of candidates are listed by ``list``. What is beside the database (recordings,
caches) is kept under ``STATE_DIR/candidates/<id>`` and goes with it.
"""

import argparse
import asyncio
import json
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, inspect, select
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


async def erase(transactions: Transactions, name: str, state_dir: Path) -> bool:
    """Delete everything of this candidate, files too. False where there is no such candidate."""
    async with transactions.write() as db:
        candidate = await find(db, name)
        if candidate is None:
            return False
        await db.execute(delete(Candidate).where(Candidate.id == candidate.id))
    files = files_of(state_dir, candidate.id)
    if files.is_dir():
        shutil.rmtree(files)
    if transactions.is_sqlite:
        await _forget_free_pages(transactions)
    return True


def files_of(state_dir: Path, candidate_id: str) -> Path:
    """Where recordings and caches of a candidate belong."""
    return state_dir / "candidates" / candidate_id


async def _forget_free_pages(transactions: Transactions) -> None:
    """Deleted rows stay readable in SQLite's free pages and its log until both are rewritten."""
    async with transactions.engine.connect() as connection:
        plain = await connection.get_raw_connection()
        driver: Any = plain.driver_connection
        await driver.execute("VACUUM")
        await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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
        if wanted.action == "list":
            sys.stdout.write("".join(name + "\n" for name in await _names(transactions)))
            return 0
        if wanted.action == "export":
            everything = await export(transactions, wanted.candidate)
            if everything is not None:
                json.dump(everything, sys.stdout, indent=2, ensure_ascii=False)
                sys.stdout.write("\n")
                return 0
        elif await erase(transactions, wanted.candidate, settings.state_dir):
            sys.stderr.write(
                "Deleted: interviews, answers, transcripts, events and files of this candidate.\n"
            )
            return 0
        sys.stderr.write("There is no such candidate. `python -m app.privacy list` shows those that are.\n")
        return 1
    finally:
        await transactions.engine.dispose()


if __name__ == "__main__":
    raise SystemExit(asyncio.run(run(sys.argv[1:], Settings())))
