"""The rubric: dimensions, gates and totals. Pure; the same for every evaluator.

Gates run in code after any evaluator has judged, so that no model, prompt or coefficient can go round them.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from app.evaluation.port import (
    AnswerToEvaluate,
    DimensionName,
    DimensionScore,
    EvaluationStatus,
    Evidence,
    QuestionToEvaluate,
)

# On an evaluation whose dimensions were capped for this, so that the report can say why the score is low.
TOO_FEW_WORDS_FLAG = "too_few_words"
# On a score in a language that has no graded answers behind it.
NOT_CALIBRATED_FLAG = "not_calibrated_in_this_language"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Data):
    """What a kind of question asks for."""

    dimensions: tuple[DimensionName, ...] = Field(min_length=1)
    asks_for_example: bool


class WithReference(_Data):
    """What a question with a reference answer asks for."""

    dimensions: tuple[DimensionName, ...]


class Anchors(_Data):
    """What 1, 3 and 5 look like, in words; ``title`` is what people call the dimension."""

    title: str
    low: str
    middle: str
    high: str


class Gates(_Data):
    """Thresholds; words are counted, scores 0–5, totals 0–100, shares 0–1."""

    answered_from_words: int
    example_from_words: int
    short_example_cap: float
    off_topic_from: float
    off_topic_total: float
    quote_needed_from: float
    without_quote_cap: float
    confident_from: float
    correctness_share: float


class Rubric(_Data):
    """``rubric.toml``."""

    kinds: dict[str, Kind]
    with_reference: WithReference
    gates: Gates
    anchors: dict[DimensionName, Anchors]


@cache
def load_rubric() -> Rubric:
    """Read the rubric; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("rubric.toml").open("rb") as file:
        return Rubric.model_validate(tomllib.load(file))


def has_key(question: QuestionToEvaluate) -> bool:
    """Whether correctness can be judged: a reference or key points exist. Without them it never is."""
    return bool(question.reference or question.key_points)


def kind_of(question: QuestionToEvaluate) -> Kind:
    """The question's kind; an unknown one is treated as behavioral, the strictest."""
    kinds = load_rubric().kinds
    return kinds.get(question.kind, kinds["behavioral"])


def dimensions_of(question: QuestionToEvaluate) -> tuple[DimensionName, ...]:
    """The question's own dimensions, else those of its kind; correctness iff it can be judged."""
    if question.dimensions is not None:
        chosen = question.dimensions
    elif question.reference:
        chosen = load_rubric().with_reference.dimensions
    else:
        chosen = kind_of(question).dimensions
    rest = tuple(name for name in dict.fromkeys(chosen) if name != "correctness")
    return (*rest, "correctness") if has_key(question) else rest


def quote_holds(answer_text: str, evidence: Evidence) -> bool:
    """``answer[start:end] == quote``, in code points, and the quote says something."""
    return bool(evidence.quote.strip()) and answer_text[evidence.start : evidence.end] == evidence.quote


def is_answered(question: QuestionToEvaluate, words: int, declined: bool) -> bool:
    """Nothing, a refusal, or too few words is no answer; with a key even one word may be the right one."""
    needed = 1 if has_key(question) else load_rubric().gates.answered_from_words
    return words >= needed and not declined


def is_short_example(question: QuestionToEvaluate, words: int) -> bool:
    """Too few words for the example that was asked for: every dimension is capped. With a key it never is."""
    asks = kind_of(question).asks_for_example and not has_key(question)
    return asks and words < load_rubric().gates.example_from_words


def apply_gates(
    answer: AnswerToEvaluate, dimensions: Sequence[DimensionScore], words: int
) -> list[DimensionScore]:
    """Drop quotes that are not in the answer, then cap what lacks a quote or is too short for an example.

    With a key even one word may be the right one; then it is worth what it is right, and shows nothing else.
    """
    gates = load_rubric().gates
    short = is_short_example(answer.question, words)
    right = next((d.score for d in dimensions if d.name == "correctness" and d.score is not None), None)
    is_word = right is not None and words < gates.answered_from_words
    gated = []
    for dimension in dimensions:
        evidence = [e for e in dimension.evidence if quote_holds(answer.text, e)]
        score = dimension.score
        if score is not None:
            if score >= gates.quote_needed_from and not evidence:
                score = gates.without_quote_cap
            if short:
                score = min(score, gates.short_example_cap)
            if is_word and right is not None:
                score = min(score, right)
        gated.append(dimension.model_copy(update={"score": score, "evidence": evidence}))
    return gated


def total_before_cap(dimensions: Sequence[DimensionScore]) -> float | None:
    """0–100: the mean of what applies × 20; correctness is half. None: no score."""
    scores = {d.name: d.score for d in dimensions if d.score is not None}
    if not scores:
        return None
    correctness = scores.get("correctness")
    rest = [score for name, score in scores.items() if name != "correctness"]
    overall = sum(rest) / len(rest) if rest else None
    if correctness is not None:
        share = load_rubric().gates.correctness_share
        overall = correctness if overall is None else share * correctness + (1 - share) * overall
    assert overall is not None
    return overall * 20


def is_off_topic(dimensions: Sequence[DimensionScore]) -> bool:
    """Whether the answer was read as one to another question; never where its relevance was not judged."""
    relevance = next((d.score for d in dimensions if d.name == "relevance"), None)
    return relevance is not None and relevance <= load_rubric().gates.off_topic_from


def total(dimensions: Sequence[DimensionScore]) -> float | None:
    """``total_before_cap``, capped where it is off topic; one decimal."""
    result = total_before_cap(dimensions)
    if result is None:
        return None
    if is_off_topic(dimensions):
        result = min(result, load_rubric().gates.off_topic_total)
    return round(result, 1)


def status_of(answer: AnswerToEvaluate) -> EvaluationStatus:
    """``provisional`` where the recogniser was unsure: the text may be corrected and scored again."""
    unsure = answer.confidence is not None and answer.confidence < load_rubric().gates.confident_from
    return "provisional" if unsure else "scored"
