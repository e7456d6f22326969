"""The LiveKit server behind the port: rooms, dispatch and participants over its management API."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from http import HTTPStatus

import aiohttp
from livekit.api import LiveKitAPI, ServerError, VideoGrants
from livekit.protocol.agent_dispatch import CreateAgentDispatchRequest, RoomAgentDispatch
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.room import (
    CreateRoomRequest,
    DeleteRoomRequest,
    ListParticipantsRequest,
    ListRoomsRequest,
    PerformRpcRequest,
    PerformRpcResponse,
    RoomParticipantIdentity,
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

PING_METHOD = "hirecoach.ping"
PING_TIMEOUT_MS = 1_000
# About a participant that it does not have, the server says nothing for three seconds.
PING_GIVEN_UP_S = 1.15
# LiveKit's RPC error codes: connection timeout, response timeout, recipient disconnected in flight.
_NO_ANSWER = (1501, 1502, 1503)


class LivekitRoomServer:
    """``agent_name`` empty: the media server dispatches by itself, we never ask for an agent."""

    def __init__(self, credentials: Callable[[], LivekitCredentials | None], agent_name: str) -> None:
        """``credentials`` is asked at each call: `make run` may make the key after the API has started."""
        self._credentials = credentials
        self._agent_name = agent_name
        self._http: aiohttp.ClientSession | None = None

    async def open(self, room: str, *, session_id: str | None, empty_for: timedelta) -> bool:
        async with self._operation() as livekit:
            if await _exists(livekit, room):
                return False  # agents named now would be ignored
            await livekit.room.create_room(
                CreateRoomRequest(
                    name=room,
                    empty_timeout=round(empty_for.total_seconds()),
                    departure_timeout=round(min(empty_for, DEPARTURE_TIMEOUT).total_seconds()),
                    agents=self._agents(session_id),
                )
            )
            return True

    async def look(self, room: str, *, session_id: str) -> RoomView | None:
        async with self._operation() as livekit:
            if not await _exists(livekit, room):
                return None
            listed = await livekit.room.list_participants(ListParticipantsRequest(room=room))
            present = [
                person for person in listed.participants if person.state != ParticipantInfo.DISCONNECTED
            ]
            return RoomView(
                has_candidate=any(
                    not _is_agent(person) and is_candidate_of(person.identity, session_id)
                    for person in present
                ),
                agents=frozenset(person.identity for person in present if _is_agent(person)),
            )

    async def answers(self, room: str, agent: str) -> bool:
        async with self._operation() as livekit:
            try:
                return await self._ping(livekit, room, agent)
            except ServerError as error:
                if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise
                return True  # a server that cannot ask (LiveKit before 1.9) says nothing about the agent

    async def remove(self, room: str, agent: str) -> None:
        async with self._operation() as livekit:
            try:
                await livekit.room.remove_participant(RoomParticipantIdentity(room=room, identity=agent))
            except ServerError as error:
                if not _is_missing(error):
                    raise

    async def dispatch(self, room: str, *, session_id: str) -> None:
        if not self._agent_name:
            return
        async with self._operation() as livekit:
            # Asked about a room that it does not have, the dispatch service answers only by its timeout.
            if await _exists(livekit, room):
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

    async def _ping(self, livekit: LiveKitAPI, room: str, agent: str) -> bool:
        """Call a method that the agent need not have: "not supported" is an answer, too.

        The answer comes from the agent's LiveKit library (5 to 10 ms on one machine) without its Python.
        """
        try:
            async with asyncio.timeout(PING_GIVEN_UP_S):
                await livekit.room._client.request(
                    "RoomService",
                    "PerformRpc",
                    PerformRpcRequest(
                        room=room,
                        destination_identity=agent,
                        method=PING_METHOD,
                        response_timeout_ms=PING_TIMEOUT_MS,
                    ),
                    # livekit-api 1.2 has the message, but no method of its own for this call yet.
                    livekit.room._auth_header(VideoGrants(room_admin=True, room=room)),
                    PerformRpcResponse,
                )
        except TimeoutError:
            return False
        except ServerError as error:
            if any(f"RpcError {code}" in error.message for code in _NO_ANSWER):
                return False
            if "RpcError" in error.message:
                return True
            raise
        return True

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


async def _exists(livekit: LiveKitAPI, room: str) -> bool:
    return bool((await livekit.room.list_rooms(ListRoomsRequest(names=[room]))).rooms)


def _is_missing(error: ServerError) -> bool:
    return bool(error.code == "not_found" or error.status == HTTPStatus.NOT_FOUND)
