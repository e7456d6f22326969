"""The yardstick: the least a FastAPI + SQLAlchemy + SQLite app can do for the same calls.

No identity, no checks, no events, no evaluation: what the framework and the database cost by themselves.
``/part`` and ``/turn`` write as many rows as ours does for the same call, and still check nothing.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from sqlalchemy import ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload

engine = create_async_engine(f"sqlite+aiosqlite:///{os.environ['BARE_DATABASE']}")
sessions = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def _write_ahead(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


class Base(DeclarativeBase):
    pass


class Session(Base):
    __tablename__ = "sessions"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    changes: Mapped[int] = mapped_column(default=0)
    answers: Mapped[list["Answer"]] = relationship()


class Answer(Base):
    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    text: Mapped[str]


class Row(Base):
    """Stands for the parts, events and questions that ours writes beside an answer."""

    __tablename__ = "rows"
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id"), index=True)
    text: Mapped[str]


class AnswerIn(BaseModel):
    session_id: int
    text: str


class AnswerOut(BaseModel):
    id: int
    text: str


class SessionOut(BaseModel):
    id: int
    title: str
    answers: list[AnswerOut]


async def unit_of_work() -> AsyncIterator[AsyncSession]:
    async with sessions.begin() as session:
        yield session


Work = Annotated[AsyncSession, Depends(unit_of_work, scope="function")]


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/health/ready")
async def ready() -> dict[str, str]:
    return {"status": "ready"}


@app.post("/session")
async def start(work: Work) -> dict[str, int]:
    session = Session(title="Backend engineer")
    work.add(session)
    await work.flush()
    return {"id": session.id}


@app.post("/answer")
async def answer(body: AnswerIn, work: Work) -> AnswerOut:
    row = Answer(session_id=body.session_id, text=body.text)
    work.add(row)
    await work.flush()
    return AnswerOut(id=row.id, text=row.text)


@app.post("/part")
async def part(body: AnswerIn, work: Work) -> AnswerOut:
    """The words and an event about them; the session counts its events."""
    session = await work.get_one(Session, body.session_id)
    session.changes += 1
    row = Row(session_id=session.id, text=body.text)
    work.add_all([row, Row(session_id=session.id, text=body.text)])
    await work.flush()
    return AnswerOut(id=row.id, text=row.text)


@app.post("/turn")
async def turn(body: AnswerIn, work: Work) -> AnswerOut:
    """Answer, its part, the next question, and an event each for answer, evaluation and question."""
    session = await work.get_one(Session, body.session_id)
    session.changes += 3
    row = Answer(session_id=session.id, text=body.text)
    work.add_all([row, *(Row(session_id=session.id, text=body.text) for _ in range(5))])
    await work.flush()
    return AnswerOut(id=row.id, text=row.text)


@app.get("/session/{session_id}")
async def read(session_id: int, work: Work) -> SessionOut:
    query = select(Session).where(Session.id == session_id).options(selectinload(Session.answers))
    session = (await work.scalars(query)).one()
    return SessionOut(
        id=session.id, title=session.title, answers=[AnswerOut(id=a.id, text=a.text) for a in session.answers]
    )
