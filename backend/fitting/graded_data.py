"""The human-graded files of ``HIRECOACH_DATA``, as rows; what they are stands in their README."""

import csv
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

BACKEND = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("HIRECOACH_DATA", BACKEND.parents[1] / "shared" / "data")) / "scoring"
PARAPHRASES = BACKEND / "graded" / "siop_paraphrases.toml"
FILES = ("saf_english.csv", "semeval2013_train.csv", "siop2024_interview_answers.csv")

# What SAF's graders saw instead of an answer.
_BLANK = {"", "no submission", "no response", "empty submission", "empty response"}


class DataMissing(Exception):
    """``args[0]`` says which file is not there, and what to do."""


@dataclass(frozen=True)
class Graded:
    """One answer with its grade, 0–1 (SemEval: 1 is correct, 0 the rest)."""

    dataset: str
    question: str
    references: tuple[str, ...]
    answer: str
    grade: float


@dataclass(frozen=True)
class Told:
    """One answer to an interview question, ungraded."""

    dataset: str
    question: str
    answer: str


def check() -> None:
    """Raise DataMissing when a file is not there."""
    for name in FILES:
        if not (DATA / name).is_file():
            raise DataMissing(
                f"{name} is not in {DATA}. Set HIRECOACH_DATA to the folder that has scoring/{name}; without the "
                "graded data nothing can be fitted, and the committed coefficients stay as they are."
            )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def graded_answers() -> list[Graded]:
    """SAF without blanks, and both parts of SemEval."""
    saf = [
        Graded("saf", row["question"], (row["reference"],), row["answer"], float(row["grade"]))
        for row in _rows("saf_english.csv")
        if row["answer"].strip().lower().rstrip(".") not in _BLANK
    ]
    semeval = [
        Graded(
            "beetle" if row["set"].startswith("beetle") else "scientsbank",
            row["question"],
            tuple(r for r in row["references"].split(" || ") if r.strip()),
            row["answer"],
            float(row["label"] == "correct"),
        )
        for row in _rows("semeval2013_train.csv")
    ]
    return [*saf, *semeval]


def told_answers() -> list[Told]:
    return [Told("siop", row["question"], row["answer"]) for row in _rows("siop2024_interview_answers.csv")]


def paraphrases(questions: list[str]) -> set[tuple[str, str]]:
    """Pairs of SIOP questions, both ways round, that ask the same thing (``siop_paraphrases.toml``)."""
    with PARAPHRASES.open("rb") as file:
        groups: dict[str, list[int]] = tomllib.load(file)["groups"]
    return {(questions[a], questions[b]) for group in groups.values() for a in group for b in group}
