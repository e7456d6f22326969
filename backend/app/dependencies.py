"""What routes may ask for, as ``Annotated`` aliases; ``app.main`` puts the container together."""

from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Path, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.config import Settings
from app.documents.reader import DocumentReader
from app.identity.port import IdentityProvider
from app.interview.access import Caller
from app.interview.candidates import Candidates
from app.interview.judging import Judge
from app.interview.looking_back import LookingBack
from app.interview.service import InterviewService
from app.interview.terms import Id
from app.interview.transcribing import PushToTalk
from app.occupations.recognition import Recogniser
from app.platform.clock import Clock
from app.platform.database import Transactions
from app.platform.events import EventBus
from app.platform.limits import Limits
from app.platform.metrics import Metrics
from app.platform.shutdown import Stopping
from app.questions.port import QuestionPlanner
from app.report_document.port import ReportPrinter
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
    judge: Judge
    interviews: InterviewService
    looking_back: LookingBack
    report_printer: ReportPrinter
    recogniser: Recogniser
    documents: DocumentReader
    transcriber: Transcriber | None = None
    agent_access: AgentAccess | None = None
    rooms: Any = None  # app.rooms.service.Rooms once wired; Any keeps the import out of start-up
    push_to_talk: PushToTalk | None = None
    limits: Limits = field(default_factory=Limits)
    open_streams: Counter[str] = field(default_factory=Counter)  # event streams by caller
    # name → what is away, in a sentence, or None; asked at /health/ready
    ready_checks: dict[str, Callable[[], Awaitable[str | None]]] = field(default_factory=dict)
    # what runs as long as the app does: entered at start, left at the end
    lifespans: list[Callable[[], AbstractAsyncContextManager[None]]] = field(default_factory=list)


# These are async though they wait for nothing: FastAPI sends plain functions through a thread pool.
async def container_of(request: Request) -> Container:
    container: Container = request.app.state.container
    return container


Parts = Annotated[Container, Depends(container_of)]


_scheme = HTTPBearer(
    auto_error=False,
    description="IDENTITY=oidc: the provider's JWT. The agent: its token of one session. IDENTITY=open: none.",
)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_scheme)]


async def current_candidate(parts: Parts, bearer: Bearer) -> Caller:
    """The candidate who calls. Raises IdentityError."""
    identity = await parts.identity.identify(bearer.credentials if bearer else None)
    return Caller(candidate_id=await parts.candidates.id_of(identity))


async def starting_candidate(parts: Parts, bearer: Bearer) -> Caller:
    """The candidate, whose row is surely there: their data may have been deleted a moment ago."""
    identity = await parts.identity.identify(bearer.credentials if bearer else None)
    return Caller(candidate_id=await parts.candidates.id_of(identity, must_be_stored=True))


async def current_caller(parts: Parts, bearer: Bearer) -> Caller:
    """The candidate, or the agent with its token of one session. Raises IdentityError, AgentAccessError."""
    if bearer is not None and parts.agent_access is not None and is_agent_token(bearer.credentials):
        return Caller(agent_session_id=parts.agent_access.session_of(bearer.credentials))
    return await current_candidate(parts, bearer)


def costly(purpose: str, *, for_agents: bool = True) -> Any:
    """A route's dependency: at most ``RATE_LIMIT_COSTLY`` calls of one caller. Raises TooManyRequests."""

    async def count(parts: Parts, who: Annotated[Caller, Depends(current_caller)]) -> None:
        if who.is_agent and not for_agents:
            return
        name = name_of(who)
        await parts.limits.hit(parts.settings.rate_limit_costly, purpose, name)

    return Depends(count)


def name_of(who: Caller) -> str:
    """What a caller is counted by."""
    return who.candidate_id or f"agent-{who.agent_session_id}"


CurrentCandidate = Annotated[Caller, Depends(current_candidate)]
StartingCandidate = Annotated[Caller, Depends(starting_candidate)]
CurrentCaller = Annotated[Caller, Depends(current_caller)]


async def settings_of(parts: Parts) -> Settings:
    return parts.settings


async def interviews_of(parts: Parts) -> InterviewService:
    return parts.interviews


async def looking_back_of(parts: Parts) -> LookingBack:
    return parts.looking_back


async def report_printer_of(parts: Parts) -> ReportPrinter:
    return parts.report_printer


CurrentSettings = Annotated[Settings, Depends(settings_of)]
Interviews = Annotated[InterviewService, Depends(interviews_of)]
History = Annotated[LookingBack, Depends(looking_back_of)]
Printer = Annotated[ReportPrinter, Depends(report_printer_of)]

SessionId = Annotated[Id, Path()]
AnswerId = Annotated[Id, Path()]
