"""Relevance: real answers against their own question and against others, whole questions left out."""

from collections.abc import Sequence

import numpy as np

from app.evaluation.embedded.relevance import Contrast
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import Words
from fitting.arithmetic import Fit, Floats, Ints, auc, balanced, folds_of, logistic
from fitting.graded_data import Told

PENALTY = 30.0
_OTHERS = 20  # other questions an answer is held against
_FEWEST_WORDS = 5
_COUNTS = {f"{name} {own}": 1000.0 for name in ("siop", "graded") for own in (True, False)}
# `likeness` is kept out: it came out negative (echoing the question is no evidence) and added nothing.
NAMES = ("whole", "clause", "words", "words_gap", "recall")
# Own answers at these quantiles get these scores. At the first begins "about something else"; past the middle
# nothing more is earned: relevance is a gate, and likeness to the question must not pay.
QUANTILES = (0.007, 0.035, 0.10, 0.25, 0.50)
SCORES = (0.0, 1.0, 3.0, 4.5, 5.0)


class Pairs:
    """(answer, question) pairs with their features; ``own`` where they belong together."""

    def __init__(
        self,
        told: Sequence[Told],
        same: set[tuple[str, str]],
        model: SentenceModel,
        contrast_questions: Sequence[str],
    ) -> None:
        """``same`` are pairs of questions that ask the same thing, both ways round."""
        questions = {
            d: sorted({t.question for t in told if t.dataset == d}) for d in {t.dataset for t in told}
        }
        contrast, draw, rows = Contrast(model, contrast_questions), np.random.default_rng(0), []
        own, groups, datasets = [], [], []
        for one in told:
            words = Words.of(one.answer)
            if len(words) < _FEWEST_WORDS:
                continue
            clauses = model.read([words.between(c) for c in words.clauses])
            others = [
                q for q in questions[one.dataset] if q != one.question and (q, one.question) not in same
            ]
            for question in [one.question, *draw.choice(others, _OTHERS, replace=False)]:
                found = contrast.belonging(str(question), words, clauses).features()
                rows.append([found[name] for name in NAMES])
                own.append(question == one.question)
                groups.append(one.question)
                datasets.append(one.dataset)
        self.features: Floats = np.array(rows)
        self.own = np.array(own)
        self.groups = groups
        self.datasets = datasets

    def fit(self, rows: Ints) -> Fit:
        """Own and others count the same, and so do the two sets of answers."""
        own = self.own[rows]
        weight = balanced([f"{self.datasets[i]} {self.own[i]}" for i in rows], _COUNTS)
        return logistic(self.features[rows], own.astype(float), weight, PENALTY)

    def cross_fitted(self) -> Floats:
        """Log odds by coefficients that never saw the question whose answer it is."""
        folds, odds = folds_of(self.groups), np.zeros(len(self.own))
        for fold in np.unique(folds):
            held = np.where(folds == fold)[0]
            odds[held] = self.fit(np.where(folds != fold)[0]).odds(self.features[held])
        return odds

    def report(self, odds: Floats) -> list[str]:
        """AUC, and at several thresholds how many of the others are caught for how many false alarms."""
        lines = []
        for name in sorted(set(self.datasets)):
            here = np.array([d == name for d in self.datasets])
            own, other = odds[here & self.own], odds[here & ~self.own]
            lines.append(f"{name}: AUC {auc(odds[here], self.own[here]):.3f} over {len(own)} answers")
            for share in QUANTILES[1:4]:
                at = np.quantile(odds[self.own], share)
                wrong, caught = (own < at).mean(), (other < at).mean()
                lines.append(f"  threshold {at:.2f}: {wrong:.1%} false alarms, {caught:.0%} of others caught")
        return lines
