"""From rows to the report, and the report into its row."""

from collections.abc import Sequence
from typing import Literal

from app.interview.change import Change
from app.interview.models import AnswerPartRow, AnswerRow, AskedQuestion, InterviewSession
from app.interview.parts import Part
from app.interview.report import Closing, build_report
from app.interview.schemas import Coverage, Report, ReportQuestion
from app.interview.views import Views, part_of, setup_of

_Status = Literal["answered", "skipped", "not_reached"]
_STATUS: dict[str, _Status] = {"answered": "answered", "skipped": "skipped", "asked": "not_reached"}


async def write_report(change: Change, views: Views) -> Report:
    """Build the report of a finished session anew and store it."""
    parts = await change.repository.parts(change.session.id)
    answers = await change.repository.answers(change.session.id)
    report = report_of(change.session, change.questions, parts, answers, views)
    change.session.report = report.model_dump(mode="json")
    return report


def report_of(
    session: InterviewSession,
    questions: Sequence[AskedQuestion],
    parts: Sequence[AnswerPartRow],
    answers: Sequence[AnswerRow],
    views: Views,
) -> Report:
    by_question: dict[str, list[Part]] = {}
    for part in parts:
        by_question.setdefault(part.question_id, []).append(part_of(part))
    completed = {row.question_id: row for row in answers if row.status == "completed"}
    seen = [
        ReportQuestion(
            question=views.question(row),
            status=_STATUS[row.status],
            answer=(
                views.answer(session, completed[row.id], by_question.get(row.id, []))
                if row.id in completed
                else None
            ),
        )
        for row in questions
        if row.status != "withdrawn"
    ]
    total = int(session.setup["question_count"])
    return build_report(_head(session, total), seen, Closing(total))


def _head(session: InterviewSession, total: int) -> Report:
    setup = setup_of(session)
    return Report(
        session_id=session.id,
        job_title=setup.job_title,
        seniority=setup.seniority,
        language=setup.language,
        participant_name=session.participant_name,
        created_at=session.created_at,
        finished_at=session.finished_at,
        revision=session.revision,
        overall=None,
        uncertainty=None,
        coverage=Coverage(answered=0, skipped=0, not_answered=total, total=total),
        summary="",
        competencies=[],
        questions=[],
        practise_next=[],
        notes=[],
        disclaimer="",
    )
