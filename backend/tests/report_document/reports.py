"""Reports as small as a test needs them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.evaluation.port import DimensionScore, Evaluation, Evidence
from app.interview.report import Closing, build_report
from app.interview.schemas import Answer, AnswerPart, Coverage, Question, Report, ReportQuestion

AT = datetime(2026, 11, 14, 10, tzinfo=UTC)
STRONG = (
    "Last spring our checkout failed for one in fifty customers. I wrote a script that replayed the requests, and "
    "within two weeks the failures fell from 2 percent to 0.1 percent."
)


def answer(
    answer_id: str, text: str, *, quote: str = "", start: int | None = None, score: float = 78.0
) -> Answer:
    """An answer whose ownership stands on one quote."""
    at = (text.find(quote) if start is None else start) if quote else 0
    evidence = [Evidence(quote=quote, start=at, end=at + len(quote), answer_id=answer_id)] if quote else []
    dimensions = [DimensionScore(name="ownership", score=3.5, evidence=evidence, comment="An own action.")]
    return Answer(
        id=answer_id,
        text=text,
        parts=[AnswerPart(modality="typed", text=text, at=AT)],
        modality="typed",
        answered_at=AT,
        delivery=None,
        evaluation=Evaluation(
            status="scored",
            score=score,
            dimensions=dimensions,
            strength="Your own part is clear.",
            biggest_fix="Say what it cost.",
            retry_prompt="Tell it again, with the cost.",
        ),
    )


def question(number: int, given: Answer | None, *, follow_up_to: str | None = None) -> ReportQuestion:
    """Answered with ``given``, or skipped."""
    asked = Question(
        id=f"q{number}" + ("f" if follow_up_to else ""),
        number=number,
        text=f"What happened in case {number}?",
        competency="ownership",
        competency_name="Ownership",
        kind="behavioral",
        follow_up_to=follow_up_to,
        asked_at=AT,
    )
    return ReportQuestion(question=asked, status="answered" if given else "skipped", answer=given)


def report(
    questions: Sequence[ReportQuestion], *, name: str | None = "Jo", total: int | None = None
) -> Report:
    planned = total or len({q.question.number for q in questions})
    head = Report(
        session_id="0199-abcdef",
        job_title="Backend engineer",
        seniority="senior",
        participant_name=name,
        created_at=AT,
        finished_at=AT,
        revision=1,
        overall=None,
        uncertainty=None,
        coverage=Coverage(answered=0, skipped=0, not_answered=planned, total=planned),
        summary="",
        competencies=[],
        questions=[],
        practise_next=[],
        notes=[],
        disclaimer="",
    )
    return build_report(head, questions, Closing(planned))
