"""Rows of one interview: reading, locking, and the log of events. Knows no rules."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from app.interview.event_schemas import EventType
from app.interview.models import (
    AnswerPartRow,
    AnswerRow,
    AskedQuestion,
    EventRow,
    InterviewSession,
    TranscriptionRow,
)
from app.questions.port import PlannedQuestion


class InterviewRepository:
    """Everything that the service asks of the database, within one transaction."""

    def __init__(self, db: AsyncSession) -> None:
        self._db = db

    def add(self, *rows: Any) -> None:
        self._db.add_all(rows)

    async def flush(self) -> None:
        await self._db.flush()

    # --- sessions

    async def session(self, session_id: str) -> InterviewSession | None:
        """For reading; the plan is left out."""
        return await self._db.get(
            InterviewSession,
            session_id,
            options=[defer(InterviewSession.plan), defer(InterviewSession.report)],
        )

    async def report(self, session_id: str) -> dict[str, Any] | None:
        """As it is stored; None where it is not written yet."""
        report: dict[str, Any] | None = await self._db.scalar(
            select(InterviewSession.report).where(InterviewSession.id == session_id)
        )
        return report

    async def plan(self, session_id: str) -> list[PlannedQuestion]:
        """Every question of the session in order, also those not asked yet."""
        plan = await self._db.scalar(select(InterviewSession.plan).where(InterviewSession.id == session_id))
        return [PlannedQuestion.model_validate(planned) for planned in plan or []]

    async def stamp(self, session_id: str) -> tuple[str, int] | None:
        """Whose session it is, and its last event: enough to know whether a remembered view is still true."""
        row = (
            await self._db.execute(
                select(InterviewSession.candidate_id, InterviewSession.last_event_sequence).where(
                    InterviewSession.id == session_id
                )
            )
        ).one_or_none()
        return None if row is None else (row[0], row[1])

    async def lock(self, session_id: str) -> InterviewSession | None:
        """For changing: whoever changes a session waits here for whoever was first."""
        return await self._db.get(InterviewSession, session_id, with_for_update=True)

    async def lock_as_known(self, session: InterviewSession, *rows: Any) -> bool:
        """Lock a session that was read before, and take it and its rows into this transaction as they were then.

        False where it has changed since, which every event tells, or is gone: read it anew.
        """
        sequence = await self._db.scalar(
            select(InterviewSession.last_event_sequence)
            .where(InterviewSession.id == session.id)
            .with_for_update()
        )
        if sequence != session.last_event_sequence:
            return False
        self._db.add_all([session, *rows])
        return True

    async def sessions_of(self, candidate_id: str, limit: int) -> Sequence[tuple[InterviewSession, Any, Any]]:
        """Newest first, each with its report's overall score and number of answered questions (None before the end)."""
        report = InterviewSession.report
        rows = await self._db.execute(
            select(
                InterviewSession,
                report["overall"].as_float(),
                report[("coverage", "answered")].as_integer(),
            )
            .where(InterviewSession.candidate_id == candidate_id)
            .order_by(InterviewSession.created_at.desc(), InterviewSession.id.desc())
            .limit(limit)
            .options(defer(InterviewSession.plan), defer(InterviewSession.report))
        )
        return [(session, overall, answered) for session, overall, answered in rows]

    async def untouched_since(self, moment: datetime, limit: int) -> Sequence[str]:
        """Sessions in progress that nobody has touched."""
        rows = await self._db.scalars(
            select(InterviewSession.id)
            .where(InterviewSession.status == "in_progress", InterviewSession.updated_at < moment)
            .limit(limit)
        )
        return rows.all()

    async def delete_session(self, session_id: str) -> None:
        await self._db.execute(delete(InterviewSession).where(InterviewSession.id == session_id))

    # --- questions

    async def questions(self, session_id: str) -> Sequence[AskedQuestion]:
        """In the order of asking, withdrawn ones too."""
        rows = await self._db.scalars(
            select(AskedQuestion)
            .where(AskedQuestion.session_id == session_id)
            .order_by(AskedQuestion.position)
        )
        return rows.all()

    async def questions_of(self, session_ids: Sequence[str]) -> Sequence[AskedQuestion]:
        """Of several sessions, without their texts: for counting."""
        rows = await self._db.scalars(
            select(AskedQuestion)
            .where(AskedQuestion.session_id.in_(session_ids))
            .order_by(AskedQuestion.session_id, AskedQuestion.position)
            .options(defer(AskedQuestion.planned))
        )
        return rows.all()

    async def question_of_candidate(self, question_id: str, candidate_id: str) -> AskedQuestion | None:
        return await self._db.scalar(
            select(AskedQuestion)
            .join(InterviewSession, InterviewSession.id == AskedQuestion.session_id)
            .where(AskedQuestion.id == question_id, InterviewSession.candidate_id == candidate_id)
        )

    # --- parts of answers

    async def parts(self, session_id: str, question_id: str | None = None) -> Sequence[AnswerPartRow]:
        """In the order of arrival; of one question, or of all."""
        query = select(AnswerPartRow).where(AnswerPartRow.session_id == session_id)
        if question_id is not None:
            query = query.where(AnswerPartRow.question_id == question_id)
        rows = await self._db.scalars(query.order_by(AnswerPartRow.question_id, AnswerPartRow.position))
        return rows.all()

    async def part(self, session_id: str, part_id: str) -> AnswerPartRow | None:
        return await self._db.get(AnswerPartRow, (session_id, part_id))

    async def next_sequence(self, session_id: str) -> int:
        highest = await self._db.scalar(
            select(func.max(AnswerPartRow.sequence)).where(AnswerPartRow.session_id == session_id)
        )
        return 0 if highest is None else highest + 1

    async def transcription(self, session_id: str, transcription_id: str) -> TranscriptionRow | None:
        return await self._db.scalar(
            select(TranscriptionRow).where(
                TranscriptionRow.id == transcription_id, TranscriptionRow.session_id == session_id
            )
        )

    # --- answers

    async def answers(self, session_id: str) -> Sequence[AnswerRow]:
        """Every attempt, oldest first."""
        rows = await self._db.scalars(
            select(AnswerRow).where(AnswerRow.session_id == session_id).order_by(AnswerRow.id)
        )
        return rows.all()

    async def answers_like(self, session_id: str, question_id: str, key: str | None) -> Sequence[AnswerRow]:
        """Attempts at this question, and what was stored under this key, oldest first."""
        mine = AnswerRow.question_id == question_id
        rows = await self._db.scalars(
            select(AnswerRow)
            .where(
                AnswerRow.session_id == session_id,
                mine if key is None else or_(mine, AnswerRow.idempotency_key == key),
            )
            .order_by(AnswerRow.id)
        )
        return rows.all()

    async def completed_answers(self, session_id: str, question_ids: Sequence[str]) -> Sequence[AnswerRow]:
        """Those that stand, one a question."""
        rows = await self._db.scalars(
            select(AnswerRow).where(
                AnswerRow.session_id == session_id,
                AnswerRow.question_id.in_(question_ids),
                AnswerRow.status == "completed",
            )
        )
        return rows.all()

    async def answer(self, answer_id: str) -> AnswerRow | None:
        return await self._db.get(AnswerRow, answer_id)

    async def claim_unevaluated(
        self, owner: str, now: datetime, lease: timedelta, *, limit: int, ignore_leases: bool
    ) -> Sequence[str]:
        """Take answers whose judgement nobody is working on; ids of those that are now ours."""
        is_free = or_(AnswerRow.lease_until.is_(None), AnswerRow.lease_until < now)
        if ignore_leases:  # never our own: an answer that stays unjudged would be claimed again and again
            is_free = or_(is_free, AnswerRow.lease_owner.is_(None), AnswerRow.lease_owner != owner)
        query = select(AnswerRow.id).where(AnswerRow.is_evaluated.is_(False), AnswerRow.status == "completed")
        query = query.where(is_free).order_by(AnswerRow.id).limit(limit).with_for_update(skip_locked=True)
        ids = (await self._db.scalars(query)).all()
        if ids:
            await self._db.execute(
                update(AnswerRow)
                .where(AnswerRow.id.in_(ids))
                .values(lease_owner=owner, lease_until=now + lease)
            )
        return ids

    # --- events

    def record(
        self, session: InterviewSession, at: datetime, type: EventType, payload: dict[str, Any]
    ) -> None:
        """Add an event in this very transaction; the lock on the session keeps the sequence without gaps."""
        session.last_event_sequence += 1
        self._db.add(
            EventRow(
                session_id=session.id,
                sequence=session.last_event_sequence,
                type=type,
                payload=payload,
                at=at,
            )
        )

    async def events_after(self, session_id: str, sequence: int, limit: int) -> Sequence[EventRow]:
        rows = await self._db.scalars(
            select(EventRow)
            .where(EventRow.session_id == session_id, EventRow.sequence > sequence)
            .order_by(EventRow.sequence)
            .limit(limit)
        )
        return rows.all()

    async def last_words_after(self, session_id: str, answer_id: str) -> EventRow | None:
        """The event that said what came after this answer: the next question, or the closing."""
        rows = await self._db.scalars(
            select(EventRow)
            .where(
                EventRow.session_id == session_id,
                EventRow.type.in_(("question.asked", "interview.closing")),
            )
            .order_by(EventRow.sequence.desc())
        )
        return next((row for row in rows if row.payload.get("answer_id") == answer_id), None)
