"""What the log of a part that ended says about why. Pure: text in, text out."""

from __future__ import annotations

import contextlib
import json
import re
import signal
from typing import Any

ERROR_LEVELS = {"error", "critical", "fatal", "panic"}
# `ERROR:    Application startup failed` (uvicorn), `CRITICAL …`, and our own sentence of an agent without settings.
ERROR_LINE = re.compile(r"(ERROR|CRITICAL|FATAL)\b|The \S+ cannot start: ")
TRACEBACK = "Traceback (most recent call last):"
# uvicorn's colours, were they switched on
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def how_it_ended(code: int, log: str) -> str:
    """``killed by SIGKILL``, ``exit code 3``, or ``exit code 1: ValueError: …`` where its log gives a reason.

    A signal is a negative code where the guard was hit, and 128 and its number where the part was: the guard passes
    it on as shells do. Then the part's last words were not about its end.
    """
    number = -code if code < 0 else code - 128
    if number in {each.value for each in signal.Signals}:
        return f"killed by {signal.Signals(number).name}"
    return ": ".join(filter(None, (f"exit code {code}", reason_in(log))))


def reason_in(log: str) -> str:
    """The last line, if it is an error or ends a traceback; "" where it is what the part happened to do last."""
    lines = [line.rstrip() for line in COLOURS.sub("", log).splitlines() if line.strip()]
    if not lines:
        return ""
    entry = _json(lines[-1])
    if entry is not None:
        is_error = str(entry.get("level", "")).lower() in ERROR_LEVELS
        return _what_it_says(entry) if is_error else ""
    is_error = ERROR_LINE.match(lines[-1]) is not None or _ends_a_traceback(lines)
    return lines[-1].strip() if is_error else ""


def last_line(text: str) -> str:
    """The last line that says something; of a JSON log line, what it says."""
    line = next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "")
    entry = _json(line)
    return (_what_it_says(entry) or line) if entry is not None else line


def _json(line: str) -> dict[str, Any] | None:
    with contextlib.suppress(ValueError):
        entry = json.loads(line)
        return entry if isinstance(entry, dict) else None
    return None


def _what_it_says(entry: dict[str, Any]) -> str:
    said = entry.get("message") or entry.get("event") or entry.get("msg") or ""
    why = entry.get("error") or ""
    return ": ".join(str(part) for part in (said, why) if part)


def _ends_a_traceback(lines: list[str]) -> bool:
    """Its frames are indented; the exception that follows them is not, and nothing comes after it."""
    above = lines[:-1]
    while above and above[-1].startswith(" "):
        above = above[:-1]
    return len(above) < len(lines) - 1 and bool(above) and above[-1] == TRACEBACK and not lines[-1].startswith(" ")
