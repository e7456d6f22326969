"""``python -m fitting.turn_taking``: when people's answers are over, from their words; writes ``ending.toml``.

Each answer of the SIOP set is cut at every sentence end and clause end. Where it ended is a positive, everything before
is a negative. A clause end is given a full stop, since a recogniser writes one wherever a speaker pauses. Figures are
cross-fitted: of people whom the coefficients behind them never saw.
"""

import csv
import re
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.cleaning import clean
from app.evaluation.embedded.completeness import parts_met
from app.evaluation.embedded.ending import COEFFICIENTS, FEWEST_WORDS, NAMES, ending_features
from app.evaluation.embedded.features import extract
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.port import QuestionToEvaluate
from app.evaluation.rubric import kind_of
from fitting.arithmetic import Fit, Floats, Ints, auc, folds_of, logistic
from fitting.graded_data import DATA, DataMissing, check

PENALTY = 10.0
FALSE_ALARMS = 0.05
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"(?<=[,;])\s+|\s+(?=(?:and|but|because|so|which|when)\s)")
_FEWEST_CLAUSE_WORDS = 4
_HEAD = """\
# Written by `python -m fitting.turn_taking`; do not edit. Log odds that an answer which stands here is over.
# Fitted on answers of the SIOP 2024 Machine Learning Competition (MIT): their last sentence ends against all inner
# sentence and clause ends.
"""


@dataclass(frozen=True)
class Moment:
    """A place where an answer could have been over."""

    person: str
    features: tuple[float, ...]
    is_over: bool
    is_sentence_end: bool


def ends_of(answer: str) -> list[tuple[str, bool]]:
    """The answer up to each clause or sentence end, and whether it is a sentence's."""
    ends, so_far = [], ""
    for sentence in _SENTENCE.split(answer.strip()):
        clauses = _CLAUSE.split(sentence)
        begun = so_far
        for i, clause in enumerate(clauses):
            begun = f"{begun} {clause}".strip()
            is_last = i == len(clauses) - 1
            if is_last or len(clause.split()) >= _FEWEST_CLAUSE_WORDS:
                ends.append((begun if is_last else begun.rstrip(",;") + ".", is_last))
        so_far = begun
    return ends


def _people() -> list[dict[str, str]]:
    """``person``, ``question`` and ``answer`` of each interview answer."""
    with (DATA / "siop2024_interview_answers.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def moments() -> list[Moment]:
    lexicon, found = load_lexicon(), []
    for row in _people():
        question = QuestionToEvaluate(text=row["question"])
        ends = ends_of(row["answer"])
        for i, (text, is_sentence_end) in enumerate(ends):
            words = clean(text, question.text, lexicon).words
            if len(words) < FEWEST_WORDS:
                continue
            seen = extract(words, lexicon, asks_for_example=kind_of(question).asks_for_example)
            parts = parts_met(question, words, seen, lexicon)
            features = ending_features(question.text, words, seen, parts, lexicon)
            told = tuple(features[name] for name in NAMES)
            found.append(Moment(row["person"], told, i == len(ends) - 1, is_sentence_end))
    return found


def fit(features: Floats, over: Floats) -> Fit:
    return logistic(features, over, np.ones(len(over)), PENALTY)


def cross_fitted(features: Floats, over: Floats, people: list[str]) -> Floats:
    """Log odds by coefficients that never saw the person."""
    folds, odds = folds_of(people), np.zeros(len(over))
    for fold in np.unique(folds):
        held: Ints = np.where(folds == fold)[0]
        seen: Ints = np.where(folds != fold)[0]
        odds[held] = fit(features[seen], over[seen]).odds(features[held])
    return odds


def caught(odds: Floats, over: NDArray[np.bool_]) -> float:
    """The share of ends above the threshold that ``FALSE_ALARMS`` of the others are above."""
    threshold = np.quantile(odds[~over], 1 - FALSE_ALARMS)
    return float((odds[over] > threshold).mean())


def report(found: list[Moment], odds: Floats, words: Floats) -> list[str]:
    over = np.array([m.is_over for m in found])
    sentence_ends = np.array([m.is_sentence_end for m in found])
    lines = ["| told apart, whole people left out | moments | ends | AUC | ends caught at 5 % false alarms |"]
    lines.append("|---|---|---|---|---|")
    for name, here in (("sentence ends", sentence_ends), ("sentence and clause ends", over | ~over)):
        for by, by_odds in (("all features", odds), ("number of words alone", words)):
            figures = f"{auc(by_odds[here], over[here]):.3f} | {caught(by_odds[here], over[here]):.0%}"
            lines.append(f"| {name}, {by} | {here.sum()} | {over[here].sum()} | {figures} |")
    return lines


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 – a command's report


def main() -> int:
    try:
        check()
    except DataMissing as error:
        say(f"Nothing was fitted: {error}")
        return 2
    found = moments()
    features = np.array([m.features for m in found])
    over = np.array([float(m.is_over) for m in found])
    people = [m.person for m in found]
    odds = cross_fitted(features, over, people)
    words = cross_fitted(features[:, [NAMES.index("words")]], over, people)
    for line in report(found, odds, words):
        say(line)
    fitted = fit(features, over)
    text = f"{_HEAD}\n[over]\nintercept = {fitted.intercept:.4f}\n\n[over.weights]\n"
    text += "".join(f"{name} = {weight:.4f}\n" for name, weight in zip(NAMES, fitted.weights, strict=True))
    COEFFICIENTS.write_text(text, encoding="utf-8")
    say(f"Wrote {COEFFICIENTS.name}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
