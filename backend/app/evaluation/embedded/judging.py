"""From features to dimension scores, each with the words of the answer that it stands on."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from app.evaluation.embedded.features import Features
from app.evaluation.embedded.fitted import Linear, load_fitted
from app.evaluation.embedded.key_points import Coverage
from app.evaluation.embedded.relevance import Belonging
from app.evaluation.embedded.telling import Telling
from app.evaluation.embedded.words import Span, Words
from app.evaluation.port import DimensionName, DimensionScore, Evidence
from app.evaluation.rubric import load_rubric

_MOST_QUOTES = 3
# Share of the reference met → at least this relevant.
_MET, _MET_RELEVANCE = (0.5, 0.9), (0.0, 5.0)


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Coefficients(_Data):
    """``coefficients.toml``."""

    not_prose: float


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
    told: Telling
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


def story_score(name: DimensionName, told: Telling, *, asks_for_example: bool) -> float:
    """Structure, specificity, ownership or result by the signs of telling, 0–5, unrounded."""
    fitted = load_fitted().told if asks_for_example else load_fitted().meant
    sums: dict[DimensionName, Linear] = {
        "structure": fitted.structure,
        "specificity": fitted.specificity,
        "ownership": fitted.ownership,
        "result": fitted.result,
    }
    return min(5.0, max(0.0, sums[name].odds(told.signs)))


def _story(name: DimensionName, seen: Observed) -> float:
    score = story_score(name, seen.told, asks_for_example=seen.asks_for_example)
    return score if seen.is_prose else score * load_coefficients().not_prose


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
    curve = load_fitted().relevance
    score = float(np.interp(curve.odds(seen.belonging.features()), curve.odds_at, curve.scores))
    if seen.coverage is not None:
        # Who meets the reference is on its topic, whatever else could have been asked.
        score = max(score, float(np.interp(seen.coverage.met, _MET, _MET_RELEVANCE)))
        score *= seen.coverage.in_order  # a list of its key words answers nothing
    score *= 1 if seen.is_prose else load_coefficients().not_prose
    if round(score, 1) <= load_rubric().gates.off_topic_from:
        return score, [], _elsewhere(seen.belonging)  # nothing in it shows relevance
    spans = [seen.on_topic] if seen.on_topic else []
    return score, spans, "This answers the question." if score >= 3 else "Part of this answers the question."


def _elsewhere(belonging: Belonging) -> str:
    if belonging.apart is None:
        return "This seems to answer another question."
    told, asked = belonging.apart
    return f"This seems to answer another question: it tells of {told}, and the question asks about {asked}."


def _structure(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    ending = f.results or seen.told.ending
    told = {"the situation": f.situations, "what you did": f.acts or seen.told.own, "what came of it": ending}
    missing = [name for name, spans in told.items() if not spans]
    comment = f"Not told: {_listed(missing)}." if missing else "Situation, action and result are all there."
    spans = [spans[0] for spans in told.values() if spans] or list(seen.told.happened[:2])
    return _story("structure", seen), spans, comment


def _specificity(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    named = _listed([f"“{d.what}”" for d in f.details[:3]])
    comment = f"Details someone could check: {named}." if named else "No number, date, name or tool yet."
    spans = [d.span for d in f.details] or list(f.situations[:1]) or list(seen.told.happened[:1])
    return _story("specificity", seen), spans, comment


def _ownership(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    acts = f.acts or seen.told.own
    if not acts:
        return _story("ownership", seen), [], "I could not find what you did yourself."
    reasons = len(f.reasoned)
    comment = _sentence(f"{_counted(len(acts), 'action')} of your own, {_counted(reasons, 'reason')} given.")
    return _story("ownership", seen), list(f.reasoned or acts), comment


def _result(seen: Observed) -> tuple[float, list[Span], str]:
    f = seen.features
    if not f.results:
        spans = [*seen.told.ending[-1:], *f.lessons[:1]]
        return (
            _story("result", seen),
            spans,
            "The end is there; say what it changed." if spans else "No outcome yet.",
        )
    missing = [n for n, spans in (("a measure", f.measured), ("what you learned", f.lessons)) if not spans]
    comment = (
        f"The outcome is told; {_listed(missing)} would complete it."
        if missing
        else "Outcome, measure and lesson."
    )
    return _story("result", seen), [*(f.measured or f.results[-1:]), *f.lessons[:1]], comment


def _correctness(seen: Observed) -> tuple[float, list[Span], str]:
    if seen.coverage is None:
        return 0.0, [], "Not assessed."
    # A list of points may be right; one of key words in any order is known by its order (``scrambled``).
    share = seen.coverage.share
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
