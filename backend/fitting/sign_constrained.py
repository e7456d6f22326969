"""Ridge regression whose weights keep their sign, and that does not mind changes which are no substance.

Some differences between two versions of one answer should not move the score at all (the same told in other words),
others not upwards (irrelevant sentences more, a true sentence less). They enter as rows of their own, without an
intercept: the first always, the others for as long as they go the wrong way.
"""

from dataclasses import dataclass

import numpy as np

from fitting.arithmetic import Fit, Floats

_ROUNDS, _SWEEPS = 10, 300
_CONVERGED = 1e-6


@dataclass(frozen=True)
class Rows:
    """Features × answers with their target; ``same`` and ``not_more`` are differences of features, weighted."""

    features: Floats
    target: Floats
    same: Floats
    not_more: Floats


def ridge(rows: Rows, signs: Floats, least: Floats, penalty: float) -> Fit:
    """``signs``: +1 where more may only help, −1 where it may only harm; ``least``: by so much at least, in the
    features' own units. The penalty is on standardised features."""
    middle, spread = rows.features.mean(axis=0), rows.features.std(axis=0) + 1e-9
    standard, mean = (rows.features - middle) / spread, float(rows.target.mean())
    base = standard.T @ standard + penalty * np.eye(len(signs))
    base += (rows.same / spread).T @ (rows.same / spread)
    pull = standard.T @ (rows.target - mean)
    against, wrong = rows.not_more / spread, np.zeros(len(rows.not_more), dtype=bool)
    for _ in range(_ROUNDS):
        weights = _descend(base + against[wrong].T @ against[wrong], pull, signs, least * spread)
        now = against @ weights > 0
        if (now == wrong).all():
            break
        wrong = now
    slope = weights / spread
    return Fit(mean - float(slope @ middle), slope)


def _descend(curvature: Floats, pull: Floats, signs: Floats, least: Floats) -> Floats:
    """Coordinate descent; a weight that would fall under its least stays there."""
    weights = np.zeros(len(signs))
    for _ in range(_SWEEPS):
        before = weights.copy()
        for j in range(len(signs)):
            rest = pull[j] - curvature[j] @ weights + curvature[j, j] * weights[j]
            weights[j] = max(least[j], signs[j] * rest / curvature[j, j]) * signs[j]
        if np.abs(weights - before).max() < _CONVERGED:
            break
    return weights
