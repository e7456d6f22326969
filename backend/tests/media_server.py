"""Fixture ``media_server``: the real LiveKit server on free loopback ports.

Use it by ``from tests.media_server import media_server`` in a conftest. No binary: a skip says how to get it.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from app.config import LivekitCredentials
from app.rooms.media_server import configuration, ensure_credentials, write_configuration

PINNED_BINARY = "livekit-server-v1.13.5"
START_TIMEOUT_S = 20.0
HOW_TO_GET_IT = (
    "media server absent: `make run` builds it once, or set HIRECOACH_MEDIA_SERVER to livekit-server"
)


def find_binary() -> Path | None:
    """$HIRECOACH_MEDIA_SERVER, else livekit-server on PATH, else the one that ``make run`` built."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    for place in (
        os.environ.get("HIRECOACH_MEDIA_SERVER"),
        shutil.which("livekit-server"),
        cache / "hirecoach" / PINNED_BINARY,
    ):
        if place and Path(place).is_file():
            return Path(place)
    return None


def free_ports(tcp: int, udp: int) -> tuple[list[int], list[int]]:
    """Ports that are free now; asked for together, so that no two are the same."""
    with ExitStack() as held:

        def reserve(kind: socket.SocketKind) -> int:
            probe = held.enter_context(socket.socket(socket.AF_INET, kind))
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
            return port

        return (
            [reserve(socket.SOCK_STREAM) for _ in range(tcp)],
            [reserve(socket.SOCK_DGRAM) for _ in range(udp)],
        )


@dataclass
class MediaServer:
    """A running server; ``stop`` and ``start`` play an outage on the same ports."""

    credentials: LivekitCredentials
    config_file: Path
    binary: Path
    directory: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return self.credentials.url

    @property
    def http_url(self) -> str:
        return self.url.replace("ws://", "http://", 1)

    @property
    def log(self) -> Path:
        return self.directory / "media-server.log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binary), "--config", str(self.config_file)], stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if httpx.get(self.http_url, timeout=1.0).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        pytest.fail(f"the media server did not start:\n{self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.kill()
        self.process.wait(timeout=10)
        self.process = None


@contextmanager
def running_media_server(*, webhook_url: str | None = None, log_level: str = "warn") -> Iterator[MediaServer]:
    """Start a server of our own; ``webhook_url`` is called at every change in a room."""
    binary = find_binary()
    if binary is None:
        pytest.skip(HOW_TO_GET_IT)
    with tempfile.TemporaryDirectory(prefix="hirecoach-media-") as temporary:
        directory = Path(temporary)
        (signal,), (rtc_udp,) = free_ports(tcp=1, udp=1)
        credentials = ensure_credentials(directory / "media-server.json", url=f"ws://127.0.0.1:{signal}")
        settings = configuration(
            credentials,
            signal_port=signal,
            rtc_udp_port=rtc_udp,
            webhook_url=webhook_url,
        )
        settings["logging"]["level"] = log_level
        config_file = directory / "livekit.yaml"
        write_configuration(config_file, settings)
        server = MediaServer(credentials, config_file, binary, directory)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def media_server() -> Iterator[MediaServer]:
    """One real server for the whole run; rooms keep tests apart."""
    with running_media_server() as server:
        yield server


@pytest.fixture
def own_media_server() -> Iterator[Callable[..., MediaServer]]:
    """Start servers that a test may stop: ``own_media_server(webhook_url=…)``."""
    with ExitStack() as running:
        yield lambda **options: running.enter_context(running_media_server(**options))
