"""Rooms over HTTP: tokens, the connection check, health, the media server's webhook, the agent's token."""

import contextlib
import importlib.util
from collections.abc import AsyncIterator

from fastapi import APIRouter, Header, Request

from app.dependencies import Container, CurrentCandidate, Parts
from app.identity.port import NotSignedIn, SignInExpired
from app.interview.errors import SessionAbandoned, SessionFinished, SessionNotFound
from app.interview.requests import AgentProofIn, RoomTokenIn
from app.interview.schemas import AgentToken, LivekitHealth, RoomToken
from app.platform.limits import TooManyRequests
from app.rooms.agent_access import AgentAccess
from app.rooms.errors import (
    AgentProofRefused,
    LivekitNotConfigured,
    LivekitUnreachable,
    WebhookRefused,
)
from app.rooms.service import IssuedToken
from app.routes.problem_table import problem_responses

router = APIRouter(tags=["rooms"])

MAX_WEBHOOK_BYTES = 256 * 1024

# Only refused proofs count: behind a proxy everybody has one address, and a stranger must not lock the agents out.
REFUSED_PROOF_RATE = "60/minute"

_LIVEKIT = (LivekitNotConfigured, LivekitUnreachable, TooManyRequests)


@router.post(
    "/livekit/token",
    operation_id="createRoomToken",
    responses=problem_responses(
        NotSignedIn, SignInExpired, SessionNotFound, SessionFinished, SessionAbandoned, *_LIVEKIT
    ),
)
async def create_room_token(wanted: RoomTokenIn, candidate: CurrentCandidate, parts: Parts) -> RoomToken:
    """Open the interview's room, ask for the interviewer, and let the candidate in for two hours."""
    assert candidate.candidate_id is not None
    await parts.limits.hit(parts.settings.rate_limit_token, "room-token", candidate.candidate_id)
    issued = await parts.rooms.token(wanted.session_id, candidate.candidate_id, wanted.participant_name)
    return _room_token(issued)


@router.post(
    "/livekit/check-token",
    operation_id="createCheckToken",
    responses=problem_responses(NotSignedIn, SignInExpired, *_LIVEKIT),
)
async def create_check_token(candidate: CurrentCandidate, parts: Parts) -> RoomToken:
    """A room of its own for the connection check: one minute, no interviewer."""
    assert candidate.candidate_id is not None
    await parts.limits.hit(parts.settings.rate_limit_token, "check-token", candidate.candidate_id)
    return _room_token(await parts.rooms.check_token())


@router.get("/livekit/health", operation_id="getLivekitHealth", responses=problem_responses())
async def get_livekit_health(parts: Parts) -> LivekitHealth:
    """Whether there is a media server, whether it answers, and whether an agent has announced itself."""
    health = await parts.rooms.health()
    return LivekitHealth(
        livekit_installed=importlib.util.find_spec("livekit.api") is not None,
        livekit_configured=health.url is not None,
        url=health.url,
        server_reachable=health.is_reachable,
        agent_registered=health.agent_registered,
        detail=health.detail,
    )


@router.post(
    "/livekit/webhook",
    operation_id="receiveLivekitWebhook",
    status_code=204,
    responses=problem_responses(WebhookRefused),
)
async def receive_livekit_webhook(
    request: Request, parts: Parts, authorization: str = Header(default="", max_length=4096)
) -> None:
    """The media server says that something happened in a room; the signature covers the body."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_WEBHOOK_BYTES:
            raise WebhookRefused
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise WebhookRefused from None
    parts.rooms.webhook(text, authorization)


@router.post(
    "/agent/token",
    operation_id="createAgentToken",
    tags=["agent"],
    responses=problem_responses(AgentProofRefused, LivekitNotConfigured, TooManyRequests),
)
async def create_agent_token(wanted: AgentProofIn, request: Request, parts: Parts) -> AgentToken:
    """Swap a one-minute proof, signed with the LiveKit secret, for a token of that one interview."""
    async with _counting_refused_proofs(request, parts):
        issued = await _agent_access(parts).redeem(wanted.proof)
    await parts.rooms.presence.seen()
    return AgentToken(
        access_token=issued.access_token, session_id=issued.session_id, expires_at=issued.expires_at
    )


@router.post(
    "/agent/presence",
    operation_id="announceAgent",
    tags=["agent"],
    status_code=204,
    responses=problem_responses(AgentProofRefused, LivekitNotConfigured, TooManyRequests),
)
async def announce_agent(wanted: AgentProofIn, request: Request, parts: Parts) -> None:
    """A worker is registered with the media server; every few seconds, with a new proof each time."""
    async with _counting_refused_proofs(request, parts):
        await _agent_access(parts).announced(wanted.proof)
    await parts.rooms.presence.seen()


def _agent_access(parts: Container) -> AgentAccess:
    if parts.agent_access is None:
        raise LivekitNotConfigured
    return parts.agent_access


@contextlib.asynccontextmanager
async def _counting_refused_proofs(request: Request, parts: Container) -> AsyncIterator[None]:
    try:
        yield
    except AgentProofRefused:
        address = request.client.host if request.client else "local"
        await parts.limits.hit(REFUSED_PROOF_RATE, "agent-token", address)
        raise


def _room_token(issued: IssuedToken) -> RoomToken:
    return RoomToken(
        token=issued.token,
        url=issued.url,
        room_name=issued.room_name,
        identity=issued.identity,
        expires_at=issued.expires_at,
    )
