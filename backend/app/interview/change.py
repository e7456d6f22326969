"""One change of one interview: locked, checked, applied by the state machine, and told to whoever listens."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog

from app.interview.access import Caller
from app.interview.errors import SessionNotFound
from app.interview.event_schemas import EventType
from app.interview.lifecycle import InterviewEvent, InterviewState, advance
from app.interview.models import AskedQuestion, InterviewSession
from app.interview.repository import InterviewRepository
from app.interview.views import Views, state_of
from app.platform.clock import Clock
from app.platform.database import Transactions
from app.platform.events import EventBus


@dataclass
class Change:
    """A session that is locked for changing, with its questions in the order of asking."""

    repository: InterviewRepository
    session: InterviewSession
    questions: list[AskedQuestion]
    now: datetime
    with_words: frozenset[str] = frozenset()
    is_recorded: bool = field(default=False, init=False)

    @property
    def state(self) -> InterviewState:
        return state_of(self.session, self.questions, self.with_words)

    def apply(self, event: InterviewEvent) -> InterviewState:
        """Let the state machine decide, then write what it changed. Raises what ``advance`` raises."""
        after = advance(self.state, event)
        self.session.status = after.status
        for row, question in zip(self.questions, after.questions, strict=False):
            row.status = question.status
        return after

    def record(self, type: EventType, **payload: Any) -> None:
        self.repository.record(self.session, self.now, type, payload)
        self.is_recorded = True

    def touch(self) -> None:
        """The candidate (or the agent for them) did something: the session is not abandoned."""
        self.session.updated_at = self.now

    def row(self, question_id: str) -> AskedQuestion:
        return next(row for row in self.questions if row.id == question_id)


class Interviewing:
    """What every use of an interview needs: the database, the clock, and who is told of changes."""

    def __init__(self, transactions: Transactions, events: EventBus, clock: Clock, views: Views) -> None:
        self.transactions = transactions
        self.events = events
        self.clock = clock
        self.views = views

    @asynccontextmanager
    async def change(self, caller: Caller | None, session_id: str) -> AsyncIterator[Change]:
        """Lock, let change, commit, tell. ``caller`` None: the API itself. Raises SessionNotFound."""
        structlog.contextvars.bind_contextvars(session_id=session_id)
        async with self.transactions.write() as db:
            change = await self._read_locked(InterviewRepository(db), caller, session_id)
            yield change
        if change.is_recorded:
            await self.events.notify(session_id)

    @asynccontextmanager
    async def change_further(self, before: Change, *rows: Any) -> AsyncIterator[Change]:
        """Another change by the API itself; nothing is read again where nobody else has changed anything since.

        ``rows``: what else of that earlier transaction is needed. Raises SessionNotFound.
        """
        session_id = before.session.id
        structlog.contextvars.bind_contextvars(session_id=session_id)
        async with self.transactions.write() as db:
            repository = InterviewRepository(db)
            if await repository.lock_as_known(before.session, *before.questions, *rows):
                change = Change(repository, before.session, before.questions, self.clock())
            else:
                change = await self._read_locked(repository, None, session_id)
            yield change
        if change.is_recorded:
            await self.events.notify(session_id)

    @asynccontextmanager
    async def reading(
        self, caller: Caller | None, session_id: str
    ) -> AsyncIterator[tuple[InterviewRepository, InterviewSession]]:
        """The session for reading. Raises SessionNotFound."""
        structlog.contextvars.bind_contextvars(session_id=session_id)
        async with self.transactions.read() as db:
            repository = InterviewRepository(db)
            session = await repository.session(session_id)
            if session is None or not _may_touch(caller, session):
                raise SessionNotFound
            yield repository, session

    async def _read_locked(
        self, repository: InterviewRepository, caller: Caller | None, session_id: str
    ) -> Change:
        session = await repository.lock(session_id)
        if session is None or not _may_touch(caller, session):
            raise SessionNotFound
        questions = list(await repository.questions(session_id))
        return Change(repository, session, questions, self.clock())


def _may_touch(caller: Caller | None, session: InterviewSession) -> bool:
    return caller is None or caller.may_touch(session.id, session.candidate_id)


def ids_of(rows: Iterable[Any]) -> frozenset[str]:
    return frozenset(row.question_id for row in rows)
