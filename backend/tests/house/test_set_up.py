"""Stamps, steps, ports and the choice of tools."""

import errno
import os
import socket
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from launch import media_server, page, python_environment, steps, toolchain
from launch.instance import only_one, running_file
from launch.parts import require_free_ports
from launch.places import TOOLS, Addresses, LaunchError, dotenv
from launch.ports import Need, is_free, require_free, usable_udp_port
from launch.stamps import digest_of, is_current, sources_under, write_stamp
from launch.steps import Step, require_free_space, run_logged, run_steps, sentence_for


def fake_program(folder: Path, name: str, says: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}'\n")
    program.chmod(0o755)


# --- nothing is built twice


def test_a_stamp_is_current_until_a_source_changes(tmp_path: Path) -> None:
    source, stamp = tmp_path / "page.tsx", tmp_path / "out" / "stamp"
    source.write_text("one")
    write_stamp(stamp, digest_of([source]))
    assert is_current(stamp, digest_of([source]))
    source.write_text("two")
    assert not is_current(stamp, digest_of([source]))


def test_what_tools_leave_behind_is_no_source(tmp_path: Path) -> None:
    for name in (
        "page.tsx",
        "node_modules/a.js",
        ".next/b.js",
        ".next-clerk/c.js",
        "next-env.d.ts",
        "e2e/journey.ts",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert sources_under(tmp_path, leave_out=["e2e"]) == [tmp_path / "page.tsx"]


def test_only_settings_frozen_into_the_page_build_it_anew() -> None:
    frozen = page.build_settings({"NEXT_PUBLIC_API_URL": "u", "CLERK_SECRET_KEY": "k", "OPENAI_API_KEY": "o"})
    assert frozen == ["CLERK_SECRET_KEY=k", "NEXT_PUBLIC_API_URL=u"]


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Locks and stamps in a folder of the test; the returned list says which lock each sync was of."""
    calls: list[str] = []

    def note(_name: str, command: list[object], **_: object) -> None:
        if "sync" in command:
            calls.append(Path(str(command[-1])).stem)

    (tmp_path / "python").touch()
    for kind in ("runtime", "dev"):
        (tmp_path / f"{kind}.lock").write_text(kind)
    monkeypatch.setattr(python_environment, "VENV_PYTHON", tmp_path / "python")
    monkeypatch.setattr(python_environment, "LOCKS", {k: tmp_path / f"{k}.lock" for k in ("runtime", "dev")})
    monkeypatch.setattr(
        python_environment, "STAMPS", {k: tmp_path / f"stamp-{k}" for k in ("runtime", "dev")}
    )
    monkeypatch.setattr(python_environment, "uv", lambda: Path("uv"))
    monkeypatch.setattr(python_environment, "run_logged", note)
    return calls


def test_the_second_run_installs_nothing(synced: list[str]) -> None:
    python_environment.ensure("runtime")
    assert python_environment.ensure("runtime") == "as it was"
    assert synced == ["runtime"]


def test_running_after_testing_takes_no_development_package_away(synced: list[str], tmp_path: Path) -> None:
    python_environment.ensure("runtime")
    python_environment.ensure("dev")
    python_environment.ensure("runtime")
    (tmp_path / "dev.lock").write_text("another version")
    python_environment.ensure("runtime")
    assert synced == ["runtime", "dev", "dev"]


def test_an_environment_made_by_hand_keeps_its_development_tools(synced: list[str], tmp_path: Path) -> None:
    (tmp_path / "pytest").touch()
    python_environment.ensure("runtime")
    assert synced == ["dev"]


# --- steps


def test_a_step_waits_for_those_it_comes_after() -> None:
    said: list[str] = []
    build = Step("build", lambda: "built", after=("packages",))
    run_steps([build, Step("packages", lambda: "installed")], said.append)
    assert [line.split()[1] for line in said] == ["packages:", "build:"]


def test_independent_steps_run_side_by_side() -> None:
    both = threading.Barrier(2, timeout=5)
    run_steps([Step(name, lambda: str(both.wait())) for name in ("a", "b")], lambda _line: None)


def test_a_failed_step_stops_what_comes_after_it() -> None:
    def fail() -> str:
        raise LaunchError("the registry is away")

    said: list[str] = []
    later = Step("build", lambda: "built", after=("packages",))
    with pytest.raises(LaunchError, match="the registry is away"):
        run_steps([Step("packages", fail), later], said.append)
    assert said == ["  ✗ packages: the registry is away"]


def test_a_command_that_fails_is_told_with_its_last_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "logs_dir", lambda: tmp_path)
    with pytest.raises(LaunchError, match="no such package"):
        run_logged("page", ["sh", "-c", "echo no such package; exit 1"], cwd=tmp_path)


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "logs_dir", lambda: tmp_path)
    with pytest.raises(
        LaunchError, match=r"^The disk is full: page could not be set up in \S+\. Free about 3 GB"
    ):
        run_logged("page", ["sh", "-c", "echo npm error ENOSPC; exit 1"], cwd=tmp_path)
    assert sentence_for(OSError(errno.ENOSPC, "No space", "a.log")).startswith("The disk is full: a.log")
    with pytest.raises(LaunchError, match="GB free"):
        require_free_space(tmp_path / "not" / "there", needed=1 << 60)


# --- ports


def test_a_port_in_use_is_told_with_its_holder_and_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(LaunchError) as refused:
            require_free([Need(port, "API", "HIRECOACH_API_PORT")])
    told = str(refused.value)
    assert f"Port {port}, which the API needs, is in use" in told
    assert f"HIRECOACH_API_PORT={port + 100} make run" in told
    if Path("/proc/net/tcp").exists():
        assert f"(process {os.getpid()})" in told


def test_a_free_port_is_no_trouble() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    require_free([Need(port, "API", "HIRECOACH_API_PORT")])


def test_all_ports_in_use_are_told_at_once_with_one_command_that_avoids_them() -> None:
    with socket.create_server(("127.0.0.1", 0)) as api, socket.create_server(("127.0.0.1", 0)) as page_server:
        ports = [server.getsockname()[1] for server in (api, page_server)]
        with pytest.raises(LaunchError) as refused:
            require_free(
                [Need(ports[0], "API", "HIRECOACH_API_PORT"), Need(ports[1], "page", "HIRECOACH_PAGE_PORT")]
            )
    told = str(refused.value)
    assert f"`HIRECOACH_API_PORT={ports[0] + 100} HIRECOACH_PAGE_PORT={ports[1] + 100} make run`" in told


def test_the_health_port_that_was_chosen_for_the_agent_is_looked_at_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("launch.parts.media_server.is_elsewhere", lambda: True)
    with socket.create_server(("127.0.0.1", 0)) as server, ExitStack() as held:
        port = server.getsockname()[1]
        monkeypatch.setenv("AGENT_HEALTH_PORT", str(port))
        api, page_server = (held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2))
        addresses = Addresses(api=api.getsockname()[1], page=page_server.getsockname()[1])
        held.close()
        with pytest.raises(LaunchError, match=f"^Port {port}, which the agent's health check needs"):
            require_free_ports(addresses)


def test_the_usual_udp_port_is_used_when_free_and_another_when_not() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as holder:
        holder.bind(("127.0.0.1", 0))
        port = holder.getsockname()[1]
        assert usable_udp_port(port) != port
    assert usable_udp_port(port) == port
    assert 1024 <= usable_udp_port(65_537) <= 65_535


# --- one HireCoach at a time


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HIRECOACH_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_second_start_is_told_where_the_first_is_and_how_to_stop_it(state: Path) -> None:
    with only_one("http://localhost:4700"), pytest.raises(LaunchError) as refused, only_one("elsewhere"):
        pass
    told = str(refused.value)
    assert "HireCoach is already running: http://localhost:4700" in told
    assert f"`kill {os.getpid()}`" in told
    assert "PORT" not in told


def test_after_the_first_has_ended_the_next_may_start(state: Path) -> None:
    for page_url in ("http://localhost:4700", "http://localhost:4701"):
        with only_one(page_url):
            assert running_file().read_text() == f"{os.getpid()} {page_url}\n"
    assert state.stat().st_mode & 0o777 == 0o700


def test_make_run_beside_a_running_one_ends_with_one(state: Path) -> None:
    with only_one("http://localhost:4700"):
        second = subprocess.run(
            [sys.executable, "-m", "launch", "run"], cwd=TOOLS, capture_output=True, text=True, check=False
        )
    assert second.returncode == 1
    assert second.stdout.startswith("\nHireCoach is already running: http://localhost:4700\n")
    assert second.stderr == ""


def test_a_port_that_is_no_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HIRECOACH_PAGE_PORT", "three thousand")
    with pytest.raises(LaunchError, match="HIRECOACH_PAGE_PORT is 'three thousand'"):
        Addresses.from_environment()


# --- tools


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("v20.20.2", (20, 20, 2)),
        ("go version go1.26 linux/amd64", (1, 26)),
        ("11.19.1", (11, 19, 1)),
        ("", ()),
    ],
)
def test_versions_are_read_from_what_programs_say(text: str, version: tuple[int, ...]) -> None:
    assert toolchain.version_in(text) == version


def test_the_machines_own_node_is_used_when_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_program(tmp_path, "node", "v22.1.0")
    fake_program(tmp_path, "npm", "10.8.0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert toolchain.node().program == tmp_path / "node"


@pytest.mark.parametrize(("node", "npm"), [("v18.19.0", "10.8.0"), ("v22.1.0", "9.2.0")])
def test_an_old_node_or_npm_is_replaced_from_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: str, npm: str
) -> None:
    fake_program(tmp_path, "node", node)
    fake_program(tmp_path, "npm", npm)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(toolchain, "_from_packages", lambda name, _requirements: Path("packaged") / name)
    assert toolchain.node().program == Path("packaged/node/node")


def test_go_must_be_as_new_as_the_media_server_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path, "go", "go version go1.21.0 linux/amd64")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(toolchain, "_from_packages", lambda name, _requirements: Path("packaged") / name)
    assert toolchain.go().origin == "Go from its Python package"


def test_a_python_that_can_make_no_environment_is_told_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_program(tmp_path, "python-without-ensurepip", "")
    (tmp_path / "python-without-ensurepip").write_text("#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python-without-ensurepip"))
    with pytest.raises(LaunchError, match="apt install python3-venv"):
        toolchain.uv()


def test_an_installed_media_server_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_program(tmp_path, "livekit-server", "livekit-server version 1.13.5")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    assert media_server.program() == tmp_path / "livekit-server"


def test_no_media_server_is_made_when_one_is_named_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEKIT_URL", "wss://example.livekit.cloud")
    assert media_server.ensure() == "LIVEKIT_URL is set, so none is needed here"


def test_settings_files_give_way_to_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("# a comment\nexport VOICE='embedded'\nLOG_LEVEL=debug\n\n")
    monkeypatch.setenv("LOG_LEVEL", "error")
    found = dotenv(tmp_path / ".env", tmp_path / "absent")
    assert (found["VOICE"], found["LOG_LEVEL"]) == ("embedded", "error")


def test_make_help_lists_every_command() -> None:
    repository = Path(__file__).resolve().parents[3]
    listed = subprocess.run(
        ["make", "help"], cwd=repository, capture_output=True, text=True, check=True
    ).stdout
    for command in ("run", "test", "check", "lock", "generate"):
        assert f"make {command} " in listed
