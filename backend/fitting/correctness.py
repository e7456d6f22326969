"""Correctness: grades of SAF and SemEval, whole questions left out.

SemEval says only right or not, SAF how much. What is wanted of a brief reference is learned by comparing SemEval's
answers to one question; how many points that is worth, and all of detailed references, by SAF's grades. Answers
made from these (``made_answers``) hold the ends of the scale.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.correctness import Correctness, kept
from app.evaluation.embedded.fitted import Linear, TwoKinds, detail_of
from app.evaluation.embedded.key_points import points_of
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import Words
from fitting.arithmetic import Fit, Floats, Ints, auc, balanced, folds_of, logistic, pearson, rmse
from fitting.graded_data import Graded
from fitting.made_answers import made_answers

# Chosen, like the names, among a dozen while looking at the same folds: the figures are a little too kind for it.
BRIEF = (
    "letters",
    "long_letters",
    "new_words",
    "new_meaning",
    "news",
    "new_said",
    "worst_meaning",
    "supported",
    "likeness",
    "opposite",
    "yes_or_no",
    "denies",
    "affirms",
    "shorter",
)
DETAILED = (
    "long_letters",
    "new_words",
    "news",
    "best_points",
    "supported",
    "new_supported",
    "asked_again",
    "asks_for_itself",
    "denies",
)
# In words: nine of ten references of SemEval have fewer than the one, two of three of SAF more than the other.
BRIEF_TO, DETAILED_FROM = 25.0, 50.0
_BRIEF_PENALTY, _DETAILED_PENALTY, _GROUP_PENALTY = 100.0, 50.0, 0.2
# What one made answer counts, a graded one of SAF counting 1.
_MADE_WEIGHT = 0.5
# The best of several references is chosen by the weights that are being fitted: twice is enough.
_ROUNDS = 2
_COUNTS = {"saf": 1500.0, "beetle": 750.0, "scientsbank": 750.0}


@dataclass(frozen=True)
class Table:
    """Features of each answer against each of its references; the graded answers first, then the made ones."""

    names: tuple[str, ...]
    features: list[Floats]  # one (references × features) an answer
    reference_words: list[Floats]
    graded: list[Graded]
    is_contradicted: list[bool]
    made: list[Graded]
    sources: list[str]  # the question whose answer or reference each made one was made from

    def columns(self, names: tuple[str, ...]) -> list[int]:
        return [self.names.index(name) for name in names]


def tabulate(graded: list[Graded], model: SentenceModel, say: Callable[[str], None]) -> Table:
    """Embed and compare everything; minutes the first time."""
    scorer, lexicon, made = Correctness(model, load_lexicon()), load_lexicon(), made_answers(graded)
    names: tuple[str, ...] = ()
    features: list[Floats] = []
    sizes: list[Floats] = []
    contradicted: list[bool] = []
    everything = [*graded, *(m.graded for m in made)]
    for i, row in enumerate(everything):
        # As the evaluator reads it: fillers and echoes of the question are set aside.
        words = clean(row.answer, row.question, lexicon).words
        words = words if len(words) else Words.of(row.answer)
        clauses = model.read([words.between(c) for c in words.clauses])
        alternatives = points_of((), " || ".join(row.references))
        found = [scorer.features(row.question, points, words, clauses) for points in alternatives]
        names = tuple(found[0])
        features.append(np.array([[f[name] for name in names] for f in found]))
        sizes.append(np.array([len(Words.of(" ".join(points))) for points in alternatives], dtype=np.float64))
        contradicted.append(bool(scorer.contradicted(words, alternatives)))
        if i % 500 == 0:
            say(f"{i} of {len(everything)} answers compared with their references")
    rows, sources = [m.graded for m in made], [m.source for m in made]
    return Table(names, features, sizes, graded, contradicted, rows, sources)


def fit(table: Table, rows: Ints) -> TwoKinds:
    """Fit on those rows (indices of graded answers), and on what was made from their questions alone."""
    data = _Chosen(table, [int(i) for i in rows])
    best = [int(f[:, table.columns(("news",))[0]].argmax()) for f in data.features]
    fitted = data.fit(best)
    for _ in range(_ROUNDS - 1):
        best = [
            int(_odds(fitted, table.names, f, s).argmax())
            for f, s in zip(data.features, data.sizes, strict=True)
        ]
        fitted = data.fit(best)
    return fitted


class _Chosen:
    """The rows that a fit sees, with what they count."""

    def __init__(self, table: Table, rows: list[int]) -> None:
        first = len(table.graded)
        seen = {table.graded[i].question for i in rows}
        made = [
            first + i
            for i, (row, source) in enumerate(zip(table.made, table.sources, strict=True))
            if {row.question, source} <= seen
        ]
        chosen, everything = [*rows, *made], [*table.graded, *table.made]
        self._table = table
        self.features = [table.features[i] for i in chosen]
        self.sizes = [table.reference_words[i] for i in chosen]
        self._grade = np.array([everything[i].grade for i in chosen])
        sets = [everything[i].dataset for i in chosen]
        self._of_saf: NDArray[np.bool_] = np.array(sets) == "saf"
        self._is_made: NDArray[np.bool_] = np.arange(len(chosen)) >= len(rows)
        counted = balanced(sets[: len(rows)], _COUNTS)
        self._weight = np.concatenate([counted, np.full(len(made), _MADE_WEIGHT)])
        names = [f"{everything[i].dataset} {everything[i].question}" for i in chosen]
        self._groups = np.unique(names, return_inverse=True)[1]

    def fit(self, best: list[int]) -> TwoKinds:
        """``best``: the reference that each answer is held against."""
        x = np.stack([f[b] for f, b in zip(self.features, best, strict=True)])
        return TwoKinds(
            brief_to=BRIEF_TO,
            detailed_from=DETAILED_FROM,
            brief=self._brief(x),
            detailed=self._detailed(x),
        )

    def _brief(self, x: Floats) -> Linear:
        """Slopes by SemEval's answers to one question, the scale by SAF and by what was made."""
        columns = x[:, self._table.columns(BRIEF)]
        told = ~self._of_saf & ~self._is_made
        slopes = logistic(
            columns[told],
            self._grade[told],
            self._weight[told],
            _BRIEF_PENALTY,
            self._groups[told],
            _GROUP_PENALTY,
        )
        on = self._of_saf | self._is_made
        scale = logistic(slopes.odds(columns[on])[:, None], self._grade[on], self._weight[on], 0.0)
        slope = float(scale.weights[0])
        return _linear(Fit(scale.intercept + slope * slopes.intercept, slope * slopes.weights), BRIEF)

    def _detailed(self, x: Floats) -> Linear:
        on = self._of_saf
        columns = x[on][:, self._table.columns(DETAILED)]
        return _linear(logistic(columns, self._grade[on], self._weight[on], _DETAILED_PENALTY), DETAILED)


