"""One HireCoach at a time in a state folder: two would share database, keys and logs."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from launch.places import LaunchError, state_dir


def running_file() -> Path:
    """Locked as long as a launcher lives, however it ends; holds its process number and the page's address."""
    return state_dir() / "running"


@contextlib.contextmanager
def only_one(page_url: str) -> Iterator[None]:
    """Raises LaunchError, with where it is and how to stop it, when HireCoach already runs on this state."""
    running_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # interviews and keys: for their owner only
    with running_file().open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LaunchError(_already_running(file.read())) from None
        file.truncate(0)
        file.write(f"{os.getpid()} {page_url}\n")
        file.flush()
        yield


def _already_running(noted: str) -> str:
    process, _, address = noted.strip().partition(" ")
    if not address:  # it has only just begun
        return "HireCoach is already being started."
    return f"HireCoach is already running: {address}\nCtrl+C where it was started stops it, or `kill {process}`."
