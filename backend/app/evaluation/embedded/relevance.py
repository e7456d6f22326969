"""Is this an answer to this question, rather than to another one?

Likeness to the question alone ranks weak answers first, because they echo its words. So relevance is a
contrast: how much better does the answer fit its own question than the others that could have been asked,
in standard deviations of the latter.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import Words, tokenize

Vectors = NDArray[np.float32]

# Questions this alike ask the same thing in other words: an answer to one answers the other.
_PARAPHRASE = 0.65
_MOST_CONTRASTS = 60
_FEWEST_CONTRASTS = 5
_BEST_RIVALS = 3
_STEM = 5


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


@dataclass(frozen=True)
class Belonging:
    """Fit to the own question: over the mean of the others and over the best of them (standard deviations),
    the share of the question's content words that the answer meets (0–1), and the fit itself (cosine).
    """

    deviations: float
    gap: float
    recall: float
    likeness: float


class Contrast:
    """Compares answers with one fixed set of other questions."""

    def __init__(self, model: SentenceModel, questions: Sequence[str]) -> None:
        self._model = model
        self._questions = contrast_set(questions)

    def belonging(self, question: str, words: Words, clauses: Vectors) -> Belonging:
        """How much better the answer's clauses fit ``question`` than the other questions."""
        recall = _recall(question, words)
        asked = self._model.embed([question])[0]
        others = self._model.embed(list(self._questions))
        others = others[others @ asked < _PARAPHRASE]
        if len(clauses) == 0 or len(others) < _FEWEST_CONTRASTS:
            return Belonging(0.0, 0.0, recall, 0.0)
        own, rest = fit(clauses, asked[None, :])[0], fit(clauses, others)
        spread = max(float(rest.std()), 1e-3)
        best = np.sort(rest)[-_BEST_RIVALS:].mean()
        return Belonging(float(own - rest.mean()) / spread, float(own - best) / spread, recall, float(own))

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


def _recall(question: str, words: Words) -> float:
    lexicon = load_lexicon()
    common = {*lexicon.function_words[lexicon.language], *lexicon.asking}
    asked = {t.word[:_STEM] for t in tokenize(question) if t.word not in common}
    return len(asked & {t.word[:_STEM] for t in words.tokens}) / max(len(asked), 1)
