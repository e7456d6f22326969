"""Correctness: grades of SAF and SemEval, whole questions left out, both collections
counting the same."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.evaluation.embedded.correctness import Correctness
from app.evaluation.embedded.key_points import points_of
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import Words
from fitting.arithmetic import Fit, Floats, Ints, auc, balanced, folds_of, logistic, pearson, rmse
from fitting.graded_data import Graded

PENALTY = 100.0
GROUP_PENALTY = 0.2
# The best of several references is chosen by the weights that are being fitted: twice is enough.
_ROUNDS = 2
# The two collections count the same: SAF, and SemEval with its two parts.
_COUNTS = {"saf": 1500.0, "beetle": 750.0, "scientsbank": 750.0}


@dataclass(frozen=True)
class Table:
    """Features of each answer against each of its references."""

    names: tuple[str, ...]
    features: list[Floats]  # one (references × features) an answer
    graded: list[Graded]


def tabulate(graded: list[Graded], model: SentenceModel, say: Callable[[str], None]) -> Table:
    """Embed and compare everything; minutes the first time."""
    scorer = Correctness(model, load_lexicon())
    names: tuple[str, ...] = ()
    features: list[Floats] = []
    for i, row in enumerate(graded):
        words = Words.of(row.answer)
        clauses = model.read([words.between(c) for c in words.clauses])
        rows = []
        for points in points_of((), " || ".join(row.references)):
            found = scorer.features(row.question, points, words, clauses)
            names = tuple(found)
            rows.append([found[name] for name in names])
        features.append(np.array(rows))
        if i % 500 == 0:
            say(f"{i} of {len(graded)} graded answers compared with their references")
    return Table(names, features, graded)


def fit(table: Table, rows: Ints) -> Fit:
    """Fit on those rows (indices)."""
    chosen = [int(i) for i in rows]
    weight = balanced([table.graded[i].dataset for i in chosen], _COUNTS)
    target = np.array([table.graded[i].grade for i in chosen])
    groups = np.unique(
        [f"{table.graded[i].dataset} {table.graded[i].question}" for i in chosen], return_inverse=True
    )[1]
    best = [int(table.features[i].sum(axis=1).argmax()) for i in chosen]
    for _ in range(_ROUNDS):
        x = np.stack([table.features[i][b] for i, b in zip(chosen, best, strict=True)])
        fitted = logistic(x, target, weight, PENALTY, groups, GROUP_PENALTY)
        best = [int(fitted.odds(table.features[i]).argmax()) for i in chosen]
    return fitted


def scale(odds: Floats, table: Table, rows: Ints) -> Fit:
    """Log odds → grade: one slope and one intercept, both collections
    counting the same."""
    chosen = [int(i) for i in rows]
    weight = balanced([table.graded[i].dataset for i in chosen], _COUNTS)
    return logistic(odds[chosen][:, None], np.array([table.graded[i].grade for i in chosen]), weight, 0.0)


def cross_fitted(table: Table) -> tuple[Floats, list[str]]:
    """Grades, 0–1, each by coefficients that never saw its question; and a line a fold."""
    folds = folds_of([f"{g.dataset} {g.question}" for g in table.graded])
    grades, lines = np.zeros(len(folds)), []
    for fold in np.unique(folds):
        train, held = np.where(folds != fold)[0], np.where(folds == fold)[0]
        fitted = fit(table, train)
        odds = np.array([fitted.odds(f).max() for f in table.features])
        scaled = scale(odds, table, train)
        grades[held] = 1 / (1 + np.exp(-scaled.odds(odds[held][:, None])))
        lines.append(f"| {fold + 1} | {len(held)} | {_figures(table, grades, held)} |")
    return grades, lines


def _figures(table: Table, grades: Floats, rows: Ints) -> str:
    cells = []
    for name in ("saf", "beetle", "scientsbank"):
        mine = np.array([i for i in rows if table.graded[int(i)].dataset == name], dtype=int)
        cells.append(figures(table, grades, mine) if len(mine) > 1 else "–")
    return " | ".join(cells)


def figures(table: Table, grades: Floats, rows: Ints) -> str:
    """r and RMSE where there is a grade, AUC where there is only right or not."""
    chosen = [int(i) for i in rows]
    truth = np.array([table.graded[i].grade for i in chosen])
    if truth.min() == truth.max():
        return "one grade only"
    if table.graded[chosen[0]].dataset == "saf":
        return f"r {pearson(grades[chosen], truth):.2f}, RMSE {100 * rmse(grades[chosen], truth):.1f}"
    return f"AUC {auc(grades[chosen], truth > 0.5):.3f}"
