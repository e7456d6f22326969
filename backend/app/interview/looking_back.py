"""What a candidate has done so far: attempts at the same question, and competencies over time. Reads only."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from app.interview.access import Caller
from app.interview.change import Interviewing
from app.interview.history_schemas import (
    Attempt,
    AttemptsView,
    FinishedInterview,
    FollowUpAnswer,
    ProgressOverTime,
    QuestionAttempts,
)
from app.interview.models import AnswerPartRow, AnswerRow, AskedQuestion, InterviewSession
from app.interview.parts import Part
from app.interview.report import counting
from app.interview.schemas import CompetencyResult
from app.interview.views import part_of

INTERVIEWS_LISTED = 200


class LookingBack:
    """Questions about more than one session of one candidate."""

    def __init__(self, interviewing: Interviewing) -> None:
        self._interviewing = interviewing
        self._views = interviewing.views

    async def progress(self, caller: Caller) -> ProgressOverTime:
        """The newest finished interviews, oldest first, as their reports say.

        But for the names of competencies: a report has them in its interview's language, the history in the page's.
        """
        row_of = InterviewSession
        async with self._interviewing.transactions.read() as db:
            rows = await db.execute(
                select(
                    row_of.id,
                    row_of.setup["job_title"].as_string(),
                    row_of.finished_at,
                    row_of.practice_of,
                    row_of.report["overall"].as_float(),
                    row_of.report["uncertainty"].as_float(),
                    row_of.report["competencies"],
                )
                .where(row_of.candidate_id == caller.candidate_id, row_of.status == "finished")
                .order_by(row_of.finished_at.desc(), row_of.id.desc())
                .limit(INTERVIEWS_LISTED)
            )
        interviews = [
            FinishedInterview(
                session_id=id_,
                job_title=job_title,
                finished_at=finished_at,
                is_practice=practice_of is not None,
                overall=overall,
                uncertainty=uncertainty,
                competencies=[
                    self._named(CompetencyResult.model_validate(row)) for row in competencies or []
                ],
            )
            for id_, job_title, finished_at, practice_of, overall, uncertainty, competencies in rows
            if finished_at is not None
        ]
        return ProgressOverTime(interviews=interviews[::-1])

    def _named(self, result: CompetencyResult) -> CompetencyResult:
        name = self._views.competency_name(result.competency)
        return result.model_copy(update={"competency_name": name})

    async def attempts(self, caller: Caller, session_id: str) -> AttemptsView:
        """Questions of this session that were answered more than once. Raises SessionNotFound."""
        async with self._interviewing.reading(caller, session_id) as (repository, session):
            own = [q for q in await repository.questions(session_id) if q.follow_up_to is None]
        async with self._interviewing.transactions.read() as db:
            links = await _practice_links(db, session.candidate_id)
            families = {question.id: family_of(question.id, links) for question in own}
            wanted = {id_ for family in families.values() if len(family) > 1 for id_ in family}
            attempts = await self._attempts_at(db, session.candidate_id, wanted)
        found = [
            QuestionAttempts(question_id=id_, attempts=[a for a in attempts if a.question_id in family])
            for id_, family in families.items()
        ]
        return AttemptsView(questions=[question for question in found if len(question.attempts) > 1])

    async def _attempts_at(
        self, db: AsyncSession, candidate_id: str, question_ids: Iterable[str]
    ) -> list[Attempt]:
        """Completed answers to these questions with those to their follow-ups, oldest first; skipped ones are none."""
        roots = set(question_ids)
        questions = await _in_threads(db, roots)
        rows = await db.execute(
            select(InterviewSession, AnswerRow)
            .join(AnswerRow, AnswerRow.session_id == InterviewSession.id)
            .where(
                InterviewSession.candidate_id == candidate_id,
                AnswerRow.question_id.in_(list(questions)),
                AnswerRow.status == "completed",
            )
            .order_by(AnswerRow.answered_at, AnswerRow.id)
            .options(defer(InterviewSession.plan), defer(InterviewSession.report))
        )
        parts = await _parts_of(db, list(questions))
        attempts: dict[str, Attempt] = {}
        for session, row in rows:
            if _is_skipped(row):
                continue
            answer = self._views.answer(session, row, parts.get(row.question_id, []))
            asked = questions[row.question_id]
            if asked.id in roots:
                attempts[asked.id] = Attempt(
                    session_id=session.id,
                    question_id=asked.id,
                    is_practice=session.practice_of is not None,
                    answer=answer,
                )
            elif asked.follow_up_to in attempts:
                attempts[asked.follow_up_to].follow_ups.append(
                    FollowUpAnswer(question_text=asked.planned["text"], answer=answer)
                )
        return [_as_one(attempt) for attempt in attempts.values()]


def family_of(question_id: str, links: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Every question that repeats this one or is repeated by it, itself too; pure.

    ``links``: (question of a practice session, the question that it repeats). A repeated question may be gone,
    deleted with its session: those that repeat it still belong together.
    """
    family = {question_id}
    while grown := {id_ for link in links if family & set(link) for id_ in link} - family:
        family |= grown
    return frozenset(family)


def _as_one(attempt: Attempt) -> Attempt:
    thread = [attempt.answer.evaluation, *(told.answer.evaluation for told in attempt.follow_ups)]
    return attempt.model_copy(update={"evaluation": thread[counting(thread)]})


async def _in_threads(db: AsyncSession, question_ids: Iterable[str]) -> dict[str, AskedQuestion]:
    """These questions and what was asked after them, in the order of asking, by id; withdrawn ones left out."""
    ids = sorted(question_ids)
    rows = await db.scalars(
        select(AskedQuestion)
        .where(
            AskedQuestion.id.in_(ids) | AskedQuestion.follow_up_to.in_(ids),
            AskedQuestion.status != "withdrawn",
        )
        .order_by(AskedQuestion.session_id, AskedQuestion.position)
    )
    return {row.id: row for row in rows}


async def _practice_links(db: AsyncSession, candidate_id: str) -> list[tuple[str, str]]:
    rows = await db.execute(
        select(AskedQuestion.id, InterviewSession.practice_of)
        .join(InterviewSession, InterviewSession.id == AskedQuestion.session_id)
        .where(
            InterviewSession.candidate_id == candidate_id,
            InterviewSession.practice_of.is_not(None),
            AskedQuestion.follow_up_to.is_(None),
        )
    )
    return [(repeating, repeated) for repeating, repeated in rows if repeated is not None]


async def _parts_of(db: AsyncSession, question_ids: Sequence[str]) -> dict[str, list[Part]]:
    rows = await db.scalars(
        select(AnswerPartRow)
        .where(AnswerPartRow.question_id.in_(question_ids))
        .order_by(AnswerPartRow.question_id, AnswerPartRow.position)
    )
    parts: dict[str, list[Part]] = {}
    for row in rows:
        parts.setdefault(row.question_id, []).append(part_of(row))
    return parts


def _is_skipped(answer: AnswerRow) -> bool:
    return (answer.evaluation or {}).get("status") == "skipped"
