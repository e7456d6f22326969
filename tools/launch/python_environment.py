"""The Python environment ``.venv``: exactly what the lock file says, hashes checked."""

from __future__ import annotations

import sys
from typing import Literal

from launch.places import BACKEND, REPOSITORY, VENV, VENV_PYTHON, LaunchError, machine_tag
from launch.stamps import digest_of, is_current, write_stamp
from launch.steps import require_free_space, run_logged
from launch.toolchain import uv, uv_environment

Kind = Literal["runtime", "dev"]
LOCKS = {"runtime": BACKEND / "requirements.lock", "dev": BACKEND / "requirements-dev.lock"}
STAMPS = {kind: VENV / f".hirecoach-{kind}" for kind in LOCKS}


def ensure(kind: Kind) -> str:
    """Makes ``.venv`` hold at least what ``kind`` needs.

    The development packages include the runtime ones, so ``make run`` after ``make test`` takes nothing away.
    """
    has_development_tools = STAMPS["dev"].is_file() or VENV_PYTHON.with_name("pytest").exists()
    wanted: Kind = "dev" if has_development_tools else kind
    digest = digest_of([LOCKS[wanted]], machine_tag())
    if VENV_PYTHON.exists() and is_current(STAMPS[wanted], digest):
        return "as it was"
    require_free_space(REPOSITORY)
    program = uv()
    if not VENV_PYTHON.exists():
        run_logged(
            "python",
            [program, "venv", "--quiet", "--clear", "--python", sys.executable, VENV],
            cwd=REPOSITORY,
            env={"VIRTUAL_ENV": ""},
        )
    run_logged(
        "python",
        [program, "pip", "sync", "--python", VENV_PYTHON, "--require-hashes", LOCKS[wanted]],
        cwd=BACKEND,
        env={**uv_environment(), "UV_LINK_MODE": "copy", "UV_HTTP_TIMEOUT": "180"},
        advice="Is the Python package index reachable from this machine?",
    )
    for stamp in STAMPS.values():
        stamp.unlink(missing_ok=True)
    write_stamp(STAMPS[wanted], digest)
    return f"installed {'with the development tools' if wanted == 'dev' else 'what running needs'}"


def lock(*, into: dict[str, str] | None = None, upgrade: bool = False) -> None:
    """Writes both lock files from pyproject.toml; ``into`` names other files to write, for comparing.

    The development lock is constrained by the runtime one: both name the same version of everything.
    """
    target = into or {kind: str(path) for kind, path in LOCKS.items()}
    common = [str(uv()), "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
    common += ["--no-annotate", "--no-emit-index-url", "--python-version", "3.11", "pyproject.toml"]
    common += ["--upgrade"] if upgrade else []
    environment = {**uv_environment(), "VIRTUAL_ENV": ""}
    run_logged("lock", [*common, "-o", target["runtime"]], cwd=BACKEND, env=environment)
    run_logged(
        "lock",
        [*common, "--group", "dev", "-c", target["runtime"], "-o", target["dev"]],
        cwd=BACKEND,
        env=environment,
    )


def require_supported_python() -> None:
    if not (3, 11) <= sys.version_info[:2] < (3, 14):
        found = ".".join(str(number) for number in sys.version_info[:3])
        raise LaunchError(
            f"HireCoach needs Python 3.11, 3.12 or 3.13, and {sys.executable} is {found}. "
            "Install one of them, or name it: `make run PYTHON=/path/to/python3.11`."
        )
