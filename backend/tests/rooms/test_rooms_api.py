"""Rooms over HTTP, against the real media server."""

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import jwt
import pytest
from fastapi import FastAPI
from livekit import api, rtc
from livekit.protocol.room import ListRoomsRequest

from app.config import Settings
from app.dependencies import Container
from app.identity.port import Identity
from app.main import Adapters, create_app
from app.rooms.agent_access import sign_proof
from tests.media_server import MediaServer
from tests.rooms.conftest import AGENT_START_TIMEOUT_S, Connect, TinyAgents

pytestmark = pytest.mark.media_server


async def _token(client: httpx.AsyncClient, session_id: str, name: str = "Ada") -> dict[str, Any]:
    response = await client.post("/livekit/token", json={"session_id": session_id, "participant_name": name})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def _finish(client: httpx.AsyncClient, session_id: str) -> None:
    response = await client.post("/interview/finish", json={"session_id": session_id})
    assert response.status_code == 200, response.text


def _type(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["type"]


async def test_a_token_lets_the_candidate_into_the_room(
    client: httpx.AsyncClient, connect: Connect, session_id: str, media_server: MediaServer
) -> None:
    issued = await _token(client, session_id)
    assert issued["room_name"] == f"interview-{session_id}"
    assert issued["identity"] == f"Ada-{session_id}"
    assert issued["url"] == media_server.url
    room = await connect(issued["url"], issued["token"])
    assert room.name == f"interview-{session_id}"
    assert room.local_participant.identity == f"Ada-{session_id}"


async def test_the_room_stays_for_ten_minutes_when_nobody_comes(
    client: httpx.AsyncClient, session_id: str, media_server: MediaServer
) -> None:
    await _token(client, session_id)
    credentials = media_server.credentials
    async with api.LiveKitAPI(
        credentials.url, credentials.api_key, credentials.api_secret.get_secret_value()
    ) as livekit:
        listed = await livekit.room.list_rooms(ListRoomsRequest(names=[f"interview-{session_id}"]))
    assert [(room.empty_timeout, room.departure_timeout) for room in listed.rooms] == [(600, 600)]


async def test_the_first_name_that_was_given_stays(client: httpx.AsyncClient, session_id: str) -> None:
    await _token(client, session_id, "Ada")
    assert (await _token(client, session_id, "Grace"))["identity"] == f"Ada-{session_id}"
    view = (await client.get(f"/interview/session/{session_id}")).json()
    assert view["participant_name"] == "Ada"


async def test_a_token_opens_no_other_room(
    client: httpx.AsyncClient, connect: Connect, session_id: str
) -> None:
    other = (await client.post("/interview/start", json={"job_title": "Cook"})).json()["session_id"]
    await _token(client, other)
    issued = await _token(client, session_id)
    room = await connect(issued["url"], issued["token"])
    # The room is the token's, whatever the client would like: two interviews never meet.
    assert room.name == f"interview-{session_id}"
    assert not room.remote_participants


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"session_id": "x"},
        {"session_id": "x", "participant_name": ""},
        {"session_id": "x", "participant_name": "   "},
        {"session_id": "x", "participant_name": "a" * 81},
        {"session_id": "x", "participant_name": "a\x00b"},
        {"session_id": 1, "participant_name": "Ada"},
        {"session_id": "x", "participant_name": "Ada", "room_name": "interview-other"},
    ],
)
async def test_a_malformed_request_is_refused_by_field(
    client: httpx.AsyncClient, body: dict[str, Any]
) -> None:
    response = await client.post("/livekit/token", json=body)
    assert _type(response) == (422, "/problems/validation")


async def test_an_unknown_session_is_not_found(client: httpx.AsyncClient) -> None:
    response = await client.post("/livekit/token", json={"session_id": "nope", "participant_name": "Ada"})
    assert _type(response) == (404, "/problems/session-not-found")