def grades(fitted: TwoKinds, table: Table, rows: Ints) -> Floats:
    """What the evaluator would give, 0–1."""
    return np.array([_grade(fitted, table, i) for i in map(int, rows)])


def _grade(fitted: TwoKinds, table: Table, i: int) -> float:
    odds = _odds(fitted, table.names, table.features[i], table.reference_words[i])
    best = int(odds.argmax())
    scrambled = float(table.features[i][best, table.columns(("scrambled",))[0]])
    return fitted.share(float(odds[best])) * kept(scrambled, is_contradicted=table.is_contradicted[i])


def cross_fitted(table: Table) -> tuple[Floats, list[str]]:
    """Grades, 0–1, each by coefficients that never saw its question; and a line a fold."""
    folds = folds_of([f"{g.dataset} {g.question}" for g in table.graded])
    found, lines = np.zeros(len(folds)), []
    for fold in np.unique(folds):
        train, held = np.where(folds != fold)[0], np.where(folds == fold)[0]
        found[held] = grades(fit(table, train), table, held)
        lines.append(f"| {fold + 1} | {len(held)} | {_figures(table, found, held)} |")
    return found, lines


def section(fitted: TwoKinds) -> str:
    """As it stands in ``fitted.toml``."""
    lines = [
        "\n[correctness]",
        f"brief_to = {fitted.brief_to:.1f}",
        f"detailed_from = {fitted.detailed_from:.1f}",
    ]
    for name, kind in (("brief", fitted.brief), ("detailed", fitted.detailed)):
        lines += [f"\n[correctness.{name}]", f"intercept = {kind.intercept:.4f}"]
        lines.append(f"[correctness.{name}.weights]")
        lines += [f"{feature} = {weight:.4f}" for feature, weight in kind.weights.items()]
    return "\n".join(lines) + "\n"


def report(table: Table, found: Floats, lines: list[str]) -> list[str]:
    """The figures of each fold and of all, as lines."""
    head = [
        "\nCorrectness, whole questions left out:",
        "| fold | answers | SAF | Beetle | SciEntsBank |",
        "|---|---|---|---|---|",
    ]
    whole = []
    for name in ("saf", "beetle", "scientsbank"):
        rows = np.array([i for i, g in enumerate(table.graded) if g.dataset == name])
        whole.append(f"all of {name}, n={len(rows)}: {figures(table, found, rows)}")
    return [*head, *lines, *whole]


def _odds(fitted: TwoKinds, names: tuple[str, ...], features: Floats, sizes: Floats) -> Floats:
    """Log odds against each reference."""
    parts = []
    for kind in (fitted.brief, fitted.detailed):
        weights = np.array([kind.weights.get(name, 0.0) for name in names])
        parts.append(kind.intercept + features @ weights)
    detail = np.array([detail_of(s, fitted.brief_to, fitted.detailed_from) for s in sizes])
    odds: Floats = (1 - detail) * parts[0] + detail * parts[1]
    return odds


def _linear(fitted: Fit, names: tuple[str, ...]) -> Linear:
    weights = {name: float(w) for name, w in zip(names, fitted.weights, strict=True)}
    return Linear(intercept=fitted.intercept, weights=weights)


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
