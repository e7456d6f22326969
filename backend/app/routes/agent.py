"""What the voice agent asks for: its briefing, and where it says what it is doing."""

from fastapi import APIRouter

from app.dependencies import CurrentCaller, Interviews, SessionId
from app.interview.errors import SessionNotFound
from app.interview.requests import AgentStateIn
from app.interview.schemas import Briefing
from app.routes.problem_table import IDENTITY_PROBLEMS, problem_responses

router = APIRouter(prefix="/agent", tags=["agent"])

_MINE = (SessionNotFound, *IDENTITY_PROBLEMS)


@router.post("/session/{session_id}/briefing", operation_id="briefAgent", responses=problem_responses(*_MINE))
async def brief_agent(session_id: SessionId, caller: CurrentCaller, interviews: Interviews) -> Briefing:
    """What to say first and where the interview stands; the first briefing greets, later ones go on."""
    return await interviews.brief(caller, session_id)


@router.post(
    "/session/{session_id}/state",
    operation_id="reportAgentState",
    status_code=204,
    responses=problem_responses(*_MINE),
)
async def report_agent_state(
    session_id: SessionId, state: AgentStateIn, caller: CurrentCaller, interviews: Interviews
) -> None:
    """What the agent is doing now; becomes an event."""
    await interviews.set_agent_state(caller, session_id, state.state)
