"""The databases that repository tests run on: SQLite always, PostgreSQL when there is one."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_BINARIES = "/usr/lib/postgresql"
_NOT_THERE = "no PostgreSQL server: set TEST_DATABASE_URL, or install postgresql (apt install postgresql) and run again"


def _newest_binaries() -> Path | None:
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    versions = sorted(Path(_BINARIES).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a server: the one of TEST_DATABASE_URL, else one of our own, thrown away afterwards."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    binaries = _newest_binaries()
    if binaries is None:
        pytest.skip(_NOT_THERE)
    with (
        tempfile.TemporaryDirectory(prefix="hirecoach-pg-") as folder,
        _server(binaries, Path(folder)) as url,
    ):
        yield url


@contextmanager
def _server(binaries: Path, folder: Path) -> Iterator[str]:
    """A server that listens on a socket in ``folder`` only. PostgreSQL refuses to run as root: then as ``postgres``."""
    user = "postgres" if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, timeout=60)

    run(str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    log = str(folder / "log")
    run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", log, "-o", options, "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-m", "immediate", "stop")
