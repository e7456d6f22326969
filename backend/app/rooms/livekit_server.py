"""The LiveKit server behind the port: rooms, dispatch and participants over its management API."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
from livekit.api import LiveKitAPI, ServerError
from livekit.protocol.agent import JobStatus
from livekit.protocol.agent_dispatch import AgentDispatch, CreateAgentDispatchRequest, RoomAgentDispatch
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    ListRoomsRequest,
)

from app.config import LivekitCredentials
from app.rooms.errors import LivekitNotConfigured, LivekitUnreachable
from app.rooms.names import is_candidate_of
from app.rooms.port import RoomView

# The page waits for a token before it falls back to text: the whole of an operation must end within this.
OPERATION_TIMEOUT_S = 2.5
CONNECT_TIMEOUT_S = 1.0

# A candidate whose network fails for some minutes finds the room still there.
DEPARTURE_TIMEOUT = timedelta(minutes=10)

_LIVE_JOBS = (JobStatus.JS_PENDING, JobStatus.JS_RUNNING)


class LivekitRoomServer:
    """``agent_name`` empty: the media server dispatches by itself, we never ask for an agent."""

    def __init__(self, credentials: Callable[[], LivekitCredentials | None], agent_name: str) -> None:
        """``credentials`` is asked at each call: `make run` may make the key after the API has started."""
        self._credentials = credentials
        self._agent_name = agent_name
        self._http: aiohttp.ClientSession | None = None

    async def open(self, room: str, *, session_id: str | None, empty_for: timedelta) -> None:
        async with self._operation() as livekit:
            existing = await livekit.room.list_rooms(ListRoomsRequest(names=[room]))
            if existing.rooms and session_id is not None and self._agent_name:
                # Agents named at creation are ignored for a room that exists already.
                await self._dispatch_if_nobody_comes(livekit, room, session_id)
                return
            await livekit.room.create_room(
                CreateRoomRequest(
                    name=room,
                    empty_timeout=round(empty_for.total_seconds()),
                    departure_timeout=round(min(empty_for, DEPARTURE_TIMEOUT).total_seconds()),
                    agents=self._agents(session_id),
                )
            )

    async def look(self, room: str, *, session_id: str) -> RoomView | None:
        async with self._operation() as livekit:
            if not (await livekit.room.list_rooms(ListRoomsRequest(names=[room]))).rooms:
                return None
            people = await self._people(livekit, room)
            has_agent = any(_is_agent(person) for person in people)
            return RoomView(
                has_candidate=any(
                    not _is_agent(person) and is_candidate_of(person.identity, session_id)
                    for person in people
                ),
                has_agent=has_agent,
                pending_dispatch=not has_agent and await self._is_somebody_coming(livekit, room),
            )

    async def dispatch(self, room: str, *, session_id: str) -> None:
        if not self._agent_name:
            return
        async with self._operation() as livekit:
            # Asked about a room that it does not have, the dispatch service answers only by its timeout.
            if (await livekit.room.list_rooms(ListRoomsRequest(names=[room]))).rooms:
                await livekit.agent_dispatch.create_dispatch(self._request(room, session_id))

    async def close(self, room: str) -> None:
        async with self._operation() as livekit:
            try:
                await livekit.room.delete_room(DeleteRoomRequest(room=room))
            except ServerError as error:
                if not _is_missing(error):
                    raise

    async def ping(self) -> None:
        async with self._operation() as livekit:
            await livekit.room.list_rooms(ListRoomsRequest(names=["interview-nobody"]))

    async def aclose(self) -> None:
        if self._http is not None:
            await self._http.close()

    def _agents(self, session_id: str | None) -> list[RoomAgentDispatch]:
        if session_id is None or not self._agent_name:
            return []
        return [RoomAgentDispatch(agent_name=self._agent_name, metadata=_job_metadata(session_id))]

    def _request(self, room: str, session_id: str) -> CreateAgentDispatchRequest:
        return CreateAgentDispatchRequest(
            agent_name=self._agent_name, room=room, metadata=_job_metadata(session_id)
        )

    async def _dispatch_if_nobody_comes(self, livekit: LiveKitAPI, room: str, session_id: str) -> None:
        if any(_is_agent(person) for person in await self._people(livekit, room)):
            return
        if not await self._is_somebody_coming(livekit, room):
            await livekit.agent_dispatch.create_dispatch(self._request(room, session_id))

    async def _people(self, livekit: LiveKitAPI, room: str) -> list[ParticipantInfo]:
        listed = await livekit.room.list_participants(ListParticipantsRequest(room=room))
        return [person for person in listed.participants if person.state != ParticipantInfo.DISCONNECTED]

    async def _is_somebody_coming(self, livekit: LiveKitAPI, room: str) -> bool:
        """Whether a worker has taken a job of ours and it has not ended."""
        try:
            dispatches = await livekit.agent_dispatch.list_dispatch(room)
        except ServerError as error:
            if _is_missing(error):
                return False
            raise
        return any(_has_live_job(dispatch) for dispatch in dispatches)

    @asynccontextmanager
    async def _operation(self) -> AsyncIterator[LiveKitAPI]:
        """A client for a few calls; whatever goes wrong in them is LivekitUnreachable, and soon."""
        credentials = self._credentials()
        if credentials is None:
            raise LivekitNotConfigured
        if self._http is None:
            self._http = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=OPERATION_TIMEOUT_S, connect=CONNECT_TIMEOUT_S)
            )
        livekit = LiveKitAPI(
            credentials.url,
            credentials.api_key,
            credentials.api_secret.get_secret_value(),
            session=self._http,
        )
        try:
            async with asyncio.timeout(OPERATION_TIMEOUT_S):
                yield livekit
        except (ServerError, aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise LivekitUnreachable from error


def _job_metadata(session_id: str) -> str:
    """Nothing secret: whoever may administer the room can read it."""
    return json.dumps({"session_id": session_id})


def _is_agent(person: ParticipantInfo) -> bool:
    return bool(person.kind == ParticipantInfo.AGENT)


def _has_live_job(dispatch: AgentDispatch) -> bool:
    return any(job.state.status in _LIVE_JOBS for job in dispatch.state.jobs)


def _is_missing(error: ServerError) -> bool:
    return bool(error.code == "not_found" or error.status == 404)
