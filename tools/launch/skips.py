"""What the tests did not run: read from the runners' reports, told with the way to get it, and held to a list."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOW_TO_GET = (
    (r"chromium|browser", "install Chromium (Debian, Ubuntu: `sudo apt install chromium`)"),
    (r"postgres", "install PostgreSQL 15 or later (Debian, Ubuntu: `sudo apt install postgresql`)"),
    (r"redis", "install Redis (Debian, Ubuntu: `sudo apt install redis-server`)"),
    (r"HIRECOACH_DATA|shared/data", "set HIRECOACH_DATA to the folder of the published data sets"),
    (r"espeak", "install espeak-ng (Debian, Ubuntu: `sudo apt install espeak-ng`)"),
    (r"media server|livekit-server", "run `make setup`, which builds it"),
)
NOT_RUN = {"skipped", "pending", "todo", "disabled"}


@dataclass(frozen=True)
class Skip:
    """One test that was not run, and why."""

    test: str
    reason: str

    def how_to_get_it(self) -> str:
        return next((advice for words, advice in HOW_TO_GET if re.search(words, self.reason, re.IGNORECASE)), "")


def from_pytest(report: Path) -> list[Skip]:
    return [Skip(entry["test"], entry["reason"]) for entry in _read(report) or ()]


def from_vitest(report: Path) -> list[Skip]:
    files = (_read(report) or {}).get("testResults", ())
    return [
        Skip(test["fullName"], "not run by the page's tests")
        for file in files
        for test in file["assertionResults"]
        if test["status"] in NOT_RUN
    ]


def closing_line_of_vitest(report: Path) -> str:
    """Its own closing line is that it has written the report."""
    numbers = _read(report)
    return f"{numbers['numPassedTests']} passed, {numbers['numFailedTests']} failed" if numbers else "did not finish"


def from_playwright(report: Path) -> list[Skip]:
    return list(_skipped_journeys((_read(report) or {}).get("suites", ())))


def _skipped_journeys(suites: Iterable[dict[str, Any]]) -> Iterator[Skip]:
    for suite in suites:
        for spec in suite.get("specs", ()):
            for test in spec["tests"]:
                if test["status"] == "skipped":
                    reasons = [note.get("description", "") for note in test.get("annotations", ())]
                    yield Skip(spec["title"], next(filter(None, reasons), "skipped without a reason"))
        yield from _skipped_journeys(suite.get("suites", ()))


def summary(skips: Iterable[Skip]) -> str:
    """One line per reason, with the number of tests and how to get what was missing; "" when nothing was skipped."""
    counted = Counter((skip.reason, skip.how_to_get_it()) for skip in skips)
    lines = [
        f"  {number} × {reason}" + (f"\n      To run: {advice}." if advice else "")
        for (reason, advice), number in counted.most_common()
    ]
    return "\n".join(["Skipped:", *lines]) if lines else ""


def unannounced(skips: Iterable[Skip], announced: Path) -> list[Skip]:
    """The skips whose reason matches no line (a regular expression) of the file."""
    lines = announced.read_text(encoding="utf-8").splitlines()
    patterns = [re.compile(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    return [skip for skip in skips if not any(pattern.search(skip.reason) for pattern in patterns)]


def _read(report: Path) -> Any:
    return json.loads(report.read_text(encoding="utf-8")) if report.is_file() else None
