"""Start a server of its own process for a benchmark, and watch what it costs."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

BACKEND = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Server:
    """A running server; ``ready_s`` is the time from its start to its first answer, ``ready_cpu_s`` the work for it."""

    address: str
    pid: int
    ready_s: float
    ready_cpu_s: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def free_ports_in_a_row(count: int, *, but: int = 0) -> int:
    """The first of ``count`` neighbouring ports that are free now, none of them in the four from ``but`` on."""
    while True:
        first = free_port()
        wanted = range(first, first + count)
        if not set(wanted) & set(range(but, but + 4)) and all(_is_free(port) for port in wanted):
            return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
        return True


@contextmanager
def uvicorn_server(app: str, environment: dict[str, str]) -> Iterator[Server]:
    """Serve ``app`` as it is served in earnest, its log thrown away."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        app,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=BACKEND,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(f"{address}/health/ready", process)
        ready_s = time.monotonic() - started
        yield Server(address, process.pid, ready_s, sum(psutil.Process(process.pid).cpu_times()[:2]))
    finally:
        process.terminate()
        process.wait(15)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], timeout_s: float = 60) -> None:
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it was ready")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise TimeoutError(f"{url} did not answer within {timeout_s} s")


def resident_mb(pid: int) -> float:
    """Resident memory of one process in MB, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
