"""The report of a finished interview, on the page and on paper, and what was done before and since."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.dependencies import CurrentCandidate, History, Interviews, Printer, SessionId, costly
from app.evaluation.rubric import load_rubric
from app.interview.errors import SessionNotFinished, SessionNotFound
from app.interview.history_schemas import AttemptsView, ProgressOverTime, RubricDimension, RubricView
from app.interview.schemas import Report
from app.platform.limits import TooManyRequests
from app.report_document.document import DocumentUnavailable
from app.routes.problem_table import IDENTITY_PROBLEMS, problem_responses

router = APIRouter(prefix="/interview", tags=["report"])

_PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report as a tagged PDF, to keep, send or print.",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    },
}


@router.get(
    "/session/{session_id}/report",
    operation_id="getReport",
    responses=problem_responses(SessionNotFound, *IDENTITY_PROBLEMS, SessionNotFinished),
)
async def get_report(session_id: SessionId, candidate: CurrentCandidate, interviews: Interviews) -> Report:
    """What was seen, with its evidence, and what to practise next."""
    return await interviews.report(candidate, session_id)


@router.get(
    "/session/{session_id}/report.pdf",
    operation_id="getReportDocument",
    response_class=Response,
    responses=_PDF
    | problem_responses(
        SessionNotFound, *IDENTITY_PROBLEMS, SessionNotFinished, TooManyRequests, DocumentUnavailable
    ),
    dependencies=[costly("report")],
)
async def get_report_document(
    session_id: SessionId, candidate: CurrentCandidate, interviews: Interviews, printer: Printer
) -> Response:
    """The same report as a PDF, made here; nothing is fetched for it."""
    report = await interviews.report(candidate, session_id)
    return Response(
        await printer.pdf(report),
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{document_name(report)}"',
            "Cache-Control": "no-store",
        },
    )


@router.get(
    "/session/{session_id}/attempts",
    operation_id="getAttempts",
    responses=problem_responses(SessionNotFound, *IDENTITY_PROBLEMS),
)
async def get_attempts(session_id: SessionId, candidate: CurrentCandidate, history: History) -> AttemptsView:
    """Questions of this interview that were answered more than once, with every attempt, oldest first."""
    return await history.attempts(candidate, session_id)


@router.get("/progress", operation_id="getProgress", responses=problem_responses(*IDENTITY_PROBLEMS))
async def get_progress(candidate: CurrentCandidate, history: History) -> ProgressOverTime:
    """Scores and competencies of the finished interviews, oldest first."""
    return await history.progress(candidate)


@router.get("/rubric", operation_id="getRubric", responses=problem_responses())
async def get_rubric() -> RubricView:
    """The dimensions of the rubric, with what a 1, a 3 and a 5 look like."""
    return RubricView(
        dimensions=[
            RubricDimension(name=name, **anchors.model_dump())
            for name, anchors in load_rubric().anchors.items()
        ]
    )


def document_name(report: Report) -> str:
    """A name that every file system takes and that says nothing about the person."""
    at = report.finished_at or report.created_at
    return f"hirecoach-report-{at:%Y-%m-%d}-{report.session_id[-6:]}.pdf"
