"""What routes may ask for, as ``Annotated`` aliases; ``app.main`` puts the container together."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Path, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Settings
from app.identity.port import IdentityProvider
from app.interview.access import Caller
from app.interview.candidates import Candidates
from app.interview.schemas import Id
from app.interview.service import InterviewService
from app.platform.clock import Clock
from app.platform.database import Transactions
from app.platform.events import EventBus
from app.platform.metrics import Metrics
from app.platform.shutdown import Stopping
from app.questions.port import QuestionPlanner
from app.rooms.agent_access import AgentAccess, is_agent_token
from app.speech.port import Transcriber


@dataclass
class Container:
    """Everything that lives as long as the app does. Chosen once, in ``app.main``."""

    settings: Settings
    clock: Clock
    transactions: Transactions
    events: EventBus
    metrics: Metrics
    stopping: Stopping
    identity: IdentityProvider
    candidates: Candidates
    planner: QuestionPlanner
    interviews: InterviewService
    transcriber: Transcriber | None = None
    agent_access: AgentAccess | None = None
    rooms: Any = None  # app.rooms.service.Rooms once wired; Any keeps the import out of start-up
    ready_checks: dict[str, Any] = field(default_factory=dict)  # name → async () -> str | None (what is away)


def container_of(request: Request) -> Container:
    container: Container = request.app.state.container
    return container


Parts = Annotated[Container, Depends(container_of)]


async def unit_of_work(parts: Parts) -> AsyncIterator[AsyncSession]:
    async with parts.transactions.write() as session:
        yield session


# scope="function": committed before the response goes out, so what was acknowledged is stored.
DbSession = Annotated[AsyncSession, Depends(unit_of_work, scope="function")]

# Declares the scheme in the OpenAPI document; the header itself is read by the identity provider.
_documented = HTTPBearer(
    auto_error=False,
    description="IDENTITY=oidc: the identity provider's JWT. The agent: its token of one session. IDENTITY=open: none.",
)


async def current_candidate(
    request: Request,
    parts: Parts,
    _scheme: Annotated[HTTPAuthorizationCredentials | None, Security(_documented)] = None,
) -> Caller:
    """The candidate who calls. Raises IdentityError."""
    identity = await parts.identity.identify(request.headers.get("Authorization"))
    return Caller(candidate_id=await parts.candidates.id_of(identity))


async def current_caller(
    request: Request,
    parts: Parts,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_documented)] = None,
) -> Caller:
    """The candidate, or the agent with its token of one session. Raises IdentityError, AgentAccessError."""
    if bearer is not None and parts.agent_access is not None and is_agent_token(bearer.credentials):
        return Caller(agent_session_id=parts.agent_access.session_of(bearer.credentials))
    return await current_candidate(request, parts)


CurrentCandidate = Annotated[Caller, Depends(current_candidate)]
CurrentCaller = Annotated[Caller, Depends(current_caller)]


def settings_of(parts: Parts) -> Settings:
    return parts.settings


def interviews_of(parts: Parts) -> InterviewService:
    return parts.interviews


CurrentSettings = Annotated[Settings, Depends(settings_of)]
Interviews = Annotated[InterviewService, Depends(interviews_of)]

SessionId = Annotated[Id, Path()]
AnswerId = Annotated[Id, Path()]
