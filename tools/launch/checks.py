"""``make test`` and ``make check``: every check one after the other, one table at the end, skips named."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from launch import failures, page, skips
from launch.failures import Failure
from launch.places import BACKEND, FRONTEND, TOOLS, VENV_PYTHON, LaunchError
from launch.python_environment import LOCKS, lock
from launch.skips import Skip
from launch.steps import say
from launch.toolchain import node

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PYTHON = str(VENV_PYTHON)
# What a developer's own .env.local says must not change what is tested.
WITHOUT_SIGN_IN = {"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY": "", "CLERK_SECRET_KEY": ""}


@dataclass
class Outcome:
    """What one check came to. ``remark`` is the closing line of its output, or why it failed."""

    is_passed: bool
    remark: str = ""
    skips: list[Skip] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class Check:
    name: str
    run: Callable[[], Outcome]


def run_checks(*, with_rules: bool) -> int:
    """Runs them all, also after one has failed. Returns the exit code."""
    outcomes: list[tuple[Check, Outcome, float]] = []
    for check in [*(rules() if with_rules else ()), *tests()]:
        say(f"\n── {check.name}")
        began = time.monotonic()
        try:
            outcome = check.run()
        except LaunchError as error:
            outcome = Outcome(False, str(error))
        outcomes.append((check, outcome, time.monotonic() - began))
    return _tell(outcomes)


def _tell(outcomes: Sequence[tuple[Check, Outcome, float]]) -> int:
    """The table, what was skipped, and last, where a log is looked at, what failed. Returns the exit code."""
    say("\n── Summary")
    for check, outcome, seconds in outcomes:
        say(f"  {'✓' if outcome.is_passed else '✗'} {check.name} ({seconds:.0f} s)  {outcome.remark}")
    all_skips = [skip for _, outcome, _ in outcomes for skip in outcome.skips]
    say("\n" + (skips.summary(all_skips) or "Skipped: nothing."))
    failed = [failure for check, outcome, _ in outcomes for failure in _failures_of(check, outcome)]
    failed += [Failure(f"not announced: {skip.test}", skip.reason) for skip in _unannounced(all_skips)]
    if failed:
        say("\n" + failures.summary(failed))
    return 1 if failed else 0


def _failures_of(check: Check, outcome: Outcome) -> list[Failure]:
    """The tests by name; for a check that has none, or that ended before it could name any, the check itself."""
    if outcome.is_passed:
        return []
    return outcome.failures or [Failure(check.name, outcome.remark)]


def _unannounced(found: Sequence[Skip]) -> list[Skip]:
    """In CI only the skips of the announced list may be: HIRECOACH_ANNOUNCED_SKIPS names the file."""
    listed = os.environ.get("HIRECOACH_ANNOUNCED_SKIPS")
    return skips.unannounced(found, Path(listed)) if listed else []


def tests() -> list[Check]:
    """Backend, page, and the journeys in a real browser where they exist."""
    found = [Check("backend tests", _backend_tests)]
    if (FRONTEND / "vitest.config.ts").is_file():
        found.append(Check("page tests", _page_tests))
        found.append(Check("page with and without sign-in", _sign_in_variants))
    if (FRONTEND / "playwright.config.ts").is_file():
        found.append(Check("journeys in a real browser", _journeys))
    return found


def rules() -> list[Check]:
    """Linters, types, import rules, generated files, locks, and what may not be committed."""
    both = ["../tools/launch", "../tools/checks"]
    typed = ["app", "livekit-voice-agent", *both]
    return [
        Check("ruff check", _command([PYTHON, "-m", "ruff", "check", ".", *both], BACKEND)),
        Check("ruff format", _command([PYTHON, "-m", "ruff", "format", "--check", ".", *both], BACKEND)),
        Check("mypy", _command([PYTHON, "-m", "mypy", *typed], BACKEND)),
        Check("import rules", _command([str(VENV_PYTHON.parent / "lint-imports")], BACKEND)),
        Check("biome", lambda: _npm("run", "lint")),
        Check("tsc", lambda: _npm("run", "types")),
        Check("openapi.json is current", _openapi_is_current),
        Check("generated types are current", _types_are_current),
        Check("the page's interviewer is current", _portrait_is_current),
        Check("lock files are current", _locks_are_current),
        Check("committed text", _command([PYTHON, str(TOOLS / "checks" / "committed_text.py")], BACKEND)),
    ]


def _command(command: Sequence[str], cwd: Path) -> Callable[[], Outcome]:
    return lambda: _shown(command, cwd)


def _npm(*arguments: str, env: Mapping[str, str] | None = None) -> Outcome:
    tool = node()
    return _shown([str(tool.folder / "npm"), *arguments], FRONTEND, {**tool.environment(), **page.QUIET, **(env or {})})


def _shown(command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> Outcome:
    """Runs a command, shows its output as it comes, and keeps the last line as the remark."""
    closing = ""
    with subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            sys.stdout.write(line)
            sys.stdout.flush()
            closing = line.strip() or closing
    return Outcome(process.returncode == 0, closing)


def _backend_tests() -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        skipped, failed = Path(folder) / "skips.json", Path(folder) / "failures"
        python_path = os.pathsep.join(filter(None, (str(TOOLS), os.environ.get("PYTHONPATH"))))
        outcome = _shown(
            [PYTHON, "-m", "pytest", "-p", "checks.named_skips", "-p", "checks.named_failures"],
            BACKEND,
            {
                "HIRECOACH_SKIPS_FILE": str(skipped),
                "HIRECOACH_FAILURES_FILE": str(failed),
                "PYTHONPATH": python_path,
            },
        )
        return Outcome(outcome.is_passed, outcome.remark, skips.from_pytest(skipped), failures.from_pytest(failed))


def _page_tests() -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "vitest.json"
        outcome = _npm("run", "test", "--", "--reporter=default", "--reporter=json", f"--outputFile.json={report}")
        closing = skips.closing_line_of_vitest(report)
        return Outcome(outcome.is_passed, closing, skips.from_vitest(report), failures.from_vitest(report))


def _sign_in_variants() -> Outcome:
    """The build without Clerk serves the journeys too; the one with it is kept beside it."""
    page.ensure_build(WITHOUT_SIGN_IN)
    page.ensure_clerk_build()
    browser = _browser()
    env = {"HIRECOACH_CHROMIUM": browser} if browser else {}
    outcome = _npm("run", "check:variants", "--", "--no-build", env=env)
    unseen = [] if browser else [Skip("the look at both variants", "no Chromium on this machine")]
    return Outcome(outcome.is_passed, outcome.remark, unseen)


def _browser() -> str | None:
    return os.environ.get("HIRECOACH_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def _journeys() -> Outcome:
    browser = _browser()
    if browser is None:
        return Outcome(True, "not run", [Skip("all journeys", "no Chromium on this machine")])
    page.ensure_build(WITHOUT_SIGN_IN)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "journeys.json"
        env = {"HIRECOACH_CHROMIUM": browser, "PLAYWRIGHT_JSON_OUTPUT_NAME": str(report)}
        outcome = _npm("exec", "--", "playwright", "test", "--reporter=list,json", env=env)
        return Outcome(
            outcome.is_passed, outcome.remark, skips.from_playwright(report), failures.from_playwright(report)
        )


def _openapi_is_current() -> Outcome:
    return _regenerates(BACKEND / "openapi.json", lambda: _shown([PYTHON, "-m", "app.export_openapi"], BACKEND))


def _types_are_current() -> Outcome:
    return _regenerates(FRONTEND / "shared" / "api" / "generated.ts", lambda: _npm("run", "generate"))


def _portrait_is_current() -> Outcome:
    return _regenerates(FRONTEND / "public" / "interviewer.svg", _write_portrait)


def _write_portrait() -> Outcome:
    return _shown([PYTHON, "-m", "face.portrait_file"], BACKEND / "livekit-voice-agent")


def _regenerates(file: Path, generate: Callable[[], Outcome]) -> Outcome:
    """Generates the file anew, compares, and leaves the committed one in place."""
    before = file.read_bytes() if file.is_file() else None
    try:
        outcome = generate()
        is_same = file.is_file() and file.read_bytes() == before
    finally:
        if before is not None:
            file.write_bytes(before)
    if not outcome.is_passed or is_same:
        return outcome
    return Outcome(False, f"{file.name} is not what the source gives: run `make generate` and commit it.")


def generate() -> int:
    """Writes openapi.json, the page's types from it, and the interviewer's portrait for the page."""
    made = [_shown([PYTHON, "-m", "app.export_openapi"], BACKEND), _npm("run", "generate"), _write_portrait()]
    return 0 if all(outcome.is_passed for outcome in made) else 1


def _locks_are_current() -> Outcome:
    """Compiles into copies: what the lock names is kept where pyproject.toml still allows it."""
    with tempfile.TemporaryDirectory() as folder:
        copies = {kind: str(shutil.copy(path, folder)) for kind, path in LOCKS.items()}
        lock(into=copies)
        stale = [path.name for kind, path in LOCKS.items() if Path(copies[kind]).read_bytes() != path.read_bytes()]
    if stale:
        return Outcome(False, f"{' and '.join(stale)} do not follow pyproject.toml: run `make lock` and commit.")
    return Outcome(True, "they follow pyproject.toml")
