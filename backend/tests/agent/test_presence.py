"""The worker announces itself to the API for as long as it runs."""

import asyncio
import json

import httpx
import pytest

import presence
from agent_settings import AgentSettings
from app.config import LivekitCredentials
from app.platform.limits import Limits
from app.rooms.agent_access import AgentAccess
from interview_agent import make_server
from presence import Presence

CREDENTIALS = LivekitCredentials(url="ws://127.0.0.1:7880", api_key="key", api_secret="s" * 40)


class Api(httpx.AsyncBaseTransport):
    """Keeps the proofs; answers with each of ``statuses`` in turn (0: it is away), then with the last."""

    def __init__(self, *statuses: int) -> None:
        self.proofs: list[str] = []
        self._statuses = list(statuses)
        self.was_asked = asyncio.Semaphore(0)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/agent/presence"
        self.was_asked.release()
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        if status == 0:
            raise httpx.ConnectError("away")
        self.proofs.append(json.loads(request.content)["proof"])
        return httpx.Response(status)


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "ANNOUNCE_EVERY", presence.ANNOUNCE_EVERY / 1000)
    monkeypatch.setattr(presence, "AGAIN_AFTER_S", 0.002)


async def asked(api: Api, times: int) -> None:
    async with asyncio.timeout(10):
        for _ in range(times):
            await api.was_asked.acquire()


@pytest.mark.usefixtures("quickly")
async def test_it_goes_on_with_a_new_proof_each_time_that_the_api_takes() -> None:
    api = Api(204)
    announcing = Presence("http://api", CREDENTIALS, transport=api)
    announcing.begin("worker-1")
    await asked(api, 3)
    await announcing.aclose()
    access = AgentAccess(lambda: CREDENTIALS, Limits())
    for proof in api.proofs[:3]:
        await access.announced(proof)


@pytest.mark.usefixtures("quickly")
async def test_an_api_that_is_away_or_refuses_is_asked_again() -> None:
    api = Api(0, 0, 503, 401, 204)
    announcing = Presence("http://api", CREDENTIALS, transport=api)
    announcing.begin("worker-1")
    await asked(api, 6)
    await announcing.aclose()
    assert len(api.proofs) >= 4


@pytest.mark.usefixtures("quickly")
async def test_registered_once_more_it_still_announces_itself_once() -> None:
    api = Api(204)
    announcing = Presence("http://api", CREDENTIALS, transport=api)
    announcing.begin("worker-1")
    task = announcing._task
    announcing.begin("worker-2")
    assert announcing._task is task
    await announcing.aclose()


def test_the_agents_worker_announces_itself_when_it_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(Presence, "begin", lambda _self, worker_id, *_info: begun.append(worker_id))
    worker = make_server(AgentSettings(_env_file=None), CREDENTIALS)
    worker.emit("worker_registered", "worker-1", None)
    assert begun == ["worker-1"]
