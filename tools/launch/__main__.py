"""``python -m launch COMMAND``: see ``make help`` for the commands."""

from __future__ import annotations

import contextlib
import fcntl
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

from launch import media_server, page, python_environment
from launch.instance import only_one
from launch.parts import all_parts, page_settings, prepare_media_server, require_free_ports
from launch.places import BACKEND, VENV_PYTHON, Addresses, LaunchError, logs_dir, state_dir
from launch.steps import Step, run_steps, say, sentence_for
from launch.supervisor import Supervisor


def set_up(kind: python_environment.Kind, *, with_build: bool = True) -> None:
    """Makes whatever is missing. Python packages, page and media server are made side by side."""
    addresses = Addresses.from_environment()
    steps = [
        Step("Python packages", lambda: python_environment.ensure(kind)),
        Step("page packages", page.ensure_packages),
        Step("media server", media_server.ensure),
    ]
    if with_build:
        build = Step("page build", lambda: page.ensure_build(page_settings(addresses)), after=("page packages",))
        steps.append(build)
    with _one_at_a_time():
        run_steps(steps, say)


def run() -> None:
    """Set up, start, and keep running until Ctrl+C. The API migrates its database before it answers."""
    addresses = Addresses.from_environment()
    page_url = f"http://localhost:{addresses.page}"
    with only_one(page_url):
        _run(addresses, page_url)


def _run(addresses: Addresses, page_url: str) -> None:
    require_free_ports(addresses)
    say(f"Setting up HireCoach (only what is missing; logs in {logs_dir()})")
    set_up("runtime")
    if not media_server.is_elsewhere():
        prepare_media_server(addresses)
    say("Starting the parts")

    def announce() -> None:
        say(f"\nHireCoach is ready: {page_url}\nCtrl+C stops it. Logs of the parts: {logs_dir()}")

    Supervisor(all_parts(addresses), logs_dir(), say).run(announce)
    say("HireCoach has stopped.")


def setup_only() -> None:
    set_up("runtime")


def setup_for_tests() -> None:
    set_up("dev", with_build=False)


def lock() -> None:
    python_environment.lock(upgrade="--upgrade" in sys.argv)
    say("backend/requirements.lock and requirements-dev.lock are written.")


def test() -> int:
    from launch.checks import run_checks

    setup_for_tests()
    return run_checks(with_rules=False)


def check() -> int:
    from launch.checks import run_checks

    setup_for_tests()
    return run_checks(with_rules=True)


def generate() -> int:
    from launch.checks import generate as write_generated_files

    setup_for_tests()
    return write_generated_files()


def bench() -> int:
    """Tables of medians: the API beside a bare one, the page's weight, one voice interview, the evaluator."""
    setup_for_tests()
    return subprocess.run([VENV_PYTHON, "-m", "benchmarks"], cwd=BACKEND, check=False).returncode


def bench_evaluation() -> int:
    """How true, how robust and how fast the evaluator is; writes the tables of docs/evaluation.md."""
    setup_for_tests()
    measured = [str(VENV_PYTHON), "-m", "benchmarks.evaluation", "--write"]
    return subprocess.run(measured, cwd=BACKEND, check=False).returncode


def bench_turns() -> int:
    """Whether the interviewer cuts in, and how long it waits; writes the tables of docs/conversation.md."""
    setup_for_tests()
    measured = [str(VENV_PYTHON), "-m", "benchmarks.turn_taking", "--write"]
    return subprocess.run(measured, cwd=BACKEND, check=False).returncode


COMMANDS: dict[str, Callable[[], int | None]] = {
    "run": run,
    "setup": setup_only,
    "setup-dev": setup_for_tests,
    "lock": lock,
    "test": test,
    "check": check,
    "generate": generate,
    "bench": bench,
    "bench-evaluation": bench_evaluation,
    "bench-turns": bench_turns,
}


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two `make` in one checkout must not install into the same folders at once."""
    state_dir().mkdir(mode=0o700, parents=True, exist_ok=True)  # interviews and keys: for their owner only
    with (state_dir() / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  … another make is setting up in this folder; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> int:
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        say(f"Which command? One of: {', '.join(COMMANDS)}.")
        return 2
    began = time.monotonic()
    try:
        python_environment.require_supported_python()
        return command() or 0
    except LaunchError as error:
        say(f"\n{error}")
        return 1
    except OSError as error:
        say(f"\n{sentence_for(error)}")
        return 1
    except KeyboardInterrupt:
        say(f"\nStopped after {time.monotonic() - began:.0f} s; what was finished is kept.")
        return 130


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(main())
