"""Figures of agreement, and the simple baselines that a reader compares with."""

from collections.abc import Sequence

import numpy as np

from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import tokenize

_MODEL = SentenceModel(threads=1)


def auc(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """Share of (positive, negative) pairs in the right order, ties half (Mann-Whitney)."""
    values, is_positive = np.array(scores), np.array(positive)
    negative = np.sort(values[~is_positive])
    below = np.searchsorted(negative, values[is_positive], "left")
    below = below + np.searchsorted(negative, values[is_positive], "right")
    return float(below.mean() / 2 / max(len(negative), 1))


def pearson(scores: Sequence[float], grades: Sequence[float]) -> float:
    return float(np.corrcoef(scores, grades)[0, 1])


def rmse(scores: Sequence[float], grades: Sequence[float]) -> float:
    """Root of the mean squared error, in the units of the grades."""
    return float(np.sqrt(np.mean((np.array(scores) - np.array(grades)) ** 2)))


def word_recall(answer: str, references: Sequence[str]) -> float:
    """The best share, 0–1, of a reference's words that the answer has."""
    said = {t.word for t in tokenize(answer)}
    wanted = [{t.word for t in tokenize(r)} for r in references]
    return max((len(w & said) / len(w) for w in wanted if w), default=0.0)


def cosine(answer: str, others: Sequence[str]) -> float:
    """Likeness of MiniLM's vectors of whole texts (their first 128 pieces), to the best of the others."""
    return float((_MODEL.embed(list(others)) @ _MODEL.embed([answer or "-"])[0]).max())


def cosine_of(texts: tuple[str, Sequence[str]]) -> float:
    """The same of a pair, for sharing the work out."""
    return cosine(*texts)


def length(answer: str) -> float:
    return float(len(tokenize(answer)))
