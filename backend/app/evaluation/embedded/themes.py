"""What interview questions ask about and how answers tell of it: some seventy themes, as data.

A story of a late delivery answers "a tight deadline" without a word of the question in it. So each theme has short
clauses as answers say them (``told``) beside ways of asking (``asked``); an answer's clauses are held against the
former, a question against the latter. All clauses are ours (``themes/*.toml``); their vectors are kept beside them,
so that a first answer does not wait for a thousand texts, and are written by ``make fit``.
"""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from app.evaluation.embedded.neutral import neutral
from app.evaluation.embedded.sentence_model import Vectors
from app.evaluation.embedded.words import Words

FOLDER = Path(__file__).with_name("themes")
VECTORS = FOLDER / "vectors.npz"
_PARTS = ("people", "work", "self")

# How sharply a question's themes are told apart: a cosine this much lower counts e times less. Ours, flat near here.
_SHARPNESS = 0.12
# A clause tells of a theme as much as its two likest prototypes say: one alone may be chance.
_LIKEST = 2
# Named to the candidate only when the question is mostly about it, and the answer stands out by this many deviations.
_NAMED_SHARE, _NAMED_DEVIATIONS = 0.08, 1.5

Floats = NDArray[np.float64]


class Theme(BaseModel):
    """``about`` ends the sentence "The question asks about …"; the rest are prototypes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: str = Field(min_length=3)
    asked: tuple[str, ...] = Field(min_length=4)
    told: tuple[str, ...] = Field(min_length=6)


@cache
def load_themes() -> dict[str, Theme]:
    """Read the themes; raises ValidationError when one does not fit, ValueError when a name stands twice."""
    themes: dict[str, Theme] = {}
    for part in _PARTS:
        with (FOLDER / f"{part}.toml").open("rb") as file:
            for name, theme in tomllib.load(file).items():
                if name in themes:
                    raise ValueError(f"themes/{part}.toml: {name} stands twice")
                themes[name] = Theme.model_validate(theme)
    return themes


def texts() -> list[str]:
    """Every prototype as it is embedded: first all ways of asking, then all ways of telling, as words alone."""
    themes = load_themes().values()
    asked = [text for theme in themes for text in theme.asked]
    return asked + [neutral(Words.of(text).joined) for theme in themes for text in theme.told]


def digest() -> bytes:
    """Of the prototypes: vectors of other texts must not be taken for theirs."""
    return hashlib.sha256("\n".join(texts()).encode()).digest()


@cache
def _vectors() -> Vectors:
    with np.load(VECTORS, allow_pickle=False) as file:
        if bytes(file["digest"]) != digest():
            raise ValueError("themes/vectors.npz is of other texts than themes/*.toml: run `make fit`")
        return np.asarray(file["vectors"], dtype=np.float32)


@dataclass(frozen=True)
class Told:
    """How much an answer tells of each theme, in deviations from its mean theme; ``names`` in the same order."""

    strength: Floats

    def fit(self, asked: Floats) -> float:
        """How much it tells of what is asked about: strengths weighted by the question's shares."""
        return float(self.strength @ asked)


class Themes:
    """Questions and answers as mixtures of themes. Needs no model: it works on their vectors."""

    def asked(self, question: Vectors) -> Floats:
        """Share of each theme in the question with this unit vector; they add up to 1."""
        likeness = np.array([float(vectors.max()) for vectors in self._by_theme(self._asking @ question, 0)])
        share = np.exp((likeness - likeness.max()) / _SHARPNESS)
        shares: Floats = share / share.sum()
        return shares

    def told(self, clauses: Vectors) -> Told:
        """Of the clauses' unit vectors, one row each."""
        over = self._likeness(clauses).mean(axis=0) - self._usual
        return Told((over - over.mean()) / max(float(over.std()), 1e-9))

    def apart(self, question: Vectors, told: Told) -> tuple[str, str] | None:
        """What the answer tells of and what the question asks about, in words, where both are clear and differ."""
        asked = self.asked(question)
        wanted, found = int(asked.argmax()), int(told.strength.argmax())
        is_clear = asked[wanted] >= _NAMED_SHARE and told.strength[found] >= _NAMED_DEVIATIONS
        if not is_clear or told.strength[wanted] > 0 or asked[found] >= asked[wanted] / 2:
            return None
        about = [theme.about for theme in load_themes().values()]
        return about[found], about[wanted]

    def _likeness(self, clauses: Vectors) -> Floats:
        """Clauses × themes: mean of the likest prototypes."""
        parts = self._by_theme((clauses @ self._telling.T).T, 1)
        likest = [np.sort(part, axis=0)[-_LIKEST:].mean(axis=0) for part in parts]
        return np.stack(likest, axis=1).astype(np.float64)

    @cached_property
    def _usual(self) -> Floats:
        """How like each theme a clause about something else is: some themes are like everything."""
        likeness = self._likeness(self._telling)
        themes = np.repeat(np.arange(len(self._counts[1])), self._counts[1])
        return np.array([likeness[themes != k, k].mean() for k in range(likeness.shape[1])])

    @cached_property
    def _counts(self) -> tuple[list[int], list[int]]:
        themes = load_themes().values()
        return [len(t.asked) for t in themes], [len(t.told) for t in themes]

    def _by_theme(self, rows: NDArray[np.float32], part: int) -> list[NDArray[np.float32]]:
        return np.split(rows, np.cumsum(self._counts[part])[:-1])

    @property
    def _asking(self) -> Vectors:
        return _vectors()[: sum(self._counts[0])]

    @property
    def _telling(self) -> Vectors:
        return _vectors()[sum(self._counts[0]) :]
