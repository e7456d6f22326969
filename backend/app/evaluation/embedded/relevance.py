"""Is this an answer to this question, rather than to another one?

Likeness to the question alone ranks weak answers first, because they echo its words. So relevance is a
contrast: how much better does the answer fit its own question than the others that could have been asked,
in standard deviations of the latter.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.sentence_model import SentenceModel

Vectors = NDArray[np.float32]

# Questions this alike ask the same thing in other words: an answer to one answers the other.
_PARAPHRASE = 0.65
_MOST_CONTRASTS = 60
_FEWEST_CONTRASTS = 5


@cache
def generic_questions() -> tuple[str, ...]:
    """Contrast questions that ship with the evaluator."""
    with Path(__file__).with_name("contrast_questions.toml").open("rb") as file:
        questions = tomllib.load(file)["questions"]
    if len(questions) < _FEWEST_CONTRASTS or not all(isinstance(q, str) and q.strip() for q in questions):
        raise ValueError("contrast_questions.toml: a list of at least five questions is needed")
    return tuple(questions)


def contrast_set(given: Sequence[str]) -> tuple[str, ...]:
    """The questions to compare with: an even choice of those given, and the generic ones."""
    step = max(1, -(-len(given) // _MOST_CONTRASTS))
    return tuple(dict.fromkeys([*generic_questions(), *given[::step]]))


class Contrast:
    """Compares answers with one fixed set of other questions."""

    def __init__(self, model: SentenceModel, questions: Sequence[str]) -> None:
        self._model = model
        self._questions = contrast_set(questions)

    def margin(self, question: str, clauses: Vectors) -> float:
        """Standard deviations by which the answer's clauses fit ``question`` better than other questions."""
        asked = self._model.embed([question])[0]
        others = self._model.embed(list(self._questions))
        others = others[others @ asked < _PARAPHRASE]
        if len(clauses) == 0 or len(others) < _FEWEST_CONTRASTS:
            return 0.0
        own, rest = fit(clauses, asked[None, :])[0], fit(clauses, others)
        return float((own - rest.mean()) / max(float(rest.std()), 1e-3))

    def likeness(self, question: str, clauses: Vectors) -> Vectors:
        """Cosine of each clause with the question."""
        likeness: Vectors = clauses @ self._model.embed([question])[0]
        return likeness


def fit(clauses: Vectors, questions: Vectors) -> Vectors:
    """How well the answer fits each question: half its whole, half its best clause."""
    whole = clauses.mean(axis=0)
    whole = whole / max(float(np.linalg.norm(whole)), 1e-9)
    fitted: Vectors = 0.5 * (questions @ whole) + 0.5 * (clauses @ questions.T).max(axis=0)
    return fitted
