"""Runs one part and outlives it just long enough to leave nothing of it behind.

``python guard.py GRACE_SECONDS COMMAND…``. On SIGTERM, SIGINT, or when the launcher is gone however it ended,
the command gets SIGTERM; what is left after the grace gets SIGKILL, grandchildren in groups of their own included.
Exits with the command's own code.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
LOOK_EVERY_S = 0.2


def main(arguments: list[str]) -> int:
    grace_s, command, launcher = float(arguments[0]), arguments[1:], os.getppid()
    _adopt_orphans()
    stop_asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stop_asked
        stop_asked = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, ask)
    try:
        part = subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=_die_with_parent)
    except OSError as error:
        print(f"{command[0]} could not be started: {error}", file=sys.stderr)
        return 127
    code: int | None = None
    while code is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = part.wait(LOOK_EVERY_S)
        if code is None and (stop_asked or os.getppid() != launcher):
            code = _stop(part, grace_s)
    end_everything_under(os.getpid(), part.pid)
    return code if code >= 0 else 128 - code


def _stop(part: subprocess.Popen[bytes], grace_s: float) -> int:
    part.terminate()
    try:
        return part.wait(grace_s)
    except subprocess.TimeoutExpired:
        part.kill()
        return part.wait()


def end_everything_under(ancestor: int, group: int) -> None:
    """SIGKILL to a process group and to all that descends from a process, until nothing does."""
    for _ in range(20):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
        left = descendants_of(ancestor)
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        _bury()
        if not left:
            return
        time.sleep(0.02)


def descendants_of(ancestor: int) -> list[int]:
    """Children, their children and so on, from /proc; [] where there is none (the group kill has to do)."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                children.setdefault(int(parent), []).append(int(stat.parent.name))
    found = list(children.get(ancestor, ()))
    for process in found:
        found.extend(children.get(process, ()))
    return found


def _bury() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue


def _adopt_orphans() -> None:
    """Linux: a grandchild whose parent dies becomes ours, so that it can be found and ended."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def _die_with_parent() -> None:
    """Linux: should the guard itself be killed, the part at least is told to stop."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
