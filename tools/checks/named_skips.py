"""pytest plugin: writes down every skipped test with its reason, so that ``make test`` can say what was not run.

Active when HIRECOACH_SKIPS_FILE names the file to write.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

_skips: list[dict[str, str]] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _note(report.nodeid, report.longrepr)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _note(report.nodeid, report.longrepr)


def pytest_sessionfinish() -> None:
    if target := os.environ.get("HIRECOACH_SKIPS_FILE"):
        Path(target).write_text(json.dumps(_skips), encoding="utf-8")


def _note(test: str, where_and_why: object) -> None:
    reason = where_and_why[2] if isinstance(where_and_why, tuple) else str(where_and_why)
    _skips.append({"test": test, "reason": reason.removeprefix("Skipped: ")})