async def test_somebody_elses_session_is_not_found(
    client: httpx.AsyncClient, container: Container, session_id: str
) -> None:
    class SomebodyElse:
        name = "open"

        async def identify(self, bearer: str | None) -> Identity:
            return Identity("elsewhere", "somebody-else")

        async def aclose(self) -> None:
            """Nothing is held open."""

    container.identity = SomebodyElse()
    response = await client.post("/livekit/token", json={"session_id": session_id, "participant_name": "Eve"})
    assert _type(response) == (404, "/problems/session-not-found")


async def test_a_finished_interview_has_no_room(client: httpx.AsyncClient, session_id: str) -> None:
    await _finish(client, session_id)
    response = await client.post("/livekit/token", json={"session_id": session_id, "participant_name": "Ada"})
    assert _type(response) == (409, "/problems/session-finished")


async def test_the_room_is_closed_when_the_interview_is_finished(
    client: httpx.AsyncClient, connect: Connect, session_id: str
) -> None:
    issued = await _token(client, session_id)
    room = await connect(issued["url"], issued["token"])
    reason: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    room.on("disconnected", reason.set_result)
    await _finish(client, session_id)
    assert await asyncio.wait_for(reason, 8) == rtc.DisconnectReason.ROOM_DELETED
    with pytest.raises(rtc.ConnectError):
        await connect(issued["url"], issued["token"])


async def test_a_deleted_interviews_room_is_closed_at_once(
    client: httpx.AsyncClient, container: Container, session_id: str
) -> None:
    await _token(client, session_id)
    assert (await client.delete(f"/interview/session/{session_id}")).status_code == 204
    server = container.rooms._server
    assert await server.look(f"interview-{session_id}", session_id=session_id) is None


async def test_the_connection_check_has_a_room_of_its_own_without_agent(
    client: httpx.AsyncClient, connect: Connect, tiny_agents: TinyAgents
) -> None:
    response = await client.post("/livekit/check-token")
    assert response.status_code == 200, response.text
    issued = response.json()
    assert issued["room_name"].startswith("interview-check-")
    await connect(issued["url"], issued["token"])
    await asyncio.sleep(1)
    assert not tiny_agents.jobs_of(issued["room_name"])


async def test_health_says_what_is_there(client: httpx.AsyncClient, media_server: MediaServer) -> None:
    health = (await client.get("/livekit/health")).json()
    assert health == health | {
        "livekit_installed": True,
        "livekit_configured": True,
        "url": media_server.url,
        "server_reachable": True,
    }


async def test_the_agent_is_dispatched_with_the_session_and_nothing_else(
    client: httpx.AsyncClient, connect: Connect, session_id: str, tiny_agents: TinyAgents
) -> None:
    issued = await _token(client, session_id)
    await connect(issued["url"], issued["token"])
    job = await tiny_agents.wait_for_job(issued["room_name"], 1, AGENT_START_TIMEOUT_S)
    assert json.loads(job["metadata"]) == {"session_id": session_id}
    await _token(client, session_id)  # a refresh brings no second agent
    await asyncio.sleep(1)
    assert len(tiny_agents.jobs_of(issued["room_name"])) == 1


async def test_a_finished_interview_gets_no_agent_again(
    client: httpx.AsyncClient, session_id: str, tiny_agents: TinyAgents
) -> None:
    issued = await _token(client, session_id)
    await _finish(client, session_id)
    await asyncio.sleep(4)
    assert len(tiny_agents.jobs_of(issued["room_name"])) <= 1


async def test_without_media_server_the_answer_names_the_variables(
    settings: Settings, adapters: Adapters, client_of: Any
) -> None:
    bare = settings.model_copy(
        update={"livekit_url": None, "livekit_api_key": None, "livekit_api_secret": None}
    )
    async with _running(create_app(bare, adapters), client_of) as client:
        response = await _token_response(client)
        health = (await client.get("/livekit/health")).json()
    assert _type(response) == (503, "/problems/livekit-not-configured")
    assert "LIVEKIT_API_SECRET" in response.json()["detail"]
    assert health["livekit_configured"] is False
    assert health["url"] is None


