"""From features to dimension scores, each with the words of the answer that it stands on."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

from app.evaluation.embedded.features import Features
from app.evaluation.embedded.key_points import Coverage
from app.evaluation.embedded.relevance import Belonging
from app.evaluation.embedded.words import Span, Words
from app.evaluation.port import DimensionName, DimensionScore, Evidence

_MOST_QUOTES = 3


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RelevanceCurve(_Data):
    """Log odds of belonging to this question, and how they become 0–5, by straight lines."""

    deviations: float
    gap: float
    recall: float
    intercept: float
    odds: tuple[float, ...]
    scores: tuple[float, ...]
    likeness: tuple[float, ...]
    most: tuple[float, ...]
    not_prose: float

    @model_validator(mode="after")
    def _rises(self) -> "RelevanceCurve":
        if len(self.odds) != len(self.scores) or list(self.odds) != sorted(self.odds):
            raise ValueError("odds and scores must be of one length, odds rising")
        return self


class StructureWeights(_Data):
    base: float
    situation: float
    action: float
    result: float
    vague_result: float
    in_order: float
    lesson: float


class SpecificityWeights(_Data):
    base: float
    case: float
    detail_each: float
    detail_most: int
    generic_each: float
    generic_most: int


class OwnershipWeights(_Data):
    base: float
    action_each: float
    action_most: int
    habit_each: float
    habit_most: int
    reason_each: float
    reason_most: int


class ResultWeights(_Data):
    base: float
    outcome: float
    vague_outcome: float
    measure: float
    lesson: float


class Coefficients(_Data):
    """``coefficients.toml``."""

    relevance: RelevanceCurve
    structure: StructureWeights
    specificity: SpecificityWeights
    ownership: OwnershipWeights
    result: ResultWeights


@cache
def load_coefficients() -> Coefficients:
    """Read the coefficients; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("coefficients.toml").open("rb") as file:
        return Coefficients.model_validate(tomllib.load(file))


@dataclass(frozen=True)
class Observed:
    """Everything that was observed about one answer."""

    answer_id: str
    words: Words
    features: Features
    belonging: Belonging
    on_topic: Span | None  # the clause most like the question
    asks_for_example: bool
    coverage: Coverage | None = None
    is_prose: bool = True


def judge(name: DimensionName, seen: Observed) -> DimensionScore:
    """Score one dimension, 0–5 with one decimal."""
    score, spans, comment = _JUDGES[name](seen)
    return DimensionScore(
        name=name,
        score=round(min(5.0, max(0.0, score)), 1),
        evidence=_evidence(seen, spans),
        comment=comment,
    )


def story_score(name: DimensionName, f: Features, *, asks_for_example: bool) -> float:
    """Structure, specificity, ownership or result by what was found in the answer, 0–5, unrounded."""
    if name == "specificity":
        score = _specificity_score(f, asks_for_example=asks_for_example)
    else:
        score = _STORY_SCORES[name](f)
    return min(5.0, max(0.0, score))


def _structure_score(f: Features) -> float:
    w = load_coefficients().structure
    return (
        w.base
        + w.situation * bool(f.situations)
        + w.action * bool(f.acts)
        + (w.result if f.outcomes else w.vague_result * bool(f.results))
        + w.in_order * f.in_order
        + w.lesson * bool(f.lessons)
    )


def _specificity_score(f: Features, *, asks_for_example: bool) -> float:
    w = load_coefficients().specificity
    has_case = bool(f.situations) and bool(f.actions) if asks_for_example else bool(f.situations or f.acts)
    return (
        w.base
        + w.case * has_case
        + w.detail_each * min(len(f.details), w.detail_most)
        + w.generic_each * min(len(f.generic), w.generic_most)
    )


def _ownership_score(f: Features) -> float:
    w = load_coefficients().ownership
    habits = 0 if f.actions else len(f.habits)
    return (
        w.base
        + w.action_each * min(len(f.actions), w.action_most)
        + w.habit_each * min(habits, w.habit_most)
        + w.reason_each * min(len(f.reasoned), w.reason_most)
    )


