"""A log that is cut at the front still names every test that failed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from launch import checks
from launch.checks import Check, Outcome
from launch.failures import (
    MOST_CHARACTERS,
    MOST_LINES,
    Failure,
    from_playwright,
    from_pytest,
    from_vitest,
    summary,
)
from launch.places import TOOLS
from launch.skips import Skip


def pytest_run(folder: Path, source: str) -> list[Failure]:
    """Runs a test file with the plugin that `make check` uses."""
    (folder / "test_it.py").write_text(source)
    report = folder / "failures"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "checks.named_failures",
            "-p",
            "no:cacheprovider",
            folder,
        ],
        cwd=folder,
        env={
            "PYTHONPATH": str(TOOLS),
            "HIRECOACH_FAILURES_FILE": str(report),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PATH": "/bin",
        },
        check=False,
        capture_output=True,
    )
    return from_pytest(report)


def test_pytest_writes_down_what_failed_and_its_error(tmp_path: Path) -> None:
    failed = pytest_run(
        tmp_path,
        "import pytest\n"
        "def test_fine(): pass\n"
        "@pytest.mark.parametrize('word', ['Go'])\n"
        "def test_of_one_case(word): raise ValueError('first line\\nsecond line')\n"
        "@pytest.fixture\n"
        "def broken(): raise RuntimeError('no server')\n"
        "def test_that_could_not_begin(broken): pass\n"
        "@pytest.mark.skip\n"
        "def test_left_out(): pass\n"
        "@pytest.mark.xfail(strict=False)\n"
        "def test_known_fault(): raise ValueError\n",
    )
    assert failed == [
        Failure("test_it.py::test_of_one_case[Go]", "ValueError: first line"),
        Failure("test_it.py::test_that_could_not_begin", "RuntimeError: no server"),
    ]


def test_a_test_that_fails_and_then_cannot_be_cleaned_up_is_named_once(tmp_path: Path) -> None:
    failed = pytest_run(
        tmp_path,
        "import pytest\n"
        "@pytest.fixture\n"
        "def room():\n"
        "    yield\n"
        "    raise RuntimeError('still open')\n"
        "def test_it(room): assert 1 == 2\n",
    )
    assert failed == [Failure("test_it.py::test_it", "assert 1 == 2")]


def test_a_file_that_cannot_be_collected_is_named_with_its_error(tmp_path: Path) -> None:
    failed = pytest_run(tmp_path, "import no_such_module_anywhere\n")
    assert failed == [Failure("test_it.py", "ModuleNotFoundError: No module named 'no_such_module_anywhere'")]


def test_a_run_that_was_killed_has_named_what_failed_before(tmp_path: Path) -> None:
    failed = pytest_run(
        tmp_path, "import os\ndef test_a(): raise ValueError('x')\ndef test_b(): os._exit(9)\n"
    )
    assert failed == [Failure("test_it.py::test_a", "ValueError: x")]


def test_failures_of_the_page_are_read(tmp_path: Path) -> None:
    message = "\x1b[31mError: expected 2\x1b[39m\n    at report.test.tsx:3"
    failed = {"fullName": "report shows two", "status": "failed", "failureMessages": [message]}
    passed = {"fullName": "report opens", "status": "passed", "failureMessages": []}
    report = tmp_path / "vitest.json"
    files = [
        {"name": "features/report.test.tsx", "status": "failed", "assertionResults": [failed, passed]},
        {
            "name": "features/room.test.tsx",
            "status": "failed",
            "message": "Cannot find x\n",
            "assertionResults": [],
        },
    ]
    report.write_text(json.dumps({"testResults": files}))
    assert from_vitest(report) == [
        Failure("report.test.tsx: report shows two", "Error: expected 2"),
        Failure("room.test.tsx", "Cannot find x"),
    ]
    assert from_vitest(tmp_path / "absent") == []


def test_failures_of_the_journeys_are_read(tmp_path: Path) -> None:
    def journey(title: str, status: str, *errors: str) -> dict[str, Any]:
        results = [{"errors": [{"message": error} for error in errors]}]
        return {
            "title": title,
            "file": "spoken.spec.ts",
            "line": 12,
            "tests": [{"status": status, "results": results}],
        }

    late = journey(
        "speaks",
        "unexpected",
        "\x1b[31mTest timeout of 240000ms exceeded.\x1b[39m",
        "Error: waiting for Start\nCall log",
    )
    specs = [late, journey("listens", "expected"), journey("sees", "skipped")]
    report = tmp_path / "journeys.json"
    report.write_text(
        json.dumps({"suites": [{"suites": [{"specs": specs}]}], "errors": [{"message": "no stack"}]})
    )
    assert from_playwright(report) == [
        Failure("journeys", "no stack"),
        Failure("spoken.spec.ts:12 speaks", "Test timeout of 240000ms exceeded. / Error: waiting for Start"),
    ]


def test_a_long_reason_is_cut_at_120_characters() -> None:
    lines = summary([Failure("test_it.py::test_it", "x" * 300)]).splitlines()
    assert lines == ["Failed (1):", f"  ✗ test_it.py::test_it: {'x' * 119}…"]


def test_reasons_are_shortened_before_names_are_left_out() -> None:
    many = [Failure(f"tests/rooms/test_dispatch.py::test_number_{number}", "x" * 300) for number in range(13)]
    told = summary(many)
    assert all(failure.test in told for failure in many)
    assert len(told) <= MOST_CHARACTERS


def test_of_too_many_failures_the_first_are_named_and_the_rest_counted() -> None:
    told = summary([Failure(f"tests/test_it.py::test_{number}", "x" * 300) for number in range(400)])
    lines = told.splitlines()
    assert lines[0] == "Failed (400):"
    assert len(lines) == MOST_LINES
    assert lines[-1] == f"  … and {400 - (MOST_LINES - 2)} more"


@pytest.mark.parametrize("number", [1, 2, 8, 14, 15, 16, 60])
@pytest.mark.parametrize("length", [10, 90, 400])
def test_no_summary_is_too_long(number: int, length: int) -> None:
    told = summary([Failure("n" * length, "r" * length)] * number)
    assert len(told) <= MOST_CHARACTERS
    assert len(told.splitlines()) <= MOST_LINES


def test_what_failed_is_the_last_thing_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "announced").write_text("")
    monkeypatch.setenv("HIRECOACH_ANNOUNCED_SKIPS", str(tmp_path / "announced"))
    said: list[str] = []
    monkeypatch.setattr(checks, "say", said.append)
    backend = Outcome(
        False, "1 failed in 3 s", [Skip("test_c", "no server")], [Failure("test_a", "ValueError")]
    )
    parts = [
        Check("backend tests", lambda: backend),
        Check("mypy", lambda: Outcome(False, "Found 2 errors")),
        Check("page tests", lambda: Outcome(True, "9 passed")),
    ]
    monkeypatch.setattr(checks, "tests", lambda: parts)
    assert checks.run_checks(with_rules=False) == 1
    assert said[-1].strip().splitlines() == [
        "Failed (3):",
        "  ✗ test_a: ValueError",
        "  ✗ mypy: Found 2 errors",
        "  ✗ not announced: test_c: no server",
    ]


def test_nothing_is_said_of_failures_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HIRECOACH_ANNOUNCED_SKIPS", raising=False)
    said: list[str] = []
    monkeypatch.setattr(checks, "say", said.append)
    monkeypatch.setattr(checks, "tests", lambda: [Check("page tests", lambda: Outcome(True, "9 passed"))])
    assert checks.run_checks(with_rules=False) == 0
    assert said[-1].strip() == "Skipped: nothing."
