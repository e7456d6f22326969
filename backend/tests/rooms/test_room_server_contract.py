"""One suite for the port: the fake and the real LiveKit server behave alike."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fakes.room_server import FakeRoomServer
from livekit import rtc
from pydantic import SecretStr

from app.config import LivekitCredentials
from app.rooms.errors import LivekitNotConfigured, LivekitUnreachable
from app.rooms.livekit_server import LivekitRoomServer
from app.rooms.port import RoomServer, RoomView
from app.rooms.tokens import candidate_token
from tests.media_server import MediaServer, free_ports

EMPTY_FOR = timedelta(minutes=10)


@pytest.fixture(params=["fake", pytest.param("livekit", marks=pytest.mark.media_server)])
async def server(request: pytest.FixtureRequest) -> AsyncIterator[RoomServer]:
    made: RoomServer
    if request.param == "fake":
        made = FakeRoomServer()
    else:
        running: MediaServer = request.getfixturevalue("media_server")
        made = LivekitRoomServer(lambda: running.credentials, "interviewer")
    yield made
    await made.aclose()


@pytest.fixture
def session_id() -> str:
    return uuid4().hex


async def test_a_room_is_made_once(server: RoomServer, session_id: str) -> None:
    room = f"interview-{session_id}"
    assert await server.look(room, session_id=session_id) is None
    assert await server.open(room, session_id=session_id, empty_for=EMPTY_FOR) is True
    assert await server.open(room, session_id=session_id, empty_for=EMPTY_FOR) is False
    assert await server.look(room, session_id=session_id) == RoomView(False, frozenset())


async def test_a_closed_room_is_gone_and_closing_again_is_no_error(
    server: RoomServer, session_id: str
) -> None:
    room = f"interview-{session_id}"
    await server.open(room, session_id=session_id, empty_for=EMPTY_FOR)
    await server.close(room)
    await server.close(room)
    assert await server.look(room, session_id=session_id) is None


async def test_a_room_that_is_not_there_is_no_error(server: RoomServer) -> None:
    started = time.monotonic()
    await server.dispatch("interview-nowhere", session_id="nowhere")
    await server.remove("interview-nowhere", "agent-1")
    await server.ping()
    assert time.monotonic() - started < 2


async def test_an_agent_that_is_not_there_does_not_answer(server: RoomServer, session_id: str) -> None:
    room = f"interview-{session_id}"
    await server.open(room, session_id=session_id, empty_for=EMPTY_FOR)
    assert await server.answers(room, "agent-nobody") is False


@pytest.mark.media_server
async def test_a_candidate_in_the_room_is_seen_and_sent_out_when_it_closes(
    media_server: MediaServer, session_id: str
) -> None:
    server = LivekitRoomServer(lambda: media_server.credentials, "")
    room_name = f"interview-{session_id}"
    await server.open(room_name, session_id=session_id, empty_for=EMPTY_FOR)
    room = rtc.Room()
    token = candidate_token(media_server.credentials, session_id=session_id, participant_name="Zoë 😀" * 16)
    await room.connect(media_server.url, token)
    assert await server.look(room_name, session_id=session_id) == RoomView(True, frozenset())
    assert await server.look(room_name, session_id="another") == RoomView(False, frozenset())
    await server.close(room_name)
    await room.disconnect()
    await server.aclose()


async def test_no_media_server_configured_is_said_at_once() -> None:
    with pytest.raises(LivekitNotConfigured):
        await LivekitRoomServer(lambda: None, "interviewer").ping()


def _credentials(**changes: Any) -> LivekitCredentials:
    (port,), _ = free_ports(tcp=1, udp=0)
    given = {"url": f"ws://127.0.0.1:{port}", "api_key": "key", "api_secret": SecretStr("s" * 40)}
    return LivekitCredentials(**(given | changes))


async def test_a_media_server_that_is_away_is_said_within_three_seconds() -> None:
    server = LivekitRoomServer(_credentials, "interviewer")
    started = time.monotonic()
    with pytest.raises(LivekitUnreachable):
        await server.open("interview-1", session_id="1", empty_for=EMPTY_FOR)
    assert time.monotonic() - started < 3
    await server.aclose()


@pytest.mark.media_server
async def test_a_media_server_that_refuses_our_key_is_unreachable(media_server: MediaServer) -> None:
    server = LivekitRoomServer(lambda: _credentials(url=media_server.url), "interviewer")
    with pytest.raises(LivekitUnreachable):
        await server.ping()
    await server.aclose()
