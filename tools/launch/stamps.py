"""Stamps: a digest of what something was made from, kept beside it, so that nothing is made twice."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

NOT_SOURCES = {"node_modules", "test-results", "playwright-report", "coverage", "__pycache__"}


def digest_of(files: Iterable[Path], *words: str) -> str:
    """SHA-256 over names and contents of the files that exist, and over the words, in a fixed order."""
    total = hashlib.sha256()
    for word in words:
        total.update(f"word {word}\0".encode())
    for file in sorted(files):
        if file.is_file():
            total.update(f"file {file.name}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def sources_under(folder: Path, leave_out: Iterable[str] = ()) -> list[Path]:
    """Every file of a folder except what tools put there, and except the named folders."""
    skipped = NOT_SOURCES | set(leave_out)
    found: list[Path] = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in skipped and not name.startswith(".next"))
        found += [
            Path(parent) / name
            for name in names
            if not name.endswith((".tsbuildinfo", ".log")) and name != "next-env.d.ts"
        ]
    return found


def is_current(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest


def write_stamp(stamp: Path, digest: str) -> None:
    """Called last: a stamp says that the work was finished, not that it was begun."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest + "\n", encoding="utf-8")
