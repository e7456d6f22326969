"""The web page: its packages, its production build, and the command that serves it."""

from __future__ import annotations

import json
from pathlib import Path

from launch.places import FRONTEND, dotenv
from launch.stamps import digest_of, is_current, sources_under, write_stamp
from launch.steps import NEEDED_FREE_BYTES, require_free_space, run_logged
from launch.toolchain import Tool, node

MANIFESTS = [FRONTEND / name for name in ("package.json", "package-lock.json", ".npmrc")]
PACKAGES_STAMP = FRONTEND / "node_modules" / ".hirecoach"
BUILD_STAMP = FRONTEND / ".next" / ".hirecoach"
CLERK_FOLDER = ".next-clerk"
START = FRONTEND / "scripts" / "start.mjs"
QUIET = {"NEXT_TELEMETRY_DISABLED": "1", "CI": "1"}


def ensure_packages() -> str:
    """Installs exactly the versions of package-lock.json, integrity hashes checked.

    ``npm install --no-save`` and not ``npm ci``: the latter refuses a lock written where the optional binaries of
    other platforms were not to be had. ``--no-save`` leaves the lock file as it is.
    """
    digest = digest_of(MANIFESTS)
    if is_current(PACKAGES_STAMP, digest):
        return "as they were"
    require_free_space(FRONTEND, NEEDED_FREE_BYTES // 2)
    tool = node()
    run_logged(
        "page-packages",
        [tool.folder / "npm", "install", "--no-save", "--no-audit", "--no-fund"],
        cwd=FRONTEND,
        env={**tool.environment(), **QUIET},
        advice="Is the npm registry reachable from this machine?",
    )
    write_stamp(PACKAGES_STAMP, digest)
    return f"installed with {tool.origin}"


def build_settings(environment: dict[str, str]) -> list[str]:
    """What of the environment is frozen into the build: a change of it must build anew. Empty is as if not set."""
    return sorted(f"{k}={v}" for k, v in environment.items() if v and k.startswith(("NEXT_PUBLIC_", "CLERK_")))


def ensure_build(overrides: dict[str, str]) -> str:
    """Builds the page unless its sources, packages and build settings are those of the last build."""
    return _ensure_build(BUILD_STAMP, overrides)


def ensure_clerk_build() -> str:
    """The page with sign-in, beside the other build, for the check that loads both. Its key belongs to nobody."""
    key = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))["config"]["exampleClerkKey"]
    overrides = {"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": key, "HIRECOACH_PAGE_DIST": CLERK_FOLDER}
    return _ensure_build(FRONTEND / CLERK_FOLDER / ".hirecoach", overrides)


def _ensure_build(stamp: Path, overrides: dict[str, str]) -> str:
    environment = {**dotenv(FRONTEND / ".env", FRONTEND / ".env.local"), **overrides}
    sources = [file for file in sources_under(FRONTEND, leave_out=["e2e"]) if ".test." not in file.name]
    digest = digest_of(sources, *build_settings(environment))
    if is_current(stamp, digest):
        return "as it was"
    tool = node()
    stamp.unlink(missing_ok=True)
    run_logged(
        "page-build",
        [tool.folder / "npm", "run", "build"],
        cwd=FRONTEND,
        env={**tool.environment(), **QUIET, **overrides},
    )
    write_stamp(stamp, digest)
    return f"built with {tool.origin}"


def serving_command(port: int) -> tuple[list[str], dict[str, str]]:
    """The command and the environment that serve the built page on 127.0.0.1."""
    tool: Tool = node()
    return [str(tool.program), str(START), "--port", str(port)], QUIET
