"""A real Redis for tests of what replicas share."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.media_server import free_ports


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    binary = shutil.which("redis-server")
    if binary is None:
        pytest.skip("redis-server absent: install the system package redis-server")
    (port,), _ = free_ports(tcp=1, udp=0)
    folder: Path = tmp_path_factory.mktemp("redis")
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen([binary, *arguments], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    cli = shutil.which("redis-cli")
    assert cli is not None
    while (
        subprocess.run([cli, "-p", str(port), "ping"], capture_output=True, check=False).stdout != b"PONG\n"
    ):
        assert time.monotonic() < deadline, "redis-server did not start"
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(timeout=10)