async def test_a_media_server_that_is_away_is_said_quickly_and_its_return_is_noticed(
    settings: Settings, adapters: Adapters, client_of: Any, own_media_server: Any
) -> None:
    server: MediaServer = own_media_server()
    own = settings.model_copy(
        update={
            "livekit_url": server.url,
            "livekit_api_key": server.credentials.api_key,
            "livekit_api_secret": server.credentials.api_secret,
        }
    )
    async with _running(create_app(own, adapters), client_of) as client:
        server.stop()
        started = time.monotonic()
        away = await _token_response(client)
        assert time.monotonic() - started < 3
        assert _type(away) == (503, "/problems/livekit-unreachable")
        assert "Retry-After" in away.headers
        await asyncio.to_thread(server.start)
        assert (await _token_response(client)).status_code == 200


async def _token_response(client: httpx.AsyncClient) -> httpx.Response:
    session_id = (await client.post("/interview/start", json={"job_title": "Nurse"})).json()["session_id"]
    return await client.post("/livekit/token", json={"session_id": session_id, "participant_name": "Ada"})


@asynccontextmanager
async def _running(app: FastAPI, client_of: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


# --- the agent's token ---------------------------------------------------------------------------------


async def test_an_agent_swaps_its_proof_and_sees_its_session_only(
    client: httpx.AsyncClient, session_id: str, media_server: MediaServer
) -> None:
    secret = media_server.credentials.api_secret.get_secret_value()
    proof = sign_proof(media_server.credentials.api_key, secret, session_id)
    issued = await client.post("/agent/token", json={"proof": proof})
    assert issued.status_code == 200, issued.text
    headers = {"Authorization": f"Bearer {issued.json()['access_token']}"}
    assert (await client.get(f"/interview/session/{session_id}", headers=headers)).status_code == 200
    other = (await client.post("/interview/start", json={"job_title": "Cook"})).json()["session_id"]
    response = await client.get(f"/interview/session/{other}", headers=headers)
    assert _type(response) == (404, "/problems/session-not-found")
    again = await client.post("/agent/token", json={"proof": proof})
    assert _type(again) == (401, "/problems/agent-proof-refused")


# --- webhooks -------------------------------------------------------------------------------------------


def _signed(body: bytes, media_server: MediaServer, **changes: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": media_server.credentials.api_key,
        "exp": now + 60,
        "sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
    } | changes
    return jwt.encode(claims, media_server.credentials.api_secret.get_secret_value(), algorithm="HS256")


BODY = json.dumps({"event": "participant_left", "room": {"name": "interview-1"}, "id": "EV_1"}).encode()


async def test_a_signed_webhook_is_taken_and_taken_twice(
    client: httpx.AsyncClient, media_server: MediaServer
) -> None:
    headers = {"Authorization": _signed(BODY, media_server), "Content-Type": "application/webhook+json"}
    for _ in range(2):
        assert (await client.post("/livekit/webhook", content=BODY, headers=headers)).status_code == 204


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        (BODY + b" ", {}),
        (BODY, {"iss": "another-key"}),
        (BODY, {"exp": 1_000_000}),
        (BODY, {"sha256": ""}),
        (BODY, {"sha256": "not base64!"}),
    ],
)
async def test_a_webhook_with_another_signature_is_refused(
    client: httpx.AsyncClient, media_server: MediaServer, body: bytes, changes: dict[str, Any]
) -> None:
    headers = {"Authorization": _signed(BODY, media_server, **changes)}
    response = await client.post("/livekit/webhook", content=body, headers=headers)
    assert _type(response) == (401, "/problems/webhook-refused")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"x" * 300_000])
async def test_nonsense_at_the_webhook_is_refused(client: httpx.AsyncClient, content: bytes) -> None:
    response = await client.post("/livekit/webhook", content=content)
    assert _type(response) == (401, "/problems/webhook-refused")


async def test_tokens_are_limited_per_candidate(
    settings: Settings, adapters: Adapters, client_of: Any
) -> None:
    strict = settings.model_copy(update={"rate_limit_token": "2/minute"})
    async with _running(create_app(strict, adapters), client_of) as client:
        answers = [await client.post("/livekit/check-token") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[2].json()["type"] == "/problems/too-many-requests"
