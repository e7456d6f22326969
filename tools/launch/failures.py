"""Which tests failed, read from the runners' reports, and told so shortly that the end of a log names them all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# What the page of a CI run shows of a log is its end: fifteen lines of it, about a thousand characters.
MOST_LINES = 15
MOST_CHARACTERS = 1000
_LONGEST_NAME = 120
# How much of each reason is told: as much as leaves room for every name.
_REASON_WIDTHS = (120, 80, 40, 0)
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


@dataclass(frozen=True)
class Failure:
    """One test that failed, and the first line of why."""

    test: str
    reason: str = ""


def from_pytest(report: Path) -> list[Failure]:
    """One JSON object a line, written as they failed (``checks.named_failures``): also of a run that was cut off."""
    if not report.is_file():
        return []
    entries = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    first_of_each = {entry["test"]: _first_line(entry["reason"]) for entry in reversed(entries)}
    return [Failure(test, first_of_each[test]) for test in dict.fromkeys(entry["test"] for entry in entries)]


def from_vitest(report: Path) -> list[Failure]:
    return list(_failed_page_tests(_read(report).get("testResults", ())))


def _failed_page_tests(files: Iterable[dict[str, Any]]) -> Iterator[Failure]:
    for file in files:
        name = Path(file.get("name", "")).name
        failed = [test for test in file["assertionResults"] if test["status"] == "failed"]
        if not failed and file.get("status") == "failed":  # it did not even load
            yield Failure(name, _first_line(file.get("message", "")))
        for test in failed:
            yield Failure(f"{name}: {test['fullName']}", _first_line("\n".join(test.get("failureMessages", ()))))


def from_playwright(report: Path) -> list[Failure]:
    found = _read(report)
    at_large = [Failure("journeys", _first_line(error.get("message", ""))) for error in found.get("errors", ())]
    return [*at_large, *_failed_journeys(found.get("suites", ()))]


def _failed_journeys(suites: Iterable[dict[str, Any]]) -> Iterator[Failure]:
    for suite in suites:
        for spec in suite.get("specs", ()):
            for test in spec["tests"]:
                if test["status"] == "unexpected":
                    where = f"{Path(spec.get('file', '')).name}:{spec.get('line', '')}"
                    yield Failure(f"{where} {spec['title']}", _why_it_failed(test.get("results", ())))
        yield from _failed_journeys(suite.get("suites", ()))


def _why_it_failed(attempts: Sequence[dict[str, Any]]) -> str:
    """Of the last attempt. A journey that ran out of time has its cause in the second error, if it has one."""
    errors = [_first_line(error.get("message", "")) for error in (attempts[-1].get("errors", ()) if attempts else ())]
    return " / ".join(dict.fromkeys(filter(None, errors)))


def summary(failures: Sequence[Failure]) -> str:
    """At most MOST_LINES lines and MOST_CHARACTERS characters: reasons are shortened before names are left out."""
    if not failures:
        return ""
    head = f"Failed ({len(failures)}):"
    for width in _REASON_WIDTHS:
        lines = [_line(failure, width) for failure in failures]
        if len(lines) < MOST_LINES and len("\n".join([head, *lines])) <= MOST_CHARACTERS:
            return "\n".join([head, *lines])
    return "\n".join([head, *_as_many_as_fit(lines, MOST_CHARACTERS - len(head) - 1)])


def _as_many_as_fit(lines: Sequence[str], room: int) -> list[str]:
    """The first of them, and a last line that counts the rest."""
    shown: list[str] = []
    for line in lines[: MOST_LINES - 2]:
        rest = f"  … and {len(lines) - len(shown) - 1} more"
        if sum(len(each) + 1 for each in shown) + len(line) + 1 + len(rest) > room:
            break
        shown.append(line)
    return [*shown, f"  … and {len(lines) - len(shown)} more"]


def _line(failure: Failure, width: int) -> str:
    reason = _cut(failure.reason, width)
    return f"  ✗ {_cut(failure.test, _LONGEST_NAME)}" + (f": {reason}" if reason else "")


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…" if width else ""


def _first_line(message: str) -> str:
    """The first line that says something, without colours."""
    lines = (" ".join(line.split()) for line in _COLOURS.sub("", message).splitlines())
    return next(filter(None, lines), "")


def _read(report: Path) -> dict[str, Any]:
    found = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
    return found if isinstance(found, dict) else {}
