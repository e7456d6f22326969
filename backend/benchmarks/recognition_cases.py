"""Titles and job descriptions with what a reader expects of them; a hash says which half is for tuning."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from app.occupations.tokens import key_of_text

Half = Literal["tuning", "held out"]

_FOLDER = Path(__file__).parent / "recognised"


@dataclass(frozen=True)
class Title:
    """``accepted``: labels of the occupations that a reader takes as right; none of them where nothing fits."""

    written: str
    kind: str
    accepted: frozenset[str]

    @property
    def half(self) -> Half:
        return half_of(self.written)


@dataclass(frozen=True)
class JobDescription:
    """Skills as keys (``tokens``), so that a label counts in any form: one of each group is expected."""

    name: str
    title: str
    text: str
    expected: tuple[frozenset[str], ...]
    also_right: frozenset[str]

    @property
    def half(self) -> Half:
        return half_of(self.name)

    def is_right(self, label: str) -> bool:
        return key_of_text(label) in self.also_right.union(*self.expected)

    def missed(self, labels: list[str]) -> list[str]:
        """What was expected and is not among the labels."""
        shown = frozenset(map(key_of_text, labels))
        return [" | ".join(sorted(group)) for group in self.expected if not group & shown]


def half_of(name: str) -> Half:
    """Nobody chooses."""
    return "held out" if hashlib.sha256(name.encode()).digest()[0] % 2 else "tuning"


def titles() -> tuple[Title, ...]:
    """Ours, both halves."""
    return _titles("titles.toml")


def titles_of_others() -> tuple[Title, ...]:
    """Written by others, for another purpose: for these nothing was ever tuned."""
    return _titles("titles_of_others.toml")


@cache
def _titles(file: str) -> tuple[Title, ...]:
    kinds = tomllib.loads((_FOLDER / file).read_text(encoding="utf-8"))
    return tuple(
        Title(written, kind, frozenset(accepted))
        for kind, of_kind in kinds.items()
        for written, accepted in of_kind.items()
    )


@cache
def job_descriptions() -> tuple[JobDescription, ...]:
    entries = tomllib.loads((_FOLDER / "job_descriptions.toml").read_text(encoding="utf-8"))
    return tuple(
        JobDescription(
            name,
            entry["title"],
            entry["text"].strip(),
            tuple(map(_keys, entry["expected"])),
            frozenset().union(*map(_keys, entry.get("also", ()))),
        )
        for name, entry in entries.items()
    )


def skill_labels() -> list[str]:
    """First labels of skills, read by hand where the data runs them together with the next."""
    return (_FOLDER / "skill_labels.txt").read_text(encoding="utf-8").splitlines()


def _keys(group: str) -> frozenset[str]:
    return frozenset(map(key_of_text, group.split("|")))
