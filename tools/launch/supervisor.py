"""Keeps the parts running: starts them, waits until each answers, restarts what dies, and stops all of it.

One thread, one loop. Each part is the child of a guard (``guard.py``) in a session of its own, so that Ctrl+C reaches
the launcher only, and so that nothing is left when the launcher is killed.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from launch import guard
from launch.last_words import how_it_ended
from launch.places import LaunchError

GUARD = Path(guard.__file__)
STOP_GRACE_S = 7.5  # the agent gives its jobs 7 s; all of it must be over within 10 s of Ctrl+C
STOP_LIMIT_S = 9.0
FIRST_BACK_OFF_S = 0.5
LONGEST_BACK_OFF_S = 30.0
HEALTHY_AFTER_S = 30.0  # a part that ran this long starts over with the shortest back-off
ATTEMPTS_BEFORE_READY = 3
LOG_KEPT_BYTES = 20 * 1024**2
LOGS_LOOKED_AT_EVERY_S = 3600.0


@dataclass(frozen=True)
class Part:
    """One program of HireCoach. ``answers`` says whether it is ready, given its log since it was started.

    ``without``: variables of our environment that it does not get (``*`` at the end: all that begin so).
    """

    name: str
    command: Sequence[str]
    cwd: Path
    answers: Callable[[str], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    address: str = ""
    is_essential: bool = True
    after: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def environment(self) -> dict[str, str]:
        """Ours, but for what it is not to know, and what it is told."""
        inherited = {name: value for name, value in os.environ.items() if not self._is_hidden(name)}
        return {**inherited, **self.env, "PYTHONUNBUFFERED": "1"}

    def _is_hidden(self, name: str) -> bool:
        return any(fnmatch.fnmatchcase(name, hidden) for hidden in self.without)


@dataclass
class Running:
    """What is known of a part now."""

    part: Part
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    log_start: int = 0
    is_ready: bool = False
    was_ever_ready: bool = False
    failures: int = 0
    start_again_at: float = 0.0


class Supervisor:
    """``run()`` returns when asked to stop; it raises LaunchError when an essential part never came up."""

    def __init__(
        self, parts: Sequence[Part], logs: Path, say: Callable[[str], None], start_limit_s: float = 120
    ) -> None:
        self._parts = {part.name: Running(part, logs / f"{part.name}.log") for part in parts}
        self._logs, self._say, self._start_limit_s = logs, say, start_limit_s
        self._stop_asked = False
        self._logs_looked_at = time.monotonic()

    def ask_to_stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        self._stop_asked = True

    def run(self, when_ready: Callable[[], None]) -> None:
        """Starts all parts, calls ``when_ready`` once, keeps them running until asked to stop, then stops them."""
        self._logs.mkdir(parents=True, exist_ok=True)
        began, announced = time.monotonic(), False
        with _signals_to(self.ask_to_stop):
            try:
                while not self._stop_asked:
                    for running in self._parts.values():
                        self._look_after(running)
                    self._keep_logs_short()
                    if not announced and self._may_be_announced(began):
                        announced = True
                        when_ready()
                    time.sleep(0.1)
                self._say("\nStopping …")
            finally:
                self._stop_all()

    def _look_after(self, running: Running) -> None:
        if running.process is None:
            if time.monotonic() >= running.start_again_at and self._comes_next(running):
                self._start(running)
        elif running.process.poll() is not None:
            self._note_death(running, running.process.returncode)
        elif not running.is_ready and running.part.answers(_text_since(running.log, running.log_start)):
            running.is_ready = running.was_ever_ready = True
            self._say(_ready_line(running, time.monotonic() - running.started_at))
        elif running.failures and running.is_ready and self._age(running) > HEALTHY_AFTER_S:
            running.failures = 0

    def _keep_logs_short(self) -> None:
        """Also while the parts write: those that are not ready yet are left alone, because their logs are read."""
        if time.monotonic() - self._logs_looked_at < LOGS_LOOKED_AT_EVERY_S:
            return
        self._logs_looked_at = time.monotonic()
        for running in self._parts.values():
            if running.is_ready and _cut(running.log):
                running.log_start = 0

    def _comes_next(self, running: Running) -> bool:
        return running.was_ever_ready or all(
            self._parts[name].is_ready for name in running.part.after if name in self._parts
        )

    def _age(self, running: Running) -> float:
        return time.monotonic() - running.started_at

    def _may_be_announced(self, began: float) -> bool:
        """True when all parts answer, or the time is up and at least the essential ones do."""
        if all(running.is_ready for running in self._parts.values()):
            return True
        late = time.monotonic() - began > self._start_limit_s
        missing = [running for running in self._parts.values() if not running.was_ever_ready]
        for running in missing:
            if running.part.is_essential and (late or running.failures >= ATTEMPTS_BEFORE_READY):
                raise LaunchError(_never_came_up(running))
        if any(not late and running.failures < ATTEMPTS_BEFORE_READY for running in missing):
            return False
        for running in missing:
            self._say(f"  ! {running.part.name} does not answer yet; it is tried again. Log: {running.log}")
        return True

    def _start(self, running: Running) -> None:
        part = running.part
        _keep_short(running.log)
        with running.log.open("ab") as log:
            running.log_start = log.tell()
            running.process = subprocess.Popen(
                [sys.executable, "-P", str(GUARD), str(STOP_GRACE_S), *part.command],
                cwd=part.cwd,
                env=part.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        running.started_at, running.is_ready = time.monotonic(), False

    def _note_death(self, running: Running, code: int) -> None:
        back_off = min(LONGEST_BACK_OFF_S, FIRST_BACK_OFF_S * 2**running.failures)
        running.failures += 1
        running.process, running.is_ready = None, False
        running.start_again_at = time.monotonic() + back_off
        how = how_it_ended(code, _text_since(running.log, running.log_start))
        self._say(
            f"  ! {running.part.name} ended: {how}\n"
            f"    Starting it again in {back_off:g} s; the rest goes on. Log: {running.log}"
        )

    def _stop_all(self) -> None:
        """SIGTERM to every guard at once; what is left at the limit is killed with all its descendants."""
        alive = [r.process for r in self._parts.values() if r.process is not None and r.process.poll() is None]
        for process in alive:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        limit = time.monotonic() + STOP_LIMIT_S
        for process in alive:
            try:
                process.wait(max(0.01, limit - time.monotonic()))
            except subprocess.TimeoutExpired:
                guard.end_everything_under(process.pid, process.pid)
                process.wait()


# The parts are on this machine, where a proxy of the environment cannot reach them.
_WITHOUT_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def http_answers(url: str) -> Callable[[str], bool]:
    """Ready when a GET is answered with 200."""

    def answers(_log: str) -> bool:
        try:
            with _WITHOUT_PROXY.open(url, timeout=2) as response:
                return bool(response.status == 200)
        except (OSError, urllib.error.HTTPError, ValueError):
            return False

    return answers


def log_says(words: str) -> Callable[[str], bool]:
    """Ready when the part has logged these words."""
    return lambda log: words in log


@contextlib.contextmanager
def _signals_to(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {n: signal.signal(n, handler) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _text_since(log: Path, start: int) -> str:
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(start, size - 64 * 1024) if start <= size else 0)
            return file.read().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def _keep_short(log: Path) -> None:
    if log.is_file() and log.stat().st_size > LOG_KEPT_BYTES:
        log.replace(log.with_suffix(".log.1"))


def _cut(log: Path) -> bool:
    """Keep what is there beside it and begin anew, in the same file: the part goes on appending to it.

    A line written between the two steps is lost; a disk that fills up loses more.
    """
    if not log.is_file() or log.stat().st_size <= LOG_KEPT_BYTES:
        return False
    shutil.copyfile(log, log.with_suffix(".log.1"))
    os.truncate(log, 0)
    return True


def _ready_line(running: Running, seconds: float) -> str:
    where = f"  {running.part.address}" if running.part.address else ""
    again = " again" if running.failures else ""
    return f"  ✓ {running.part.name:<12} ready{again} after {seconds:.1f} s{where}"


def _never_came_up(running: Running) -> str:
    tail = "\n".join(f"    {line}" for line in _text_since(running.log, running.log_start).splitlines()[-15:])
    return f"The {running.part.name} did not come up. The last lines of its log:\n{tail}\n  All of it: {running.log}"
