"""How long `make run` takes on a bare machine, and again: ``python -m benchmarks.run``.

Clones the last commit into a folder of its own with empty caches (pip, uv, npm, Go) and a PATH without Node, Go
and media server, starts it on free ports, presses Ctrl+C, and looks for processes left behind. Takes minutes and
about 5 GB in the temporary folder, so `make bench` leaves it out. ``--keep`` keeps the clone.
"""

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.servers import BACKEND, free_ports_in_a_row

READY = "HireCoach is ready"
# A run that takes longer has failed; the goal is 6 minutes on an idle machine.
GIVE_UP_AFTER_S = 1_500.0
STOPS_WITHIN_S = 30.0
NOT_ON_A_BARE_MACHINE = frozenset(
    {"node", "nodejs", "npm", "npx", "corepack", "go", "gofmt", "livekit-server", "uv", "uvx"}
)
OURS = (
    "HIRECOACH_",
    "LIVEKIT_",
    "OPENAI_",
    "VIRTUAL_ENV",
    "DATABASE_URL",
    "REDIS_URL",
    "NEXT_PUBLIC_",
    "CLERK_",
)


@dataclass(frozen=True)
class Run:
    """Seconds; ``left_behind`` are the command lines that were still there after the end."""

    ready_s: float
    stopped_s: float
    left_behind: list[str]


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="hirecoach-bare-"))
    try:
        checkout = folder / "hirecoach"
        subprocess.run(["git", "clone", "--quiet", str(BACKEND.parent), str(checkout)], check=True)
        environment = bare_environment(folder)
        runs = {name: make_run(checkout, environment, folder) for name in ("first", "again")}
    finally:
        if "--keep" in sys.argv:
            print(f"kept: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print("\n| make run | ready | goal | Ctrl+C to the end | goal | processes left |")
    print("|---|---|---|---|---|---|")
    for (name, run), goal in zip(runs.items(), ("360 s", "20 s"), strict=True):
        left = len(run.left_behind)
        print(f"| {name} | {run.ready_s:.0f} s | ≤ {goal} | {run.stopped_s:.1f} s | ≤ 10 s | {left} |")
        for command in run.left_behind:
            print(f"  left: {command}")


def bare_environment(folder: Path) -> dict[str, str]:
    """This environment without our settings, with empty caches and none of the tools that may be missing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    media = free_ports_in_a_row(4)
    api = free_ports_in_a_row(2, but=media)
    return {
        **kept,
        "PATH": str(bare_path(folder / "bin")),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "npm_config_cache": str(folder / "cache" / "npm"),
        "GOPATH": str(folder / "cache" / "go"),
        "GOCACHE": str(folder / "cache" / "go-build"),
        "GOFLAGS": "-modcacherw",  # so that the folder can be removed
        "HIRECOACH_API_PORT": str(api),
        "HIRECOACH_PAGE_PORT": str(api + 1),
        "HIRECOACH_MEDIA_PORT": str(media),
    }


def bare_path(folder: Path) -> Path:
    """One folder with links to every program of this machine that a bare one has too."""
    folder.mkdir()
    for place in map(Path, os.environ["PATH"].split(os.pathsep)):
        for program in sorted(place.glob("*")) if place.is_dir() else ():
            link = folder / program.name
            if program.name not in NOT_ON_A_BARE_MACHINE and not link.is_symlink():
                link.symlink_to(program)
    return folder


def make_run(checkout: Path, environment: dict[str, str], folder: Path) -> Run:
    """Run until it is ready, press Ctrl+C, and wait for the end. Raises RuntimeError when it never gets ready."""
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "run"],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # Ctrl+C reaches the whole foreground group, and not us
    )
    try:
        wait_for_line(process, READY)
        ready_s = time.monotonic() - began
        os.killpg(process.pid, signal.SIGINT)
        pressed = time.monotonic()
        process.wait(STOPS_WITHIN_S)
        return Run(ready_s, time.monotonic() - pressed, processes_of(folder))
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def wait_for_line(process: subprocess.Popen[str], wanted: str) -> None:
    """Show the output until ``wanted`` is said; goes on reading, so that the process is never blocked by us."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line.rstrip())
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    deadline = time.monotonic() + GIVE_UP_AFTER_S
    while (line := lines.get(timeout=deadline - time.monotonic())) is not None:
        print(f"    {line}", flush=True)
        if wanted in line:
            return
    raise RuntimeError(f"`make run` ended before it said {wanted!r}")


def processes_of(folder: Path) -> list[str]:
    """Command lines of processes that were started from ``folder``, or run in it."""
    found = []
    for process in psutil.process_iter():
        try:
            places = [process.cwd(), process.exe(), *process.cmdline()]
        except psutil.Error:
            continue
        if process.status() != psutil.STATUS_ZOMBIE and any(
            place.startswith(str(folder)) for place in places
        ):
            found.append(" ".join(process.cmdline()) or process.name())
    return found


if __name__ == "__main__":
    main()
