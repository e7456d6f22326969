"""The real API on a loopback port, for the agent to talk to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from pydantic import SecretStr

from app.config import LivekitCredentials, Settings
from app.main import create_app

CREDENTIALS = LivekitCredentials(
    url="ws://127.0.0.1:9", api_key="key", api_secret=SecretStr("a secret of more than 32 characters.")
)


@dataclass
class RunningApi:
    """``http`` is the candidate's page."""

    url: str
    http: httpx.AsyncClient

    async def start(self, **setup: Any) -> str:
        body = {"job_title": "Engineer", "question_count": 2, "patience": "quick", "participant_name": "Sam"}
        body |= {"follow_ups": False}
        response = await self.http.post("/interview/start", json={**body, **setup})
        assert response.status_code == 201, response.text
        return str(response.json()["session_id"])

    async def view(self, session_id: str) -> dict[str, Any]:
        return (await self.http.get(f"/interview/session/{session_id}")).json()  # type: ignore[no-any-return] # JSON


@contextlib.asynccontextmanager
async def running_api(state_dir: Path) -> AsyncIterator[RunningApi]:
    settings = Settings(
        _env_file=None,
        HIRECOACH_STATE_DIR=state_dir,
        livekit_url=CREDENTIALS.url,
        livekit_api_key=CREDENTIALS.api_key,
        livekit_api_secret=CREDENTIALS.api_secret,
        environment="test",
    )
    config = uvicorn.Config(
        create_app(settings), host="127.0.0.1", port=0, log_level="warning", lifespan="on"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, timeout=20) as http:
        yield RunningApi(url, http)
    server.should_exit = True
    await asyncio.wait_for(serving, 20)
