"""Rows → wire shapes. Pure; hides evaluations where the candidate wants them only at the end."""

from collections.abc import Iterable, Sequence
from typing import Literal, cast

from app.delivery.schemas import Delivery, Sound
from app.evaluation.port import Evaluation, QuestionToEvaluate
from app.interview.lifecycle import Asked, InterviewState, QuestionStatus
from app.interview.models import AnswerPartRow, AnswerRow, AskedQuestion, InterviewSession
from app.interview.parts import Part, as_wire, compose_as_heard, in_order
from app.interview.requests import Setup
from app.interview.schemas import (
    Agent,
    Answer,
    AnswerPart,
    BeforeCorrection,
    Question,
    QuestionWithAnswer,
    SessionSummary,
    SessionView,
)
from app.interview.terms import AgentState, Modality, SessionStatus
from app.questions.port import Competency, PlannedQuestion, Seniority
from app.speech.port import Word

ANONYMOUS = "Candidate"


def setup_of(session: InterviewSession) -> Setup:
    return Setup.model_validate(session.setup)


def planned_of(question: AskedQuestion) -> PlannedQuestion:
    return PlannedQuestion.model_validate(question.planned)


def part_of(row: AnswerPartRow) -> Part:
    return Part(
        id=row.id,
        modality=cast(Modality, row.modality),
        text=row.text,
        at=row.at,
        sequence=row.sequence,
        words=tuple(Word.model_validate(word) for word in row.words),
        sound=None if row.sound is None else Sound.model_validate(row.sound),
        transcription_id=row.transcription_id,
        was_checked=row.was_checked,
        heard=row.heard,
    )


def state_of(
    session: InterviewSession, questions: Sequence[AskedQuestion], with_words: Iterable[str] = ()
) -> InterviewState:
    """``with_words``: ids of the questions that have words of the candidate."""
    has_words = frozenset(with_words)
    return InterviewState(
        status=cast(SessionStatus, session.status),
        total=int(session.setup["question_count"]),
        questions=tuple(
            Asked(
                id=row.id,
                number=row.number,
                status=cast(QuestionStatus, row.status),
                follow_up_to=row.follow_up_to,
                has_words=row.id in has_words,
            )
            for row in questions
        ),
    )


def hides_evaluations(session: InterviewSession) -> bool:
    return session.setup.get("feedback") == "at_end" and session.status != "finished"


def evaluation_in(answer: AnswerRow) -> Evaluation | None:
    """As it is stored, whoever may see it."""
    return None if answer.evaluation is None else Evaluation.model_validate(answer.evaluation)


def evaluation_of(session: InterviewSession, answer: AnswerRow) -> Evaluation | None:
    """As the candidate may see it now; ``pending`` until there is one."""
    if hides_evaluations(session):
        return None
    return evaluation_in(answer) or Evaluation(status="pending")


def delivery_of(session: InterviewSession, answer: AnswerRow) -> Delivery | None:
    """How it was spoken; a remark on the pace is feedback like any other."""
    if hides_evaluations(session) or answer.delivery is None:
        return None
    return Delivery.model_validate(answer.delivery)


def before_correction_of(session: InterviewSession, answer: AnswerRow) -> BeforeCorrection | None:
    """A judgement like any other: hidden as long as those are."""
    if hides_evaluations(session) or answer.heard_evaluation is None:
        return None
    return BeforeCorrection.model_validate(answer.heard_evaluation)


def question_to_evaluate(planned: PlannedQuestion, seniority: str) -> QuestionToEvaluate:
    return QuestionToEvaluate(
        text=planned.text,
        kind=planned.kind,
        competency=planned.competency,
        seniority=seniority,
        strong_answer_shows=planned.strong_answer_shows,
        key_points=planned.key_points,
        reference=planned.reference,
        dimensions=planned.dimensions,
    )


class Views:
    """Wire shapes with the names of competencies."""

    def __init__(self, competencies: Sequence[Competency]) -> None:
        self._names = {competency.id: competency.name for competency in competencies}

    def competency_name(self, competency: str) -> str:
        return self._names.get(competency, competency.replace("_", " ").capitalize())

    def question(self, row: AskedQuestion) -> Question:
        planned = row.planned
        return Question(
            id=row.id,
            number=row.number,
            text=planned["text"],
            competency=planned["competency"],
            competency_name=planned.get("competency_name") or self.competency_name(planned["competency"]),
            kind=planned["kind"],
            follow_up_to=row.follow_up_to,
            asked_at=row.asked_at,
        )

    def answer(self, session: InterviewSession, row: AnswerRow, parts: Sequence[Part]) -> Answer:
        return Answer(
            id=row.id,
            text=row.text,
            parts=[as_wire(part) for part in in_order(parts)],
            modality=cast(Modality, row.modality),
            answered_at=row.answered_at,
            evaluation=evaluation_of(session, row),
            delivery=delivery_of(session, row),
            heard=compose_as_heard(parts),
            before_correction=before_correction_of(session, row),
        )

    def question_with_answer(
        self,
        session: InterviewSession,
        row: AskedQuestion,
        answer: AnswerRow | None,
        parts: Sequence[Part],
    ) -> QuestionWithAnswer:
        is_open = row.status == "asked"
        draft: list[AnswerPart] = [as_wire(part) for part in in_order(parts)] if is_open else []
        return QuestionWithAnswer(
            **self.question(row).model_dump(),
            status=cast(Literal["asked", "answered", "skipped"], row.status),
            answer=self.answer(session, answer, parts) if answer is not None and not is_open else None,
            draft=draft,
        )

    def session(
        self,
        session: InterviewSession,
        questions: Sequence[AskedQuestion],
        parts: Sequence[AnswerPartRow],
        answers: Sequence[AnswerRow],
        notes: list[str],
    ) -> SessionView:
        state = state_of(session, questions)
        by_question: dict[str, list[Part]] = {}
        for part in parts:
            by_question.setdefault(part.question_id, []).append(part_of(part))
        completed = {row.question_id: row for row in answers if row.status == "completed"}
        current = state.current if state.status == "in_progress" else None
        return SessionView(
            session_id=session.id,
            status=state.status,
            setup=setup_of(session),
            participant_name=session.participant_name,
            created_at=session.created_at,
            updated_at=session.updated_at,
            finished_at=session.finished_at,
            questions=[
                self.question_with_answer(session, row, completed.get(row.id), by_question.get(row.id, []))
                for row in questions
                if row.status != "withdrawn"
            ],
            current_question_id=current.id if current else None,
            progress=state.progress,
            agent=Agent(state=cast(AgentState, session.agent_state), since=session.agent_state_at),
            revision=session.revision,
            last_event_id=session.last_event_sequence,
            notes=notes,
        )

    def summary(
        self,
        session: InterviewSession,
        questions: Sequence[AskedQuestion],
        overall: float | None,
        answered: int | None,
    ) -> SessionSummary:
        """``overall`` and ``answered`` as the report has them, None before there is one.

        Until then a closed question counts as answered, whatever its judgement will say.
        """
        progress = state_of(session, questions).progress
        if answered is not None:
            progress = progress.model_copy(update={"answered": answered})
        return SessionSummary(
            session_id=session.id,
            job_title=session.setup["job_title"],
            seniority=cast(Seniority, session.setup["seniority"]),
            status=cast(SessionStatus, session.status),
            created_at=session.created_at,
            updated_at=session.updated_at,
            progress=progress,
            score=overall,
            practice_of=session.practice_of,
        )