def _result_score(f: Features) -> float:
    w = load_coefficients().result
    if not f.results:
        return w.base + w.lesson * bool(f.lessons)
    outcome = w.outcome if f.outcomes else w.vague_outcome
    return w.base + outcome + w.measure * bool(f.measured) + w.lesson * bool(f.lessons)


_STORY_SCORES: dict[DimensionName, Callable[[Features], float]] = {
    "structure": _structure_score,
    "ownership": _ownership_score,
    "result": _result_score,
}


def _evidence(seen: Observed, spans: list[Span]) -> list[Evidence]:
    found: list[Evidence] = []
    for span in spans:
        quote, start, end = seen.words.quote(span)
        if quote and all(end <= e.start or start >= e.end for e in found):
            found.append(Evidence(quote=quote, start=start, end=end, answer_id=seen.answer_id))
        if len(found) == _MOST_QUOTES:
            break
    return found


def _relevance(seen: Observed) -> tuple[float, list[Span], str]:
    curve = load_coefficients().relevance
    near = seen.belonging
    odds = (
        curve.deviations * near.deviations
        + curve.gap * near.gap
        + curve.recall * near.recall
        + curve.intercept
    )
    most = float(np.interp(near.likeness, curve.likeness, curve.most))
    score = min(most, float(np.interp(odds, curve.odds, curve.scores))) * (
        1 if seen.is_prose else curve.not_prose
    )
    spans = [seen.on_topic] if seen.on_topic else []
    if score <= 1:
        return score, spans, "This seems to answer another question."
    return score, spans, "This answers the question." if score >= 3 else "Part of this answers the question."


def _structure(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    told = {"the situation": f.situations, "what you did": f.acts, "what came of it": f.results}
    missing = [name for name, spans in told.items() if not spans]
    comment = f"Not told: {_listed(missing)}." if missing else "Situation, action and result are all there."
    return _structure_score(f), [spans[0] for spans in told.values() if spans], comment


def _specificity(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    named = _listed([f"“{d.what}”" for d in f.details[:3]])
    comment = f"Details someone could check: {named}." if named else "No number, date, name or tool yet."
    score = _specificity_score(f, asks_for_example=seen.asks_for_example)
    return score, [d.span for d in f.details] or list(f.situations[:1]), comment


def _ownership(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    if not f.acts:
        return _ownership_score(f), [], "I could not find what you did yourself."
    reasons = len(f.reasoned)
    comment = _sentence(
        f"{_counted(len(f.acts), 'action')} of your own, {_counted(reasons, 'reason')} given."
    )
    return _ownership_score(f), list(f.reasoned or f.acts), comment


def _result(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    if not f.results:
        return _result_score(f), list(f.lessons[:1]), "No outcome yet."
    missing = [n for n, spans in (("a measure", f.measured), ("what you learned", f.lessons)) if not spans]
    comment = (
        f"The outcome is told; {_listed(missing)} would complete it."
        if missing
        else "Outcome, measure and lesson."
    )
    return _result_score(f), [*(f.measured or f.results[-1:]), *f.lessons[:1]], comment


def _correctness(seen: Observed) -> tuple[float, list[Span], str]:
    if seen.coverage is None:
        return 0.0, [], "Not assessed."
    share = seen.coverage.share if seen.is_prose else seen.coverage.share * 0.4
    spans = [seen.coverage.best] if seen.coverage.best else []
    if seen.coverage.contradicted:
        return 5 * share, spans, "One point is said the wrong way round."
    if seen.coverage.missing:
        return (
            5 * share,
            spans,
            _sentence(f"{_counted(len(seen.coverage.missing), 'key point')} not mentioned."),
        )
    return 5 * share, spans, "The key points are covered."


_JUDGES = {
    "relevance": _relevance,
    "structure": _structure,
    "specificity": _specificity,
    "ownership": _ownership,
    "result": _result,
    "correctness": _correctness,
}


def _counted(count: int, noun: str) -> str:
    number = {0: "no", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}.get(count, str(count))
    return f"{number} {noun}{'' if count == 1 else 's'}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
