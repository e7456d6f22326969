"""Tables. Wire shapes are in ``requests`` and ``schemas``."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.platform.database import Base, UtcDateTime

_ROOM_IS_OPEN = text("room_opened_at IS NOT NULL AND room_closed_at IS NULL")


class Candidate(Base):
    """Whoever practises; ``issuer`` and ``subject`` as the identity provider names them."""

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Leased:
    """Work that must happen once is claimed by a lease on the row, so that replicas do not collide."""

    lease_owner: Mapped[str | None] = mapped_column(String(36), default=None)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class InterviewSession(Leased, Base):
    __tablename__ = "interview_sessions"
    __table_args__ = (
        Index("ix_sessions_candidate_created", "candidate_id", "created_at"),
        # Every replica looks for open rooms every two seconds; nearly every room of the table is closed.
        Index(
            "ix_sessions_open_rooms",
            "room_opened_at",
            sqlite_where=_ROOM_IS_OPEN,
            postgresql_where=_ROOM_IS_OPEN,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    candidate_id: Mapped[str] = mapped_column(ForeignKey("candidates.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(String(16), index=True)
    setup: Mapped[dict[str, Any]] = mapped_column(JSON)
    plan: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # PlannedQuestion each
    participant_name: Mapped[str | None] = mapped_column(String(80), default=None)
    practice_of: Mapped[str | None] = mapped_column(String(36), default=None)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    last_event_sequence: Mapped[int] = mapped_column(Integer, default=0)
    agent_state: Mapped[str] = mapped_column(String(16), default="absent")
    agent_state_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    greeted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    room_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    room_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class AskedQuestion(Base):
    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("session_id", "position"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_id: Mapped[str] = mapped_column(
        ForeignKey("interview_sessions.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(Integer)  # order of asking, from 1
    number: Mapped[int] = mapped_column(Integer)  # shown; a follow-up keeps its parent's
    follow_up_to: Mapped[str | None] = mapped_column(String(36), default=None)
    planned: Mapped[dict[str, Any]] = mapped_column(JSON)  # PlannedQuestion
    status: Mapped[str] = mapped_column(String(16))  # asked | answered | skipped | withdrawn
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnswerPartRow(Base):
    """What the candidate said or wrote, stored as it comes; ``id`` is the utterance's id where it was spoken."""

    __tablename__ = "answer_parts"
    __table_args__ = (Index("ix_parts_question_position", "question_id", "position"),)

    session_id: Mapped[str] = mapped_column(
        ForeignKey("interview_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(Integer)  # order of arrival within the question
    sequence: Mapped[int | None] = mapped_column(Integer, default=None)  # the agent's, for utterances
    modality: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sound: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)  # delivery.schemas.Sound
    transcription_id: Mapped[str | None] = mapped_column(String(36), default=None)
    was_checked: Mapped[bool] = mapped_column(default=False)  # the candidate went over what was heard
    heard: Mapped[str | None] = mapped_column(Text, default=None)  # what ``text`` was before it was corrected
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AnswerRow(Leased, Base):
    """A completed answer. ``evaluation`` is None until it is evaluated."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("session_id", "question_id", "attempt"),
        UniqueConstraint("session_id", "idempotency_key"),
        Index("ix_answers_unevaluated", "is_evaluated"),
        Index("ix_answers_question", "question_id"),  # deleting a question looks for its answers
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("interview_sessions.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(ForeignKey("questions.id", ondelete="CASCADE"))
    attempt: Mapped[int] = mapped_column(Integer, default=1)
    status: Mapped[str] = mapped_column(String(16), default="completed")  # completed | reopened
    idempotency_key: Mapped[str | None] = mapped_column(String(255), default=None)
    request_digest: Mapped[str] = mapped_column(
        String(64)
    )  # SHA-256 of the request: same key, other body is refused
    text: Mapped[str] = mapped_column(Text)
    modality: Mapped[str] = mapped_column(String(16))
    # Counts up with what is judged: its own words, those before it in its thread, whether they are sure.
    version: Mapped[int] = mapped_column(Integer, default=0)
    is_evaluated: Mapped[bool] = mapped_column(default=False)
    evaluation: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    # How it was judged before it, or an answer before it in its thread, was corrected.
    heard_evaluation: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    delivery: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TranscriptionRow(Base):
    """A push-to-talk recording's words; the sound itself is never kept."""

    __tablename__ = "transcriptions"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    session_id: Mapped[str] = mapped_column(
        ForeignKey("interview_sessions.id", ondelete="CASCADE"), index=True
    )
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    sound: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)  # delivery.schemas.Sound
    confidence: Mapped[float | None] = mapped_column(default=None)
    duration_ms: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EventRow(Base):
    """Every change, written in the transaction of the change; ``sequence`` counts within the session."""

    __tablename__ = "events"

    session_id: Mapped[str] = mapped_column(
        ForeignKey("interview_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    type: Mapped[str] = mapped_column(String(32))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
