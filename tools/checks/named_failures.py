"""pytest plugin: writes down every failed test with its error as it fails, so that ``make test`` can name them last.

Active when HIRECOACH_FAILURES_FILE names the file to write. A line at a time: a run that is killed has told so far.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _note(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _note(report)


def _note(report: pytest.TestReport | pytest.CollectReport) -> None:
    if target := os.environ.get("HIRECOACH_FAILURES_FILE"):
        line = json.dumps({"test": report.nodeid, "reason": _error_of(report)})
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def _error_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """What was raised, where pytest says so apart; else the lines that it marks as the error."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        return str(crash.message)
    told = report.longreprtext
    marked = [line.removeprefix("E").strip() for line in told.splitlines() if line.startswith("E ")]
    return "\n".join(marked) or told
