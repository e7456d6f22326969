"""API and agent as processes of their own, beside a real media server."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
from livekit.api import LiveKitAPI
from livekit.protocol.agent_dispatch import CreateAgentDispatchRequest
from media_server import MediaServer, free_ports

BACKEND = Path(__file__).resolve().parents[2]


class Stack:
    """API and agent as processes of their own, as `make run` starts them."""

    def __init__(self, server: MediaServer, folder: Path, **settings: str) -> None:
        (port,), _ = free_ports(tcp=1, udp=0)
        self.url = f"http://127.0.0.1:{port}"
        self._port = port
        self._folder = folder
        self._server = server
        self._media_port = urlsplit(server.url).port
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("OPENAI")},
            "HIRECOACH_STATE_DIR": str(folder),
            "HIRECOACH_API_URL": self.url,
            "LIVEKIT_URL": server.url,
            "LIVEKIT_API_KEY": server.credentials.api_key,
            "LIVEKIT_API_SECRET": server.credentials.api_secret.get_secret_value(),
            **settings,
        }
        self._processes: list[subprocess.Popen[bytes]] = []
        self._agents = 0
        self.agent: subprocess.Popen[bytes]

    async def start(self) -> None:
        arguments = ("-m", "uvicorn", "app.main:app", "--host", "127.0.0.1", "--port", str(self._port))
        self._spawn("api", BACKEND, *arguments)
        await self.start_agent()
        async with httpx.AsyncClient(base_url=self.url) as http:
            await _answered(http)

    async def start_agent(self) -> None:
        """Returns when the worker is registered, its models loaded."""
        self._agents += 1
        name = f"agent-{self._agents}"
        self.agent = self._spawn(name, BACKEND / "livekit-voice-agent", "interview_agent.py", "start")
        async with asyncio.timeout(150):
            while "registered worker" not in self._log(name):
                await asyncio.sleep(0.2)

    async def ensure_agent(self) -> None:
        """One is there, whatever an earlier test did to it."""
        if self.agent.poll() is not None:
            await self.start_agent()

    def agent_log(self) -> str:
        """What all agents wrote so far."""
        return "".join(self._log(f"agent-{number}") for number in range(1, self._agents + 1))

    def _log(self, name: str) -> str:
        return (self._folder / f"{name}.log").read_text()

    async def dispatch(self, room: str, session_id: str) -> None:
        """Ask for an agent, whoever is in the room already."""
        credentials = self._server.credentials
        secret = credentials.api_secret.get_secret_value()
        async with LiveKitAPI(self._server.http_url, credentials.api_key, secret) as livekit:
            wanted = CreateAgentDispatchRequest(
                agent_name="interviewer", room=room, metadata=json.dumps({"session_id": session_id})
            )
            await livekit.agent_dispatch.create_dispatch(wanted)

    def kill_agent(self) -> None:
        """As a crash does: everything of it at once, nobody is asked."""
        parent = psutil.Process(self.agent.pid)
        for process in [*parent.children(recursive=True), parent]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        self.agent.wait()

    def kill_job(self) -> None:
        """The process that holds the room dies; the worker and its spare process live on."""
        for process in psutil.Process(self.agent.pid).children(recursive=True):
            ports = {connection.raddr.port for connection in process.net_connections() if connection.raddr}
            if self._media_port in ports:  # only the process of a job is in a room
                process.kill()
                return
        raise AssertionError("no job is running")

    def interrupt_agent(self) -> float:
        """Ctrl+C. Return the seconds until nothing of the agent is left; TimeoutError after 20 s."""
        worker = psutil.Process(self.agent.pid)
        processes = [worker, *worker.children(recursive=True)]
        began = time.monotonic()
        self.agent.send_signal(signal.SIGINT)
        while any(_is_alive(process) for process in processes):
            if time.monotonic() - began > 20:
                raise TimeoutError(
                    f"still running: {[process for process in processes if _is_alive(process)]}"
                )
            self.agent.poll()
            time.sleep(0.05)
        return time.monotonic() - began

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.send_signal(signal.SIGINT)
        for process in self._processes:
            process.wait(15)

    def _spawn(self, name: str, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                (sys.executable, *arguments), cwd=folder, env=self._env, stdout=log, stderr=subprocess.STDOUT
            )
        self._processes.append(process)
        return process


def _is_alive(process: psutil.Process) -> bool:
    """A zombie has ended; whoever inherited it has not asked how."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def _answered(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(60):
        while True:
            with contextlib.suppress(httpx.TransportError):
                if (await http.get("/health/live")).is_success:
                    return
            await asyncio.sleep(0.1)
