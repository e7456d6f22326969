"""Structure, specificity, ownership, result: our own graded answers, whole questions left out.

The graded levels are the rubric's anchors: weak and polished-but-empty 1, adequate 3, strong and plain-but-strong 5.
Each dimension is a ridge regression over its own signs; a sign that comes out the wrong way round is dropped, so that
every weight can be explained (more abstract nouns never help).
"""

import json
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.features import extract
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.telling import telling
from app.evaluation.port import QuestionToEvaluate
from app.evaluation.rubric import kind_of
from fitting.arithmetic import Fit, Floats, Ints, folds_of
from fitting.graded_data import BACKEND, Told

GRADED = BACKEND / "benchmarks" / "graded" / "answers.jsonl"
ANCHOR = {"weak": 1.0, "polished_empty": 1.0, "adequate": 3.0, "strong": 5.0, "plain_strong": 5.0}
PENALTY = 5.0
PAIRS = (
    ("strong", "adequate"), ("adequate", "weak"), ("strong", "weak"), ("plain_strong", "polished_empty"),
    ("adequate", "polished_empty"),
)  # fmt: skip
_AGAINST = frozenset({"abstract", "everybody", "always", "states", "generic", "vague", "hedges"})
SIGNS: dict[str, tuple[str, ...]] = {
    "structure": (
        "past", "order", "situation", "outcome", "end_past", "end_now", "everybody", "states", "abstract", "own_past",
        "own_present", "vague", "hedges",
    ),
    "specificity": (
        "numbers", "facts", "people", "speech", "others_past", "order", "abstract", "generic", "always", "hedges",
        "everybody",
    ),
    "ownership": (
        "own_past", "own_present", "reasons", "reasoned", "others_past", "contrast", "conditional", "abstract",
        "everybody", "always", "generic",
    ),
    "result": (
        "outcome", "measured", "lesson", "end_numbers", "end_past", "end_now", "numbers", "vague", "hedges", "abstract",
        "generic", "states",
    ),
}  # fmt: skip


class Answers:
    """The graded answers with their signs; ``example`` where the question asks for one."""

    def __init__(self) -> None:
        lexicon = load_lexicon()
        rows = [json.loads(line) for line in GRADED.read_text(encoding="utf-8").splitlines() if line]
        self.rows = [row for row in rows if row["level"] in ANCHOR]
        self.target = np.array([ANCHOR[row["level"]] for row in self.rows])
        self.folds = folds_of([row["question_id"] for row in self.rows])
        signs = []
        example = []
        for row in self.rows:
            asks = kind_of(QuestionToEvaluate(text=row["question"], kind=row["kind"])).asks_for_example
            words = clean(row["answer"], row["question"], lexicon).words
            signs.append(telling(words, extract(words, lexicon, asks_for_example=asks), lexicon).signs)
            example.append(asks)
        self.names = tuple(signs[0])
        self.signs: Floats = np.array([[s[name] for name in self.names] for s in signs])
        self.example = np.array(example)

    def told(self) -> list[Told]:
        """Strong and adequate answers with their questions: what is told on topic."""
        return [Told("graded", r["question"], r["answer"]) for r in self.rows if ANCHOR[r["level"]] > 1]

    def same_topic(self) -> set[tuple[str, str]]:
        """Pairs of questions about one competency: an answer to one may well answer the other."""
        by = {row["question"]: row["competency"] for row in self.rows}
        return {(a, b) for a in by for b in by if by[a] == by[b]}

    def fit(self, rows: Ints, dimension: str) -> dict[str, Fit]:
        """One fit for questions that ask for an example (``told``), one for the others (``meant``)."""
        is_in = np.zeros(len(self.rows), dtype=bool)
        is_in[rows] = True
        return {
            "told": self._fit(np.where(is_in & self.example)[0], dimension),
            "meant": self._fit(np.where(is_in & ~self.example)[0], dimension),
        }

    def _fit(self, rows: Ints, dimension: str) -> Fit:
        weights, intercept = np.zeros(len(self.names)), 0.0
        kept = [self.names.index(name) for name in SIGNS[dimension]]
        while kept:
            x, y = self.signs[rows][:, kept], self.target[rows]
            middle, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
            z = (x - middle) / spread
            slope = np.linalg.solve(z.T @ z + PENALTY * np.eye(len(kept)), z.T @ (y - y.mean())) / spread
            wrong = [k for k, s in zip(kept, slope, strict=True) if (s > 0) == (self.names[k] in _AGAINST)]
            if not wrong:
                weights[kept], intercept = slope, float(y.mean() - slope @ middle)
                break
            kept = [k for k in kept if k not in wrong]
        return Fit(intercept, weights)

    def cross_fitted(self) -> Floats:
        """Sum of the four dimensions by coefficients that never saw the question."""
        total = np.zeros(len(self.rows))
        for fold in np.unique(self.folds):
            held = self.folds == fold
            for dimension in SIGNS:
                fits = self.fit(np.where(~held)[0], dimension)
                for part, name in ((self.example, "told"), (~self.example, "meant")):
                    total[held & part] += np.clip(fits[name].odds(self.signs[held & part]), 0, 5)
        return total

    def report(self, total: Floats) -> list[str]:
        """Pairs of answers to one question in the right order."""
        by_question: dict[str, dict[str, float]] = defaultdict(dict)
        for row, score in zip(self.rows, total, strict=True):
            by_question[row["question_id"]][row["level"]] = float(score)
        lines, right, pairs = [], 0, 0
        for better, worse in PAIRS:
            both = [(q[better], q[worse]) for q in by_question.values() if better in q and worse in q]
            won = sum(a > b for a, b in both)
            lines.append(f"{better} > {worse}: {won} of {len(both)}")
            right, pairs = right + won, pairs + len(both)
        return [*lines, f"together: {right / pairs:.1%} of {pairs} pairs"]

    def sections(self) -> str:
        """The coefficients as TOML, fitted on everything."""
        everything: Sequence[int] = range(len(self.rows))
        text = ""
        for dimension in SIGNS:
            for name, fitted in self.fit(np.array(everything), dimension).items():
                text += f"\n[{name}.{dimension}]\nintercept = {fitted.intercept:.4f}\n[{name}.{dimension}.weights]\n"
                for sign, weight in zip(self.names, fitted.weights, strict=True):
                    text += f"{sign} = {weight:.4f}\n" if weight else ""
        return text
