"""The coefficients that ``make fit`` found, validated when they are read; ``fitted.toml`` is written, not edited."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from math import exp
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

FITTED = Path(__file__).with_name("fitted.toml")


class Linear(BaseModel):
    """A weighted sum: log odds of being right (correctness) or of belonging (relevance)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    intercept: float
    weights: dict[str, float]

    def odds(self, features: Mapping[str, float]) -> float:
        """Raises KeyError when a feature is missing: a silent zero would be a guess."""
        return self.intercept + sum(weight * features[name] for name, weight in self.weights.items())


class Curve(Linear):
    """Log odds become 0–5 by straight lines between ``odds_at`` and ``scores``."""

    odds_at: tuple[float, ...]
    scores: tuple[float, ...]

    @model_validator(mode="after")
    def _rises(self) -> "Curve":
        if len(self.odds_at) != len(self.scores) or list(self.odds_at) != sorted(self.odds_at):
            raise ValueError("odds_at and scores must be of one length, odds rising")
        return self


class TwoKinds(BaseModel):
    """Log odds of correctness: one sum for brief references, one for detailed ones, blended between the two.

    ``brief_to`` and ``detailed_from`` are words of the reference.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    brief_to: float
    detailed_from: float
    brief: Linear
    detailed: Linear

    def odds(self, features: Mapping[str, float], reference_words: int) -> float:
        """Raises KeyError when a feature is missing."""
        detail = detail_of(reference_words, self.brief_to, self.detailed_from)
        return (1 - detail) * self.brief.odds(features) + detail * self.detailed.odds(features)

    @staticmethod
    def share(odds: float) -> float:
        """0–1, by the logistic curve."""
        return 1 / (1 + exp(-odds))


def detail_of(reference_words: float, brief_to: float, detailed_from: float) -> float:
    """0 for a brief reference, 1 for a detailed one; between them by the logarithm of the words."""
    return float(np.interp(np.log(max(reference_words, 1)), np.log([brief_to, detailed_from]), [0.0, 1.0]))


class Story(BaseModel):
    """A sum of signs for each dimension, 0–5 (before it is cut off there)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    structure: Linear
    specificity: Linear
    ownership: Linear
    result: Linear


class Fitted(BaseModel):
    """``fitted.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relevance: Curve
    correctness: TwoKinds
    told: Story  # questions that ask for an example
    meant: Story  # what one would do, or wants


_others: ContextVar[Fitted | None] = ContextVar("other coefficients", default=None)


def load_fitted() -> Fitted:
    """The coefficients that ship; raises ValidationError when the file does not fit the schema."""
    return _others.get() or _shipped()


@contextmanager
def using(fitted: Fitted) -> Iterator[None]:
    """Other coefficients in this context: measuring on a question needs some that never saw it."""
    token = _others.set(fitted)
    try:
        yield
    finally:
        _others.reset(token)


@cache
def _shipped() -> Fitted:
    with FITTED.open("rb") as file:
        return Fitted.model_validate(tomllib.load(file))
