"""Structure, specificity, ownership, result: our own graded answers, whole questions left out.

The graded levels are the rubric's anchors: weak and polished-but-empty 1, adequate 3, strong and plain-but-strong 5.
Each dimension is a ridge regression over its own signs; none may come out the wrong way round, so that every weight
can be explained (more abstract nouns never help). The same answer in other words should score the same, and neither
leaving a sentence out nor putting irrelevant ones behind it should pay (``sign_constrained``).
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.coherence import belonging_of_words
from app.evaluation.embedded.features import extract
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.telling import AGAINST, telling
from app.evaluation.port import QuestionToEvaluate
from app.evaluation.rubric import kind_of
from fitting.arithmetic import Fit, Floats, Ints, folds_of
from fitting.graded_data import BACKEND, Told
from fitting.sign_constrained import Rows, ridge
from graded import related_to

GRADED = BACKEND / "benchmarks" / "graded" / "answers.jsonl"
PARAPHRASES = BACKEND / "benchmarks" / "graded" / "paraphrases.jsonl"
ANCHOR = {"weak": 1.0, "polished_empty": 1.0, "adequate": 3.0, "strong": 5.0, "plain_strong": 5.0}
PENALTY = 5.0
# How much a difference between versions of one answer counts, beside one answer's distance from its level.
_SAME, _ONE_MORE, _BESIDE = 3.0, 2.0, 1.0
PAIRS = (
    ("strong", "adequate"), ("adequate", "weak"), ("strong", "weak"), ("plain_strong", "polished_empty"),
    ("adequate", "polished_empty"),
)  # fmt: skip
# Irrelevant sentences, others than those that the benchmark puts behind an answer.
_ASIDES = (
    "I had porridge with two bananas for breakfast today.",
    "My cousin got married in a castle in 2018 and the cake had four floors.",
    "Last night I watched a series about whales until one in the morning.",
    "Our neighbours have painted their garage green, which I find strange.",
    "I bought three pairs of socks on Saturday because they were cheap.",
    "The train to the coast takes forty minutes and costs 14 euros.",
    "My grandmother told me once that it snowed in May when she was a girl.",
    "There is a new bakery in my street, she sells very good rolls.",
    "I have been collecting stamps since I was nine and I own about six hundred.",
    "Yesterday my phone fell into the bath, so I put it into rice overnight.",
)
_ASIDES_EACH = 2
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_FEWEST_SENTENCES = 4
SIGNS: dict[str, tuple[str, ...]] = {
    "structure": (
        "told", "order", "situation", "outcome", "end_past", "end_now", "everybody", "states", "abstract",
        "own_past", "own_present", "vague", "hedges",
    ),
    "specificity": (
        "told", "numbers", "facts", "people", "speech", "others_past", "order", "abstract", "generic", "always",
        "hedges", "everybody",
    ),
    "ownership": (
        "told", "own_past", "own_present", "reasons", "reasoned", "others_past", "contrast", "abstract", "everybody",
        "always", "generic",
    ),
    "result": (
        "told", "outcome", "measured", "lesson", "end_numbers", "end_past", "end_now", "numbers", "vague", "hedges",
        "abstract", "generic", "states",
    ),
}  # fmt: skip

# What the rubric's anchors name counts at least so much (of 5, all of it against none), even where our few answers
# do not show it: a context, an outcome, a reason, a measure, a lesson.
LEAST: dict[str, dict[str, float]] = {
    "structure": {"situation": 0.3, "outcome": 0.2, "end_past": 0.1},
    "specificity": {"numbers": 0.5, "facts": 0.2},
    "ownership": {"own_past": 0.2, "own_present": 0.2, "reasons": 0.2, "reasoned": 0.2},
    "result": {"outcome": 0.2, "measured": 0.2, "lesson": 0.2, "end_past": 0.1, "end_numbers": 0.1},
}


class Answers:
    """The graded answers with their signs; ``example`` where the question asks for one."""

    def __init__(self, model: SentenceModel) -> None:
        self._model = model
        self._lexicon = load_lexicon()
        self.rows = [row for row in _lines(GRADED) if row["level"] in ANCHOR]
        self.target = np.array([ANCHOR[row["level"]] for row in self.rows])
        self.folds = folds_of([row["question_id"] for row in self.rows])
        self.example = np.array([_asks(row) for row in self.rows])
        read = [self._read(row, row["answer"]) for row in self.rows]
        self.names = tuple(read[0])
        self.signs: Floats = np.array([list(signs.values()) for signs in read])
        self._same = self._differences(self._told_again(), _SAME)
        self._not_more = self._differences(self._versions(), 1.0)

    def _read(self, row: dict[str, Any], text: str) -> dict[str, float]:
        words = clean(text, row["question"], self._lexicon).words
        seen = extract(words, self._lexicon, asks_for_example=_asks(row))
        clauses = self._model.read([words.between(clause) for clause in words.clauses])
        asked = self._model.embed([row["question"]])[0]
        belongs = belonging_of_words(len(words), words.clauses, clauses, asked)
        return telling(words, seen, self._lexicon, belongs).signs

    def _told_again(self) -> Iterator[tuple[int, str, float]]:
        """Paraphrases, with the place of the answer."""
        place = {row["id"]: i for i, row in enumerate(self.rows)}
        for line in _lines(PARAPHRASES):
            yield place[line["answer_id"]], line["paraphrase"], 1.0

    def _versions(self) -> Iterator[tuple[int, str, float]]:
        """Good answers without one of their sentences, and with irrelevant ones: neither is worth more."""
        for i in np.where(self.target > 1)[0]:
            text = self.rows[i]["answer"]
            sentences = [s for s in _SENTENCE.split(text.strip()) if s]
            for j in range(1, len(sentences) if len(sentences) >= _FEWEST_SENTENCES else 0):
                yield i, " ".join([*sentences[:j], *sentences[j + 1 :]]), _ONE_MORE
            for k in range(_ASIDES_EACH):
                one, other = (_ASIDES[(i * a + k * b) % len(_ASIDES)] for a, b in ((3, 5), (7, 3)))
                yield i, f"{text} {one} {other}", _BESIDE

    def _differences(self, versions: Iterable[tuple[int, str, float]], weight: float) -> tuple[Ints, Floats]:
        """Places of the answers, and by how much the signs of their other version are larger."""
        found = [
            (i, weight * share * (np.array(list(self._read(self.rows[i], text).values())) - self.signs[i]))
            for i, text, share in versions
        ]
        return np.array([i for i, _ in found]), np.array([difference for _, difference in found])

    def told(self) -> list[Told]:
        """Strong and adequate answers with their questions: what is told on topic."""
        return [Told("graded", r["question"], r["answer"]) for r in self.rows if ANCHOR[r["level"]] > 1]

    def same_topic(self) -> set[tuple[str, str]]:
        """Pairs of questions that one story may answer: of one competency, or named so by hand (related.toml)."""
        by = {row["question"]: row for row in self.rows}
        return {
            (a, b)
            for a, one in by.items()
            for b, other in by.items()
            if one["competency"] == other["competency"]
            or other["question_id"] in related_to(one["question_id"])
            or one["question_id"] in related_to(other["question_id"])
        }

    def fit(self, rows: Ints, dimension: str) -> dict[str, Fit]:
        """One fit for questions that ask for an example (``told``), one for the others (``meant``)."""
        is_in = np.zeros(len(self.rows), dtype=bool)
        is_in[rows] = True
        return {
            "told": self._fit(is_in & self.example, dimension),
            "meant": self._fit(is_in & ~self.example, dimension),
        }

    def _fit(self, chosen: NDArray[np.bool_], dimension: str) -> Fit:
        own = [self.names.index(name) for name in SIGNS[dimension]]
        (same, again), (more, versions) = self._same, self._not_more
        rows = Rows(
            self.signs[chosen][:, own],
            self.target[chosen],
            again[chosen[same]][:, own],
            versions[chosen[more]][:, own],
        )
        signs = np.array([-1.0 if name in AGAINST else 1.0 for name in SIGNS[dimension]])
        least = np.array([LEAST[dimension].get(name, 0.0) for name in SIGNS[dimension]])
        fitted = ridge(rows, signs, least, PENALTY)
        weights = np.zeros(len(self.names))
        weights[own] = fitted.weights
        return Fit(fitted.intercept, weights)

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


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _asks(row: dict[str, Any]) -> bool:
    return kind_of(QuestionToEvaluate(text=row["question"], kind=row["kind"])).asks_for_example
