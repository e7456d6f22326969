"""Where things are: the repository, its state, the cache, and the addresses of the four parts."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
BACKEND = REPOSITORY / "backend"
FRONTEND = REPOSITORY / "frontend"
TOOLS = REPOSITORY / "tools"
VENV = REPOSITORY / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


class LaunchError(Exception):
    """Something the person at the keyboard can mend; the message is the one sentence they need."""


def cache_dir() -> Path:
    """Built once, shared by every checkout of this user: tools and the media server."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "hirecoach"


def state_dir() -> Path:
    """Database, keys and logs: the same folder the API uses (HIRECOACH_STATE_DIR)."""
    chosen = dotenv(REPOSITORY / ".env", BACKEND / ".env").get("HIRECOACH_STATE_DIR") or "var"
    return (REPOSITORY / chosen).resolve()


def logs_dir() -> Path:
    return state_dir() / "logs"


def machine_tag() -> str:
    """Names what a binary environment fits: two machines may share a home directory."""
    version = f"py{sys.version_info[0]}.{sys.version_info[1]}"
    return f"{sys.platform}-{platform.machine()}-{version}"


@dataclass(frozen=True)
class Addresses:
    """The ports of the parts on 127.0.0.1; the defaults are the promised ones."""

    api: int = 8000
    page: int = 3000
    media: int = 7880

    @property
    def are_default(self) -> bool:
        return self == Addresses()

    @classmethod
    def from_environment(cls) -> Addresses:
        """Reads HIRECOACH_API_PORT, HIRECOACH_PAGE_PORT and HIRECOACH_MEDIA_PORT."""
        usual = cls()
        return cls(
            api=_port("HIRECOACH_API_PORT", usual.api),
            page=_port("HIRECOACH_PAGE_PORT", usual.page),
            media=_port("HIRECOACH_MEDIA_PORT", usual.media),
        )


def _port(name: str, usual: int) -> int:
    raw = os.environ.get(name, "")
    if not raw:
        return usual
    if not raw.isdigit() or not 1024 <= int(raw) <= 65535:
        raise LaunchError(f"{name} is {raw!r}, but a port is a number from 1024 to 65535. Correct it or unset it.")
    return int(raw)


def dotenv(*files: Path) -> dict[str, str]:
    """The settings of .env files, later files over earlier ones, the real environment over all."""
    found: dict[str, str] = {}
    for file in files:
        if not file.is_file():
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            name, equals, value = line.strip().removeprefix("export ").partition("=")
            if equals and not name.startswith("#"):
                found[name.strip()] = value.strip().strip("'\"")
    return {**found, **os.environ}
