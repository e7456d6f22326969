"""Human-graded answers from ``HIRECOACH_DATA`` (default ``../shared/data`` beside the repository).

None, and a named skip, where a file is not there. Sources and licences stand beside the data; nothing of it is in
the repository.
"""

import csv
import hashlib
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from app.evaluation.port import QuestionToEvaluate
from graded import FOLDER as GRADED

BACKEND = Path(__file__).resolve().parents[1]
_BLANK = ("", "no submission", "no response", "empty submission", "empty response")


@dataclass(frozen=True)
class ReferenceAnswer:
    """An answer to a question with a reference; ``grade`` 0–1 by people. ``references`` are alternatives."""

    set: str
    question: str
    reference: str
    references: tuple[str, ...]
    answer: str
    grade: float

    @property
    def is_correct(self) -> bool:
        return self.grade >= 1

    def to_evaluate(self, *, correctness_only: bool = False) -> QuestionToEvaluate:
        """The question as the evaluator sees it; ``correctness_only`` leaves out the other dimensions."""
        return QuestionToEvaluate(
            text=self.question,
            kind="technical",
            reference=" || ".join(self.references),
            dimensions=("correctness",) if correctness_only else None,
        )


@dataclass(frozen=True)
class SiopAnswer:
    """A real interview answer; nobody graded it."""

    person: str
    question: str
    answer: str


def folder() -> Path:
    return Path(os.environ.get("HIRECOACH_DATA", BACKEND.parents[1] / "shared" / "data")) / "scoring"


@cache
def saf() -> tuple[ReferenceAnswer, ...] | None:
    """The Short Answer Feedback set without its blanks, which fake success."""
    rows = _rows("saf_english.csv")
    if rows is None:
        return None
    return tuple(
        ReferenceAnswer(
            set="saf",
            question=row["question"],
            reference=row["reference"],
            references=(row["reference"],),
            answer=row["answer"],
            grade=float(row["grade"]),
        )
        for row in rows
        if row["answer"].strip().rstrip(".").lower() not in _BLANK
    )


@cache
def semeval() -> tuple[ReferenceAnswer, ...] | None:
    """SemEval 2013 task 7, Beetle and SciEntsBank; grade 1 is "correct", 0 the rest."""
    rows = _rows("semeval2013_train.csv")
    if rows is None:
        return None
    return tuple(
        ReferenceAnswer(
            set=row["set"].removesuffix("-train"),
            question=row["question"],
            reference=row["reference"],
            references=tuple(row["references"].split(" || ")),
            answer=row["answer"],
            grade=float(row["label"] == "correct"),
        )
        for row in rows
    )


@cache
def siop() -> tuple[SiopAnswer, ...] | None:
    rows = _rows("siop2024_interview_answers.csv")
    if rows is None:
        return None
    return tuple(SiopAnswer(row["person"], row["question"], row["answer"]) for row in rows)


def same_siop_questions(question: str) -> frozenset[str]:
    """The question and its paraphrases by the committed list. Raises ValueError for another edition of the set."""
    return _siop_groups().get(question, frozenset({question}))


@cache
def _siop_groups() -> dict[str, frozenset[str]]:
    questions = sorted({a.question for a in siop() or ()})
    with GRADED.joinpath("siop_paraphrases.toml").open("rb") as file:
        listed = tomllib.load(file)
    if hashlib.sha256("\n".join(questions).encode()).hexdigest() != listed["digest"]:
        raise ValueError("siop_paraphrases.toml is about another edition of the SIOP questions")
    together: dict[str, set[str]] = {}
    for places in listed["groups"].values():
        for place in places:
            together.setdefault(questions[place], set()).update(questions[p] for p in places)
    return {question: frozenset(group) for question, group in together.items()}


def missing() -> Iterator[str]:
    """A named skip for each file that is not there."""
    for name in ("saf_english.csv", "semeval2013_train.csv", "siop2024_interview_answers.csv"):
        if not (folder() / name).is_file():
            yield f"skipped: {name} is not in HIRECOACH_DATA"


def all_texts() -> list[tuple[QuestionToEvaluate, str]]:
    """Every answer with its question, for throughput."""
    graded = chain(saf() or (), semeval() or ())
    told = [(QuestionToEvaluate(text=a.question), a.answer) for a in siop() or ()]
    return [*((row.to_evaluate(), row.answer) for row in graded), *told]


def _rows(name: str) -> list[dict[str, str]] | None:
    path = folder() / name
    if not path.is_file():
        return None
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
