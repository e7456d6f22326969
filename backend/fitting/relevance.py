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
# Best clause and the question's words met add nothing to these (whole questions left out), so they are not used; nor is
# the tense, which adds a little and would hold it against people who tell what happened in the present.
NAMES = ("whole", "words", "words_gap", "themes")
# Own answers at these quantiles get these scores. At the second begins "about something else": one genuine answer in a
# hundred, since a wrong cap is the worst that can happen to a candidate. Between it and the quartile relevance falls
# and nothing is capped; past the middle nothing more is earned: likeness to the question must not pay.
QUANTILES = (0.003, 0.01, 0.10, 0.25, 0.50)
SCORES = (0.0, 1.0, 2.5, 4.5, 5.0)
_SHOWN = (0.01, 0.03, 0.10)


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
        contrast, draw = Contrast(model, contrast_questions), np.random.default_rng(0)
        rows, own, groups, datasets, answers = [], [], [], [], []
        for place, one in enumerate(told):
            words = Words.of(one.answer)
            if len(words) < _FEWEST_WORDS:
                continue
            clauses = [words.between(c) for c in words.clauses]
            others = [
                q for q in questions[one.dataset] if q != one.question and (q, one.question) not in same
            ]
            drawn = draw.choice(others, min(_OTHERS, len(others)), replace=False)
            for question in [one.question, *map(str, drawn)]:
                found = contrast.belonging(question, words, clauses).features()
                rows.append([found[name] for name in NAMES])
                own.append(question == one.question)
                groups.append(one.question)
                datasets.append(one.dataset)
                answers.append(place)
        self.features: Floats = np.array(rows)
        self.own = np.array(own)
        self.groups = groups
        self.datasets = datasets
        self._answers = np.array(answers)

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
        """AUC, how often the own question wins, and at several thresholds how many others are caught for how many
        false alarms."""
        lines = []
        for name in sorted(set(self.datasets)):
            here = np.array([d == name for d in self.datasets])
            own, other = odds[here & self.own], odds[here & ~self.own]
            better = np.mean([odds[i] > odds[j] for i, j in self._against(here)])
            lines.append(
                f"{name}: AUC {auc(odds[here], self.own[here]):.3f} over {len(own)} answers; an answer's own question "
                f"wins against {better:.1%} of others"
            )
            for share in _SHOWN:
                at = np.quantile(odds[self.own], share)
                wrong, caught = (own < at).mean(), (other < at).mean()
                lines.append(f"  threshold {at:.2f}: {wrong:.1%} false alarms, {caught:.0%} of others caught")
        return lines

    def _against(self, here: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
        """Rows of an answer with its own question, each beside a row of it with another."""
        own = {self._answers[i]: i for i in np.where(here & self.own)[0]}
        return [(own[self._answers[j]], j) for j in np.where(here & ~self.own)[0]]
