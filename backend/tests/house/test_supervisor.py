"""The supervisor with real processes: small programs in place of API, agent and page."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from launch.parts import all_parts
from launch.places import TOOLS, Addresses, LaunchError
from launch.supervisor import Part, Supervisor, http_answers, log_says

SAYS_IT_IS_UP = "print('I am up', flush=True)"
SLEEPS = "import time; time.sleep(600)"


def part(name: str, program: str, *, is_essential: bool = True) -> Part:
    command = [sys.executable, "-c", textwrap.dedent(program)]
    return Part(name, command, Path.cwd(), log_says("I am up"), is_essential=is_essential)


def eventually(claim: Callable[[], bool], within_s: float = 15) -> None:
    limit = time.monotonic() + within_s
    while not claim():
        assert time.monotonic() < limit, "it did not come true in time"
        time.sleep(0.02)


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Launched:
    """A supervisor in a thread, with what it said."""

    def __init__(self, parts: list[Part], logs: Path) -> None:
        self.said: list[str] = []
        self.is_announced = threading.Event()
        self.supervisor = Supervisor(parts, logs, self.said.append, start_limit_s=10)
        self.failure: LaunchError | None = None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.supervisor.run(self.is_announced.set)
        except LaunchError as error:
            self.failure = error

    def start(self) -> "Launched":
        self.thread.start()
        return self

    def stop(self) -> None:
        self.supervisor.ask_to_stop()
        self.thread.join(15)
        assert not self.thread.is_alive()


@pytest.fixture
def launch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Launched]]:
    # Only a main thread may set signal handlers; that they are set is shown by the test that sends one.
    monkeypatch.setattr("launch.supervisor.signal.signal", lambda *_: signal.SIG_DFL)
    launched: list[Launched] = []

    def start(*parts: Part) -> Launched:
        launched.append(Launched(list(parts), tmp_path).start())
        return launched[-1]

    yield start
    for each in launched:
        each.stop()


def test_it_says_that_it_is_ready_when_every_part_answers(launch: Callable[..., Launched]) -> None:
    launched = launch(part("api", f"{SAYS_IT_IS_UP}; {SLEEPS}"), part("page", f"{SAYS_IT_IS_UP}; {SLEEPS}"))
    assert launched.is_announced.wait(10)
    assert sum("✓" in line for line in launched.said) == 2


def test_a_part_that_dies_is_started_again_and_the_rest_goes_on(
    launch: Callable[..., Launched], tmp_path: Path
) -> None:
    note = "import os; print('process', os.getpid(), flush=True)"
    launched = launch(
        part("agent", f"{note}; {SAYS_IT_IS_UP}; {SLEEPS}"),
        part("page", f"{note}; {SAYS_IT_IS_UP}; {SLEEPS}"),
    )
    assert launched.is_announced.wait(10)
    page_before = (tmp_path / "page.log").read_text()
    victim = int((tmp_path / "agent.log").read_text().split()[1])
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: (tmp_path / "agent.log").read_text().count("I am up") == 2)
    assert any(
        "agent ended: killed by SIGKILL" in line and "Starting it again" in line for line in launched.said
    )
    eventually(lambda: any("ready again" in line for line in launched.said))
    assert (tmp_path / "page.log").read_text() == page_before


def test_an_essential_part_that_never_comes_up_is_told_with_its_last_words(
    launch: Callable[..., Launched],
) -> None:
    launched = launch(part("api", "import sys; sys.exit('DATABASE_URL names no server')"))
    launched.thread.join(15)
    assert "api did not come up" in str(launched.failure)
    assert "DATABASE_URL names no server" in str(launched.failure)


def test_the_page_is_ready_although_the_agent_cannot_start(launch: Callable[..., Launched]) -> None:
    launched = launch(
        part("api", f"{SAYS_IT_IS_UP}; {SLEEPS}"), part("agent", "raise SystemExit(3)", is_essential=False)
    )
    assert launched.is_announced.wait(15)
    assert any("agent does not answer yet" in line for line in launched.said)


STUBBORN_FAMILY = """
    import os, signal, subprocess, sys, time
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    ignores = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    child = subprocess.Popen([sys.executable, "-c", ignores], start_new_session=True)
    print("family", os.getpid(), child.pid, "end", flush=True)
    print("I am up", flush=True)
    time.sleep(600)
"""

LAUNCHER = """
    import sys
    from pathlib import Path
    sys.path.insert(0, {tools!r})
    from launch import supervisor
    supervisor.STOP_GRACE_S = 0.5
    command = [sys.executable, "-c", {family!r}]
    family = supervisor.Part("agent", command, Path.cwd(), supervisor.log_says("I am up"))
    supervisor.Supervisor([family], Path({logs!r}), print).run(lambda: print("READY", flush=True))
