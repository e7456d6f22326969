"""Rooms for the API: tokens, connection checks, webhooks, health."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from livekit.api import TokenVerifier, WebhookReceiver
from livekit.protocol.webhook import WebhookEvent

from app.config import LivekitCredentials
from app.platform.clock import Clock, utc_now
from app.platform.errors import DomainError
from app.rooms.errors import LivekitNotConfigured, RoomsError, WebhookRefused
from app.rooms.names import candidate_identity, new_check_room_name, room_name, session_of_room
from app.rooms.port import RoomLedger, RoomServer
from app.rooms.presence import AgentPresence
from app.rooms.sweeper import RoomSweeper
from app.rooms.tokens import CANDIDATE_TOKEN_TTL, CHECK_TOKEN_TTL, candidate_token, check_token
from app.rooms.upkeep import AGENT_MAY_TAKE

# A candidate who asked for a token and reads the setup page once more still finds the room.
EMPTY_INTERVIEW_ROOM = timedelta(minutes=10)
EMPTY_CHECK_ROOM = timedelta(seconds=20)

# Anybody may ask how we are: however often they do, the media server is asked no more often than this.
PING_REMEMBERED_S = 2.0

_WITH_AND_WITHOUT_AGENT = {
    True: "The media server answers, and the interviewer is ready.",
    False: "The media server answers, but no interviewer has announced itself. Is the agent running?",
    None: "The media server answers. The interviewer may still be starting.",
}


@dataclass(frozen=True)
class IssuedToken:
    token: str
    url: str
    room_name: str
    identity: str
    expires_at: datetime


@dataclass(frozen=True)
class RoomHealth:
    """``agent_registered``: a worker has announced itself within half a minute; None for the API's first seconds."""

    url: str | None
    is_reachable: bool
    agent_registered: bool | None
    detail: str


class Rooms:
    def __init__(
        self,
        server: RoomServer,
        ledger: RoomLedger,
        credentials: Callable[[], LivekitCredentials | None],
        presence: AgentPresence,
        clock: Clock = utc_now,
    ) -> None:
        self._server = server
        self._ledger = ledger
        self._credentials = credentials
        self._clock = clock
        self.presence = presence
        self._check_rooms: set[asyncio.Task[None]] = set()
        self._ping: asyncio.Task[str | None] | None = None
        self._pinged_at_s = 0.0
        self.sweeper = RoomSweeper(server, ledger, clock, presence=presence)

    async def token(self, session_id: str, candidate_id: str, participant_name: str) -> IssuedToken:
        """Open the room and let the candidate in.

        Raises LivekitNotConfigured, LivekitUnreachable, and what the ledger says of the session.
        """
        # The session first: whose it is must not depend on whether there is a media server.
        admission = await self._ledger.admit(session_id, candidate_id, participant_name)
        credentials = self._require_credentials()
        room = room_name(session_id)
        is_new = await self._server.open(room, session_id=session_id, empty_for=EMPTY_INTERVIEW_ROOM)
        if is_new or self._should_ask_again(admission.opened_at):
            if not is_new:
                await self._ask_if_nobody_is_there(room, session_id)
            await self._ledger.opened(session_id)
        name = admission.participant_name
        return IssuedToken(
            token=candidate_token(credentials, session_id=session_id, participant_name=name),
            url=credentials.url,
            room_name=room,
            identity=candidate_identity(name, session_id),
            expires_at=self._clock() + CANDIDATE_TOKEN_TTL,
        )

    async def check_token(self) -> IssuedToken:
        """A room of its own for a minute, without agent. Raises LivekitNotConfigured, LivekitUnreachable."""
        credentials = self._require_credentials()
        room = new_check_room_name()
        await self._server.open(room, session_id=None, empty_for=EMPTY_CHECK_ROOM)
        closing = asyncio.create_task(self._close_check_room(room), name=f"close-{room}")
        self._check_rooms.add(closing)
        closing.add_done_callback(self._check_rooms.discard)
        return IssuedToken(
            token=check_token(credentials, room=room, identity=room),
            url=credentials.url,
            room_name=room,
            identity=room,
            expires_at=self._clock() + CHECK_TOKEN_TTL,
        )

    async def close(self, session_id: str) -> None:
        """Close the room at once, e.g. because the interview is being deleted, if the server can be had."""
        with contextlib.suppress(RoomsError):
            await self._server.close(room_name(session_id))

    async def health(self) -> RoomHealth:
        credentials = self._credentials()
        url = credentials.url if credentials else None
        if (away := await self.what_is_away()) is not None:
            return RoomHealth(url, False, None, away)
        is_there = await self.presence.is_there()
        return RoomHealth(url, True, is_there, _WITH_AND_WITHOUT_AGENT[is_there])

    async def what_is_away(self) -> str | None:
        """For readiness: a sentence when there is no media server, now or two seconds ago, else None."""
        is_over = self._ping is None or self._ping.done()
        if self._ping is None or (is_over and time.monotonic() - self._pinged_at_s >= PING_REMEMBERED_S):
            self._ping = asyncio.create_task(self._ping_server(), name="ping-media-server")
        # Shielded: whoever gives up waiting must not take the answer from the others.
        return await asyncio.shield(self._ping)

    async def _ping_server(self) -> str | None:
        try:
            await self._server.ping()
        except RoomsError as error:
            return error.detail
        finally:
            self._pinged_at_s = time.monotonic()
        return None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Look after the rooms as long as the API lives."""
        await self.sweeper.start()
        try:
            yield
        finally:
            await self.aclose()

    def webhook(self, body: str, authorization: str) -> WebhookEvent:
        """Check a call of the media server and look at the rooms. Raises WebhookRefused.

        An event is a hint only: whether it comes twice, late or never, the sweeper sees the room as it is.
        """
        credentials = self._credentials()
        if credentials is None:
            raise WebhookRefused
        verifier = TokenVerifier(credentials.api_key, credentials.api_secret.get_secret_value())
        try:
            event = WebhookReceiver(verifier).receive(body, authorization.removeprefix("Bearer "))
        except Exception as error:  # the receiver raises bare Exception, PyJWT's and protobuf's errors
            raise WebhookRefused from error
        if session_of_room(event.room.name) is not None:
            self.sweeper.nudge()
        return event

    async def aclose(self) -> None:
        own = [*self._check_rooms, *([self._ping] if self._ping is not None else [])]
        for task in own:
            task.cancel()
        await asyncio.gather(*own, return_exceptions=True)
        await self.sweeper.aclose()
        await self._server.aclose()

    def _require_credentials(self) -> LivekitCredentials:
        credentials = self._credentials()
        if credentials is None:
            raise LivekitNotConfigured
        return credentials

    def _should_ask_again(self, opened_at: datetime | None) -> bool:
        """A page that asks twice in a second (a refresh) must not bring two agents."""
        return opened_at is None or self._clock() - opened_at >= AGENT_MAY_TAKE

    async def _ask_if_nobody_is_there(self, room: str, session_id: str) -> None:
        view = await self._server.look(room, session_id=session_id)
        if view is not None and not view.agents:
            await self._server.dispatch(room, session_id=session_id)

    async def _close_check_room(self, room: str) -> None:
        await asyncio.sleep(CHECK_TOKEN_TTL.total_seconds())
        with contextlib.suppress(DomainError):
            await self._server.close(room)
