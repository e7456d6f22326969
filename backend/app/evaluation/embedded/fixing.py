"""The one biggest fix: what is missing from the lowest dimension, and never a fault that is not there."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.evaluation.embedded.judging import Observed, story_score
from app.evaluation.embedded.missing import ADDS
from app.evaluation.embedded.words import Span
from app.evaluation.port import DimensionName, MissingKind
from app.evaluation.rubric import load_rubric

_BEST = 5.0
_CORRECT_FROM = 4.0
# Relevance under the middle anchor: part of the answer is about something else.
_RELEVANT_FROM = 3.0
# Well told without any of the phrases that we know: then it is not said that there is none.
_TOLD_FROM = 4.0
# The end of the comfortable length, 150 s (delivery.toml), at 150 words a minute: over two minutes at any fair pace.
_LONG_FROM_WORDS = 375
# Less than this of 5 would not be seen in the report, which shows one decimal.
_SEEN_GAIN = 0.1
# What one could add for a dimension of which nothing is missing altogether.
_LIFTS: dict[DimensionName, tuple[MissingKind, ...]] = {
    "structure": ("situation", "result"),
    "specificity": ("number", "situation"),
    "ownership": ("own_action", "reason"),
    "result": ("number", "result"),
}


@dataclass(frozen=True)
class Chosen:
    """A key of ``coaching.toml``, the words that it quotes, and the dimension that it would lift."""

    key: str
    span: Span | None = None
    dimension: DimensionName | None = None


def biggest_fix(scores: Mapping[DimensionName, float], seen: Observed) -> Chosen:
    """What makes the answer another one first; else what the lowest dimension that can be lifted lacks."""
    if gate := _before_all_else(scores, seen):
        return gate
    for name in sorted(scores, key=lambda n: scores[n]):
        if scores[name] < _BEST and (found := _lacking(name, scores, seen) or _one_more(name, seen)):
            return found
    return Chosen("too_long" if len(seen.words) > _LONG_FROM_WORDS else "in_full")


def _before_all_else(scores: Mapping[DimensionName, float], seen: Observed) -> Chosen | None:
    """Topic, truth and a case: while these are missing nothing else matters."""
    f, coverage = seen.features, seen.coverage
    if scores.get("relevance", _BEST) <= load_rubric().gates.off_topic_from:
        return Chosen("relevance" if seen.asks_for_example else "relevance_plan", Span(0, 1))
    if coverage and coverage.contradicted:
        return Chosen("contradicted", coverage.best)
    if coverage and coverage.missing and scores.get("correctness", _BEST) < _CORRECT_FROM:
        return Chosen("key_point")
    # In the present tense too a case can be told; one with facts in it is no habit.
    is_told = scores.get("specificity", 0.0) >= _TOLD_FROM
    if seen.asks_for_example and not (f.actions or f.situations or is_told) and (f.habits or f.generic):
        return Chosen("no_case_quoted", f.habits[0]) if f.habits else Chosen("no_case")
    return None


def _lacking(name: DimensionName, scores: Mapping[DimensionName, float], seen: Observed) -> Chosen | None:
    """The fact that is altogether missing from this dimension."""
    if name == "relevance":
        return Chosen("relevance_part") if scores[name] < _RELEVANT_FROM else None
    if name == "correctness":
        return Chosen("key_point") if seen.coverage and seen.coverage.missing else None
    return {
        "structure": _of_structure,
        "specificity": _of_specificity,
        "ownership": _of_ownership,
        "result": _of_result,
    }[name](seen, is_well=scores[name] >= _TOLD_FROM)


def _deed(seen: Observed) -> Span | None:
    f = seen.features
    return f.acts[-1] if f.acts else next(iter(seen.told.own[-1:]), None)


def _of_structure(seen: Observed, *, is_well: bool) -> Chosen | None:
    f, deed = seen.features, _deed(seen)
    if not f.situations and not is_well:
        quotes = seen.asks_for_example and f.acts
        return Chosen("no_situation", f.acts[0]) if quotes else Chosen("no_situation_plain")
    if not seen.asks_for_example and not f.outcomes and deed:
        return Chosen("no_outcome_plan", deed)
    return None


def _of_specificity(seen: Observed, *, is_well: bool) -> Chosen | None:
    f = seen.features
    if is_well:
        return None
    if len(f.details) == 0:
        return Chosen("no_detail_quoted", f.generic[0]) if f.generic else Chosen("no_detail")
    return Chosen("one_detail") if len(f.details) == 1 else None


def _of_ownership(seen: Observed, *, is_well: bool) -> Chosen | None:
    deed = _deed(seen)
    if not deed:
        return Chosen("no_action")
    has_reason = seen.features.reasoned or seen.features.reasons or is_well
    return None if has_reason else Chosen("no_reason", deed)


def _of_result(seen: Observed, *, is_well: bool) -> Chosen | None:
    f, deed = seen.features, _deed(seen)
    if not f.outcomes and not seen.told.ending:
        return Chosen("no_result", deed) if deed else Chosen("no_result_plain")
    if not f.measured and not seen.told.signs["end_numbers"]:
        ends = f.results or seen.told.ending
        return Chosen("no_measure", ends[-1])
    return None if f.lessons else Chosen("no_lesson")


def _one_more(name: DimensionName, seen: Observed) -> Chosen | None:
    """Where nothing is missing: the one more fact by which this dimension would rise most, if it would."""
    asks = seen.asks_for_example
    now = story_score(name, seen.told, asks_for_example=asks) if name in _LIFTS else _BEST
    gains = {
        kind: story_score(name, seen.told.with_more(ADDS[kind]), asks_for_example=asks) - now
        for kind in _LIFTS.get(name, ())
        if not (kind == "situation" and seen.features.situations)  # told; nobody is asked for it again
    }
    best = max(gains, key=lambda kind: gains[kind], default=None)
    if best is None or gains[best] < _SEEN_GAIN:
        return None
    return Chosen(f"more_{best}", dimension=name)
