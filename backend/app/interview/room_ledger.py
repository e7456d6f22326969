"""What the rooms need to know of interviews: the adapter of ``app.rooms.port.RoomLedger`` over our tables."""

from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import defer

from app.interview.errors import SessionAbandoned, SessionFinished, SessionNotFound
from app.interview.models import InterviewSession
from app.interview.repository import InterviewRepository
from app.interview.schemas import Agent
from app.platform.clock import Clock
from app.platform.database import Transactions
from app.platform.events import EventBus
from app.rooms.port import Admission, InterviewStatus, OpenRoom

_IS_OPEN = and_(InterviewSession.room_opened_at.is_not(None), InterviewSession.room_closed_at.is_(None))

_WITHOUT_TEXTS = (defer(InterviewSession.setup), defer(InterviewSession.plan), defer(InterviewSession.report))


class InterviewRoomLedger:
    def __init__(self, transactions: Transactions, events: EventBus, clock: Clock) -> None:
        self._transactions = transactions
        self._events = events
        self._clock = clock

    async def admit(self, session_id: str, candidate_id: str, participant_name: str) -> Admission:
        """Raise SessionNotFound (also for somebody else's), SessionFinished, SessionAbandoned."""
        async with self._transactions.write() as db:
            interviews = InterviewRepository(db)
            session = await interviews.lock(session_id)
            if session is None or session.candidate_id != candidate_id:
                raise SessionNotFound
            if session.status == "finished":
                raise SessionFinished
            if session.status == "abandoned":
                raise SessionAbandoned
            if is_new_name := session.participant_name is None:
                session.participant_name = participant_name
                change = {
                    "status": session.status,
                    "participant_name": participant_name,
                    "revision": session.revision,
                }
                interviews.record(session, self._clock(), "session.changed", change)
            admission = Admission(session.participant_name or participant_name, session.room_opened_at)
        if is_new_name:
            await self._events.notify(session_id)
        return admission

    async def opened(self, session_id: str) -> None:
        async with self._transactions.write() as db:
            await db.execute(
                update(InterviewSession)
                .where(InterviewSession.id == session_id)
                .values(room_opened_at=self._clock(), room_closed_at=None)
            )

    async def closed(self, room: OpenRoom) -> None:
        async with self._transactions.write() as db:
            await db.execute(
                update(InterviewSession)
                .where(
                    InterviewSession.id == room.session_id, InterviewSession.room_opened_at == room.opened_at
                )
                .values(room_closed_at=self._clock(), lease_owner=None, lease_until=None)
            )
        await self.agent_is_gone(room.session_id)

    async def agent_is_gone(self, session_id: str) -> None:
        async with self._transactions.write() as db:
            interviews = InterviewRepository(db)
            session = await interviews.lock(session_id)
            if session is None or session.agent_state in ("absent", "gone"):
                return
            session.agent_state, session.agent_state_at = "gone", self._clock()
            agent = Agent(state="gone", since=session.agent_state_at)
            interviews.record(session, session.agent_state_at, "agent.state", agent.model_dump(mode="json"))
        await self._events.notify(session_id)

    async def claim(self, owner: str, *, lease: timedelta) -> list[OpenRoom]:
        now = self._clock()
        async with self._transactions.read() as db:
            rows = (await db.scalars(select(InterviewSession).where(_IS_OPEN).options(*_WITHOUT_TEXTS))).all()
        found = [row for row in rows if row.lease_owner in (None, owner) or _is_over(row.lease_until, now)]
        # Written at half time only: looking after a room must not cost a write every two seconds.
        to_renew = [
            row.id for row in found if row.lease_owner != owner or _is_over(row.lease_until, now + lease / 2)
        ]
        lost = set(to_renew) - await self._take(to_renew, owner, now, lease) if to_renew else set()
        return [_as_open_room(row) for row in found if row.id not in lost]

    async def release(self, owner: str) -> None:
        async with self._transactions.write() as db:
            await db.execute(
                update(InterviewSession)
                .where(InterviewSession.lease_owner == owner)
                .values(lease_owner=None, lease_until=None)
            )

    async def _take(self, ids: list[str], owner: str, now: datetime, lease: timedelta) -> set[str]:
        """Of these sessions, those that are ours now: whoever updates the row first has it."""
        is_free = or_(
            InterviewSession.lease_owner.is_(None),
            InterviewSession.lease_owner == owner,
            InterviewSession.lease_until < now,
        )
        async with self._transactions.write() as db:
            taken = await db.scalars(
                update(InterviewSession)
                .where(InterviewSession.id.in_(ids), is_free)
                .values(lease_owner=owner, lease_until=now + lease)
                .returning(InterviewSession.id)
                .execution_options(synchronize_session=False)
            )
            return set(taken.all())


def _is_over(until: datetime | None, now: datetime) -> bool:
    return until is None or until < now


def _as_open_room(row: InterviewSession) -> OpenRoom:
    opened_at = row.room_opened_at
    assert opened_at is not None, "claimed rooms are open"
    return OpenRoom(
        session_id=row.id,
        status=cast(InterviewStatus, row.status),
        agent_state=row.agent_state,
        opened_at=opened_at,
        over_since=None if row.status == "in_progress" else row.finished_at or row.updated_at,
    )