"""


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A launcher in a process of its own; its part and a child of that in another session ignore SIGTERM."""
    code = textwrap.dedent(LAUNCHER).format(
        tools=str(TOOLS), family=textwrap.dedent(STUBBORN_FAMILY), logs=str(tmp_path)
    )
    launcher = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout is not None
    for line in launcher.stdout:
        if line.strip() == "READY":
            break
    words = (tmp_path / "agent.log").read_text().split()
    family = [int(word) for word in words[words.index("family") + 1 : words.index("end")]]
    yield launcher, family
    launcher.kill()
    launcher.wait()
    launcher.stdout.close()
    for process in family:
        if is_running(process):
            os.kill(process, signal.SIGKILL)


Stubborn = tuple[subprocess.Popen[str], list[int]]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc, which this system has not")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_within_ten_seconds_and_leaves_nothing(
    stubborn: Stubborn, how: signal.Signals
) -> None:
    launcher, family = stubborn
    assert all(is_running(process) for process in family)
    began = time.monotonic()
    launcher.send_signal(how)
    launcher.wait(10)
    assert time.monotonic() - began < 10
    assert not any(is_running(process) for process in family)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc, which this system has not")
def test_nothing_is_left_when_the_launcher_itself_is_killed(stubborn: Stubborn) -> None:
    launcher, family = stubborn
    launcher.kill()
    launcher.wait()
    eventually(lambda: not any(is_running(process) for process in family), within_s=10)


def test_page_and_media_server_get_no_secret_of_the_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = {"OPENAI_API_KEY", "DATABASE_URL", "REDIS_URL", "LIVEKIT_API_SECRET"}
    of_the_page = {"NEXT_PUBLIC_API_URL", "CLERK_SECRET_KEY", "PATH"}
    for name in secrets | of_the_page:
        monkeypatch.setenv(name, os.environ.get(name, "some value"))
    monkeypatch.setattr("launch.parts.page.serving_command", lambda _port: (["node"], {}))
    monkeypatch.setattr("launch.parts.media_server.is_elsewhere", lambda: False)
    monkeypatch.setattr("launch.parts.media_server.program", lambda: Path("livekit-server"))
    environments = {each.name: each.environment() for each in all_parts(Addresses())}
    for name in ("page", "media-server"):
        assert not secrets & environments[name].keys()
    assert of_the_page <= environments["page"].keys()
    assert "CLERK_SECRET_KEY" not in environments["media-server"]
    for name in ("api", "agent"):
        assert secrets <= environments[name].keys()


def test_what_was_compiled_once_is_kept_for_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr("launch.parts.page.serving_command", lambda _port: (["node"], {}))
    environments = {each.name: each.environment() for each in all_parts(Addresses())}
    for name in ("api", "agent"):
        assert "PYTHONDONTWRITEBYTECODE" not in environments[name]


def test_a_part_knows_nothing_of_what_is_kept_from_it(
    launch: Callable[..., Launched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    tells = f"import os; print(os.environ.get('OPENAI_API_KEY'), flush=True); {SAYS_IT_IS_UP}; {SLEEPS}"
    launched = launch(replace(part("page", tells), without=("OPENAI_*",)), part("api", tells))
    assert launched.is_announced.wait(15)
    assert "None" in (tmp_path / "page.log").read_text()
    assert "secret" in (tmp_path / "api.log").read_text()


def test_a_long_log_is_cut_while_its_part_goes_on_writing(
    launch: Callable[..., Launched], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("launch.supervisor.LOG_KEPT_BYTES", 2_000)
    monkeypatch.setattr("launch.supervisor.LOGS_LOOKED_AT_EVERY_S", 0.0)
    counts = """
        import itertools, time
        print('I am up', flush=True)
        for n in itertools.count():
            print('line', n, flush=True)
            time.sleep(0.002)
    """
    launched = launch(part("agent", counts))
    assert launched.is_announced.wait(15)
    eventually(lambda: (tmp_path / "agent.log.1").is_file())
    eventually(lambda: (tmp_path / "agent.log").read_text().startswith("line"))
    assert "\x00" not in (tmp_path / "agent.log").read_text()
    assert not any("ended" in line for line in launched.said)


def test_only_a_200_counts_as_an_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
    assert not http_answers(address)("")


def test_a_part_answers_although_the_environment_names_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert http_answers(f"http://127.0.0.1:{server.server_port}/")("")
        server.shutdown()
