"""Logistic regression with a penalty, groups for cross-fitting, and the figures of merit. NumPy only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FOLDS = 10
_STEPS = 40
_CONVERGED = 1e-7


@dataclass(frozen=True)
class Fit:
    """``intercept + weights @ features`` are log odds, in the features' own units."""

    intercept: float
    weights: Floats

    def odds(self, features: Floats) -> Floats:
        odds: Floats = self.intercept + features @ self.weights
        return odds


def folds_of(groups: Sequence[str]) -> Ints:
    """The fold of each row: whole groups, shuffled with a fixed seed."""
    distinct = sorted(set(groups))
    order = np.random.default_rng(0).permutation(len(distinct))
    place = {group: int(order[i]) % FOLDS for i, group in enumerate(distinct)}
    return np.array([place[group] for group in groups])


def logistic(
    features: Floats,
    target: Floats,
    weight: Floats,
    penalty: float,
    groups: Ints | None = None,
    group_penalty: float = 1.0,
) -> Fit:
    """Penalised logistic regression by Newton's method; targets may be shares, 0–1.

    With ``groups`` each has an intercept of its own, drawn towards zero: slopes then come from comparing answers to
    one question, not easy questions with hard ones. The shipped intercept is the mean one.
    The penalty is on standardised features.
    """
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    design = np.column_stack([np.ones(len(target)), (features - middle) / spread])
    rows = (
        np.zeros(len(target), dtype=np.intp) if groups is None else np.unique(groups, return_inverse=True)[1]
    )
    beta, effects = np.zeros(design.shape[1]), np.zeros(int(rows.max()) + 1)
    ridge = np.eye(design.shape[1]) * penalty
    ridge[0, 0] = 1e-6
    for _ in range(_STEPS):
        if groups is not None:
            expected, slope = _expected(design @ beta + effects[rows], weight)
            pull = np.bincount(rows, weight * (target - expected)) - group_penalty * effects
            effects += pull / (np.bincount(rows, slope) + group_penalty)
        expected, slope = _expected(design @ beta + effects[rows], weight)
        gradient = design.T @ (weight * (target - expected)) - ridge @ beta
        step = np.linalg.solve((design * slope[:, None]).T @ design + ridge, gradient)
        beta += step
        if np.abs(step).max() < _CONVERGED:
            break
    weights = beta[1:] / spread
    return Fit(float(beta[0] - weights @ middle), weights)


def _expected(odds: Floats, weight: Floats) -> tuple[Floats, Floats]:
    expected = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return expected, weight * expected * (1 - expected) + 1e-9


def balanced(sets: Sequence[str], counts: Mapping[str, float]) -> Floats:
    """Weights by which every set counts as that many rows."""
    names, sizes = np.unique(np.array(sets), return_counts=True)
    share = {str(name): counts[str(name)] / int(size) for name, size in zip(names, sizes, strict=True)}
    return np.array([share[name] for name in sets])


def auc(scores: Floats, positive: NDArray[np.bool_]) -> float:
    """Share of (positive, negative) pairs in the right order, ties half."""
    negative = np.sort(scores[~positive])
    below = np.searchsorted(negative, scores[positive], "left")
    not_above = np.searchsorted(negative, scores[positive], "right")
    return float((below + not_above).mean() / 2 / max(len(negative), 1))


def pearson(a: Floats, b: Floats) -> float:
    return float(np.corrcoef(a, b)[0, 1])


def rmse(a: Floats, b: Floats) -> float:
    return float(np.sqrt(np.mean((a - b) ** 2)))
