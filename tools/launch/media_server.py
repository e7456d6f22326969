"""The LiveKit media server: an installed one, or one built once into the cache from the pinned Go module."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from launch.places import BACKEND, REPOSITORY, TOOLS, LaunchError, cache_dir, dotenv
from launch.steps import run_logged
from launch.toolchain import go

MODULE = TOOLS / "livekit-server"
PACKAGE = "github.com/livekit/livekit-server/cmd/server"


def is_elsewhere() -> bool:
    """True when LIVEKIT_URL names a server that somebody else runs: then none is started here."""
    return bool(dotenv(REPOSITORY / ".env", BACKEND / ".env").get("LIVEKIT_URL"))


def pinned_version() -> str:
    """``v1.13.5``, from go.mod, so that the version is written down once."""
    text = (MODULE / "go.mod").read_text(encoding="utf-8")
    match = re.search(r"github\.com/livekit/livekit-server (v\S+)", text)
    if match is None:
        raise LaunchError(f"{MODULE / 'go.mod'} names no livekit-server. Restore it from the repository.")
    return match.group(1)


def program() -> Path:
    """The one to start: an installed one wins over the built one."""
    installed = shutil.which("livekit-server")
    return Path(installed) if installed else cache_dir() / f"livekit-server-{pinned_version()}"


def ensure() -> str:
    """Builds the media server when there is none."""
    if is_elsewhere():
        return "LIVEKIT_URL is set, so none is needed here"
    found = program()
    if found.is_file():
        return "as it was" if found.parent == cache_dir() else f"{found}, already installed"
    tool = go()
    draft = found.with_name(f"{found.name}.{os.getpid()}")
    found.parent.mkdir(parents=True, exist_ok=True)
    run_logged(
        "media-server",
        [tool.program, "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", draft, PACKAGE],
        cwd=MODULE,
        # Pure Go, so no C compiler is needed; local, so that no other Go is fetched behind our back.
        env={**tool.environment(), "CGO_ENABLED": "0", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly"},
        advice="Is the Go module proxy reachable from this machine?",
    )
    draft.rename(found)
    return f"built with {tool.origin}"
