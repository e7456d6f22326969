"""The report of a finished interview."""

from fastapi import APIRouter

from app.dependencies import CurrentCandidate, Interviews, SessionId
from app.interview.errors import SessionNotFinished, SessionNotFound
from app.interview.schemas import Report
from app.routes.problem_table import IDENTITY_PROBLEMS, problem_responses

router = APIRouter(prefix="/interview", tags=["report"])


@router.get(
    "/session/{session_id}/report",
    operation_id="getReport",
    responses=problem_responses(SessionNotFound, *IDENTITY_PROBLEMS, SessionNotFinished),
)
async def get_report(session_id: SessionId, candidate: CurrentCandidate, interviews: Interviews) -> Report:
    """What was seen, with its evidence, and what to practise next."""
    return await interviews.report(candidate, session_id)
