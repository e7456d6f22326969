"""The app beside a real media server, and small agents in processes of their own."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from livekit import rtc

from app.config import Settings
from tests.media_server import MediaServer

AGENT_NAME = "interviewer"
TINY_AGENT = Path(__file__).with_name("tiny_agent.py")
# Starting a worker and its first idle process takes ten seconds and more while other tests run.
AGENT_START_TIMEOUT_S = 60.0


@dataclass
class TinyAgents:
    """A worker with its jobs; ``jobs`` grows by one line of JSON for each job that joined."""

    process: subprocess.Popen[str]
    jobs: list[dict[str, Any]] = field(default_factory=list)
    is_registered: threading.Event = field(default_factory=threading.Event)
    processes: int = 0  # that were ready for a job

    async def wait_for_idle_process(self, timeout_s: float) -> None:
        """Until the worker has one more than it has had jobs: the next job need not wait for its start."""
        async with asyncio.timeout(timeout_s):
            while self.processes <= len(self.jobs):
                await asyncio.sleep(0.05)

    def jobs_of(self, room: str) -> list[dict[str, Any]]:
        return [job for job in self.jobs if job["room"] == room]

    async def wait_for_job(self, room: str, count: int, timeout_s: float) -> dict[str, Any]:
        deadline = time.monotonic() + timeout_s
        while len(self.jobs_of(room)) < count:
            assert time.monotonic() < deadline, f"no job {count} for {room} within {timeout_s} s"
            await asyncio.sleep(0.02)
        return self.jobs_of(room)[count - 1]

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if '"registered worker"' in line:
                self.is_registered.set()
            if '"process initialized"' in line:
                self.processes += 1
            if line.startswith("JOB "):
                self.jobs.append(json.loads(line[4:]) | {"at": time.monotonic()})


@pytest.fixture(scope="session")
def tiny_agents(media_server: MediaServer) -> Iterator[TinyAgents]:
    """One worker named ``interviewer`` for all tests of this folder."""
    environment = os.environ | {
        "LIVEKIT_URL": media_server.url,
        "LIVEKIT_API_KEY": media_server.credentials.api_key,
        "LIVEKIT_API_SECRET": media_server.credentials.api_secret.get_secret_value(),
        "TINY_AGENT_NAME": AGENT_NAME,
    }
    process = subprocess.Popen(
        [sys.executable, str(TINY_AGENT)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    agents = TinyAgents(process)
    reader = threading.Thread(target=agents.read, daemon=True)
    reader.start()
    assert agents.is_registered.wait(AGENT_START_TIMEOUT_S), "the small agent did not register"
    yield agents
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)
    reader.join(timeout=5)
    assert process.stdout is not None
    process.stdout.close()


@pytest.fixture
def settings(settings: Settings, media_server: MediaServer, request: pytest.FixtureRequest) -> Settings:
    """Those of every test, with the real media server; an agent comes only to tests that ask for one."""
    credentials = media_server.credentials
    return settings.model_copy(
        update={
            "agent_name": AGENT_NAME if "tiny_agents" in request.fixturenames else "nobody",
            "livekit_url": credentials.url,
            "livekit_api_key": credentials.api_key,
            "livekit_api_secret": credentials.api_secret,
        }
    )


Connect = Callable[[str, str], Awaitable[rtc.Room]]


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Join rooms; left at the end, for a room that still reconnects aborts the interpreter when it exits."""
    joined: list[rtc.Room] = []

    async def join(url: str, token: str) -> rtc.Room:
        room = rtc.Room()
        joined.append(room)
        await room.connect(url, token)
        return room

    yield join
    for room in joined:
        await room.disconnect()


@pytest.fixture
async def session_id(client: httpx.AsyncClient) -> str:
    response = await client.post("/interview/start", json={"job_title": "Nurse", "question_count": 1})
    assert response.status_code == 201, response.text
    started: str = response.json()["session_id"]
    return started
