"""Health says whether an agent is there before anybody needs one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from fakes.clock import TickingClock
from fastapi import FastAPI
from livekit.agents import AgentServer, JobContext, JobExecutorType

from app.config import LivekitCredentials
from app.platform.limits import Limits
from app.rooms.agent_access import AgentAccess, sign_presence, sign_proof
from app.rooms.errors import AgentProofRefused
from app.rooms.presence import ANNOUNCE_EVERY, UNKNOWN_FOR, AgentPresence
from presence import Presence
from tests.media_server import MediaServer

CREDENTIALS = LivekitCredentials(url="ws://127.0.0.1:7880", api_key="key", api_secret="s" * 40)


@pytest.fixture(params=["in process", "redis"])
async def limits(request: pytest.FixtureRequest) -> AsyncIterator[Limits]:
    made = Limits(None if request.param == "in process" else request.getfixturevalue("redis_url"))
    yield made
    await made.aclose()


async def test_it_is_unknown_for_some_seconds_and_then_nobody_is_there(clock: TickingClock) -> None:
    presence = AgentPresence(Limits(), clock)
    assert await presence.is_there() is None
    clock.ahead += UNKNOWN_FOR
    assert await presence.is_there() is False


async def test_an_agent_that_was_missed_is_not_there_however_early(clock: TickingClock) -> None:
    presence = AgentPresence(Limits(), clock)
    presence.missed()
    assert await presence.is_there() is False
    await presence.seen()
    assert await presence.is_there() is True


async def test_an_agent_is_there_while_it_says_so_and_gone_half_a_minute_after(
    limits: Limits, clock: TickingClock
) -> None:
    clock.ahead += timedelta(days=30)  # no span of another test in the same Redis
    presence = AgentPresence(limits, clock)
    for _ in range(8):
        await presence.seen()
        clock.ahead += ANNOUNCE_EVERY
        assert await presence.is_there() is True
    clock.ahead += timedelta(seconds=30)
    assert await presence.is_there() is False


async def test_what_one_replica_has_heard_the_other_knows(redis_url: str, clock: TickingClock) -> None:
    one, other = Limits(redis_url), Limits(redis_url)
    clock.ahead += timedelta(days=400)
    await AgentPresence(one, clock).seen()
    assert await AgentPresence(other, clock).is_there() is True
    await one.aclose()
    await other.aclose()


async def test_a_workers_word_opens_no_interview_and_a_jobs_proof_is_no_workers_word() -> None:
    access = AgentAccess(lambda: CREDENTIALS, Limits())
    secret = CREDENTIALS.api_secret.get_secret_value()
    with pytest.raises(AgentProofRefused):
        await access.redeem(sign_presence("key", secret, "s1"))
    with pytest.raises(AgentProofRefused):
        await access.announced(sign_proof("key", secret, "s1"))


async def test_a_workers_word_is_taken_once_and_not_from_others() -> None:
    access = AgentAccess(lambda: CREDENTIALS, Limits())
    proof = sign_presence("key", CREDENTIALS.api_secret.get_secret_value(), "worker")
    await access.announced(proof)
    for refused in (proof, sign_presence("key", "another secret " * 3, "worker"), "nonsense"):
        with pytest.raises(AgentProofRefused):
            await access.announced(refused)


@pytest.mark.media_server
async def test_health_says_within_seconds_that_an_agent_is_there(
    client: httpx.AsyncClient, media_server: MediaServer, clock: TickingClock
) -> None:
    async def registered() -> bool | None:
        answer: bool | None = (await client.get("/livekit/health")).json()["agent_registered"]
        return answer

    assert await registered() is None
    clock.ahead += UNKNOWN_FOR
    assert await registered() is False
    secret = media_server.credentials.api_secret.get_secret_value()
    proof = sign_presence(media_server.credentials.api_key, secret, "worker", now=clock())
    assert (await client.post("/agent/presence", json={"proof": proof})).status_code == 204
    assert await registered() is True
    refused = await client.post("/agent/presence", json={"proof": proof})
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/agent-proof-refused")
    clock.ahead += timedelta(minutes=1)
    assert await registered() is False


@pytest.mark.media_server
async def test_a_worker_that_the_media_server_has_registered_is_known_before_any_interview(
    app: FastAPI, client: httpx.AsyncClient, media_server: MediaServer
) -> None:
    credentials = media_server.credentials
    worker = AgentServer(
        ws_url=credentials.url,
        api_key=credentials.api_key,
        api_secret=credentials.api_secret.get_secret_value(),
        job_executor_type=JobExecutorType.THREAD,
        num_idle_processes=0,
        port=0,
    )

    @worker.rtc_session(agent_name="asked-by-nobody")
    async def no_job(context: JobContext) -> None:
        """None is dispatched."""

    announcing = Presence("http://localhost:8000", credentials, transport=httpx.ASGITransport(app))
    worker.on("worker_registered", announcing.begin)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(30):
        while not (await client.get("/livekit/health")).json()["agent_registered"]:
            await asyncio.sleep(0.05)
    await announcing.aclose()
    await worker.aclose()
    await running
