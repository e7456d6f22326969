"""Set-up as named steps: run side by side where they can be, with progress that a person can follow."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from launch.places import LaunchError, logs_dir

STILL_BUSY_AFTER_S = 10.0
NEEDED_FREE_BYTES = 3 * 1024**3  # environment 1.6 GB, page 0.9 GB, media server and its build cache 0.5 GB


@dataclass(frozen=True)
class Step:
    """One piece of set-up. ``work`` returns a short remark ("as it was", "built"); it raises LaunchError."""

    name: str
    work: Callable[[], str]
    after: tuple[str, ...] = ()


def run_steps(steps: Sequence[Step], say: Callable[[str], None]) -> None:
    """Runs every step as soon as those it comes after are done.

    Raises LaunchError of the first step that fails, after the ones that were running have ended.
    """
    waiting = {step.name: step for step in steps}
    running: dict[Future[str], tuple[Step, float]] = {}
    done: set[str] = set()
    failure: LaunchError | None = None
    said_at = time.monotonic()
    with ThreadPoolExecutor(max_workers=8) as pool, _stopped_with_us():
        while running or (waiting and failure is None):
            for step in [s for s in waiting.values() if failure is None and done.issuperset(s.after)]:
                running[pool.submit(step.work)] = (waiting.pop(step.name), time.monotonic())
            finished, _ = wait(running, timeout=1.0, return_when=FIRST_COMPLETED)
            for future in finished:
                step, began = running.pop(future)
                try:
                    say(f"  ✓ {step.name}: {future.result()} ({time.monotonic() - began:.1f} s)")
                    done.add(step.name)
                    said_at = time.monotonic()
                except LaunchError as error:
                    say(f"  ✗ {step.name}: {str(error).splitlines()[0]}")
                    failure = failure or error
                except OSError as error:
                    failure = failure or LaunchError(sentence_for(error))
            if running and time.monotonic() - said_at > STILL_BUSY_AFTER_S:
                said_at = time.monotonic()
                busy = (f"{s.name} ({said_at - began:.0f} s)" for s, began in running.values())
                say(f"  … still busy: {', '.join(busy)}")
    if failure is not None:
        raise failure


def sentence_for(error: OSError) -> str:
    """The one sentence for what the operating system refused."""
    where = error.filename or logs_dir()
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {where} could not be written. Free some space (about 3 GB for set-up) and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where} cannot be used: this user has no right to it. Give yourself that right and try again."
    return f"The system refused: {error}."


def require_free_space(folder: Path, needed: int = NEEDED_FREE_BYTES) -> None:
    """Says before the work that the disk is too full, rather than in the middle of it."""
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise LaunchError(
            f"The disk that holds {existing} has {free / 1024**3:.1f} GB free, and set-up needs about "
            f"{needed / 1024**3:.0f} GB. Free some space and try again."
        )


def run_logged(
    name: str,
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    advice: str = "",
) -> None:
    """Runs a command with its output in ``logs/setup-{name}.log``.

    Raises LaunchError with the command's last lines, or with one sentence when the disk is full.
    """
    log = logs_dir() / f"setup-{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        with _ending_with_us(process):
            code = process.wait()
    if code == 0:
        return
    text = log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in text or "ENOSPC" in text:
        raise LaunchError(f"The disk is full: {name} could not be set up in {cwd}. Free about 3 GB and try again.")
    tail = "\n".join(f"    {line}" for line in text.strip().splitlines()[-12:])
    raise LaunchError(f"{name} could not be set up. {advice}\n{tail}\n  The whole output: {log}")


@contextlib.contextmanager
def _stopped_with_us() -> Iterator[None]:
    """Ctrl+C must not wait for a build of minutes: what runs is told to end first."""
    try:
        yield
    except BaseException:
        end_running_commands()
        raise


_running: set[subprocess.Popen[bytes]] = set()
_running_lock = threading.Lock()


@contextlib.contextmanager
def _ending_with_us(process: subprocess.Popen[bytes]) -> Iterator[None]:
    with _running_lock:
        _running.add(process)
    try:
        yield
    finally:
        with _running_lock:
            _running.discard(process)


def end_running_commands() -> None:
    """Ends what the steps have started."""
    with _running_lock:
        for process in _running:
            process.terminate()


def say(line: str) -> None:
    """One line for the person at the terminal, at once even through a pipe."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
