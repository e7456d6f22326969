"""The words: one strength, one biggest fix, one retry prompt, at most two notes."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.evaluation.embedded.cleaning import MARKUP_FLAG, NOT_PROSE_FLAG, CleanAnswer
from app.evaluation.embedded.judging import Observed
from app.evaluation.embedded.lexicon import Lexicon, load_lexicon
from app.evaluation.embedded.words import Span, Words
from app.evaluation.port import DimensionName, DimensionScore

_MOST_NOTES = 2
_SNIPPET_WORDS = 11
_GOOD = 2.8
# An outcome worth praise comes after half of the story, and not within so many words of a word of harm.
_OUTCOME_FROM, _HARM_REACH = 0.5, 5
_STRENGTH_ORDER: tuple[DimensionName, ...] = (
    "result",
    "ownership",
    "specificity",
    "correctness",
    "structure",
    "relevance",
)
# fmt: off
_DANGLING = frozenset({
    "the", "a", "an", "to", "of", "and", "or", "but", "so", "with", "for", "in", "on", "at", "by", "my",
    "our", "their", "his", "her", "that", "which", "who", "from", "as", "was", "is", "were", "i", "we",
    "it", "they", "he", "she", "then", "because", "if", "when",
})
# fmt: on
_CUT_BEFORE = frozenset(["and", "but", "so", "because", "then", "which", "who"])


class Fix(BaseModel):
    """A fix and the prompt that asks for what is missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fix: str
    retry: str


class Phrases(BaseModel):
    """``coaching.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    strength: dict[str, str]
    fix: dict[str, Fix]
    notes: dict[str, str]


@dataclass(frozen=True)
class Coaching:
    """What the candidate reads."""

    strength: str | None
    biggest_fix: str
    retry_prompt: str
    coach_notes: list[str]


@cache
def load_phrases() -> Phrases:
    """Read the phrases; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("coaching.toml").open("rb") as file:
        return Phrases.model_validate(tomllib.load(file))


def coach_missing(question: str, cleaned: CleanAnswer) -> Coaching:
    """Words for what is not an answer."""
    return _compose(None, "not_answered", "", question, _notes_for_flags(cleaned))


def coach(
    question: str,
    dimensions: Sequence[DimensionScore],
    seen: Observed,
    cleaned: CleanAnswer,
    lexicon: Lexicon,
    *,
    is_short: bool,
) -> Coaching:
    """Choose the words by what the answer has and lacks; the same answer gets the same words."""
    scores = {d.name: d.score for d in dimensions if d.score is not None}
    key, span = ("too_short", Span(0, 1)) if is_short else _biggest_fix(scores, seen)
    notes = _notes_for_flags(cleaned)
    phrases = load_phrases().notes
    if is_short:
        notes.append(phrases["too_short"])
    if (
        seen.features.generic
        and key not in ("no_case_quoted", "no_detail_quoted")
        and len(seen.features.generic) > 1
    ):
        notes.append(phrases["generic"].format(quote=seen.words.between(seen.features.generic[0])))
    if "ownership" in scores and not seen.features.acts and _mostly_we(seen.words):
        notes.append(phrases["we"])
    quote = snippet(seen.words, span) if span else ""
    praise = None if cleaned.has(MARKUP_FLAG) or cleaned.has(NOT_PROSE_FLAG) else _strength(scores, seen)
    return _compose(praise, key, quote, question, notes)


def _compose(strength: str | None, key: str, quote: str, question: str, notes: list[str]) -> Coaching:
    fix = load_phrases().fix[key]
    return Coaching(
        strength=strength,
        biggest_fix=fix.fix.format(quote=quote, question=question),
        retry_prompt=fix.retry.format(quote=quote, question=question),
        coach_notes=notes[:_MOST_NOTES],
    )


def _notes_for_flags(cleaned: CleanAnswer) -> list[str]:
    phrases = load_phrases().notes
    return [phrases[flag] for flag in cleaned.flags if flag in phrases]


def _strength(scores: dict[DimensionName, float], seen: Observed) -> str | None:
    """What was good, in words of the answer; None where nothing was: a kind filler would be a lie."""
    phrases, f = load_phrases().strength, seen.features
    if scores.get("relevance", 5.0) <= 1:
        return None  # a fine detail about something else is no strength
    ranked = sorted(scores, key=lambda n: (-round(scores[n]), _STRENGTH_ORDER.index(n)))
    for name in ranked:
        if scores[name] < _GOOD:
            break
        span = _strength_span(name, seen)
        if name == "structure" and f.in_order:
            return phrases["structure_whole"]
        if name == "ownership" and f.reasoned:
            return phrases["ownership_reasoned"].format(quote=snippet(seen.words, f.reasoned[0], 18))
        if span is not None:
            return phrases[name].format(quote=snippet(seen.words, span))
        if name in ("structure", "relevance"):
            return phrases[name]
    if f.details and f.actions:
        return phrases["specificity"].format(quote=snippet(seen.words, f.details[0].span))
    if f.actions:
        return phrases["ownership"].format(quote=snippet(seen.words, f.actions[0]))
    return phrases["relevance"] if scores.get("relevance", 0.0) >= 3 else None


def _good_outcomes(seen: Observed) -> Sequence[Span]:
    """Outcomes from the last part on, none beside a word of harm: "doubled the key" was the bug, not the result."""
    words, late = seen.words, int(len(seen.words) * _OUTCOME_FROM)
    harm = load_lexicon().telling.harm
    fair = [
        span
        for span in (*seen.features.measured, *seen.features.outcomes)
        if span.first >= late
        and not any(
            t.word.startswith(harm)
            for t in words.tokens[max(0, span.first - _HARM_REACH) : span.stop + _HARM_REACH]
        )
    ]
    return fair or list(seen.told.ending[-1:])


def _strength_span(name: DimensionName, seen: Observed) -> Span | None:
    f = seen.features
    spans: dict[DimensionName, Sequence[Span]] = {
        "result": _good_outcomes(seen),
        "ownership": f.acts,
        "specificity": [d.span for d in f.details if d.kind != "speech"],
        "correctness": [seen.coverage.best] if seen.coverage and seen.coverage.best else [],
    }
    return next(iter(spans.get(name, [])), None)


def _biggest_fix(scores: dict[DimensionName, float], seen: Observed) -> tuple[str, Span | None]:
    """The first thing whose absence costs most: topic, case, deed, end, reasons, facts."""
    f = seen.features
    deed = f.acts[-1] if f.acts else next(iter(seen.told.own[-1:]), None)
    if scores.get("relevance", 5.0) <= 1:
        return ("relevance" if seen.asks_for_example else "relevance_plan"), Span(0, 1)
    if seen.coverage and seen.coverage.contradicted:
        return "contradicted", seen.coverage.best
    if seen.coverage and seen.coverage.missing and scores.get("correctness", 5.0) < 4:
        return "key_point", None
    if seen.asks_for_example and not f.actions and not f.situations and (f.habits or f.generic):
        span = (f.habits or f.generic)[0]
        return ("no_case_quoted", span) if f.habits else ("no_case", None)
    if "ownership" in scores and not deed:
        return "no_action", None
    if "result" in scores and not f.outcomes and not seen.told.ending:
        return ("no_result", deed) if deed else ("no_result_plain", None)
    if "specificity" in scores and len(f.details) == 0:
        return ("no_detail_quoted", f.generic[0]) if f.generic else ("no_detail", None)
    if "structure" in scores and not f.situations:
        return (
            ("no_situation", f.acts[0]) if seen.asks_for_example and f.acts else ("no_situation_plain", None)
        )
    if "ownership" in scores and not f.reasoned:
        return "no_reason", deed
    if "result" in scores and not f.measured and not seen.told.signs["end_numbers"]:
        ends = f.results or seen.told.ending
        return ("no_measure", ends[-1]) if ends else ("no_result_plain", None)
    if not seen.asks_for_example and "structure" in scores and not f.outcomes and deed:
        return "no_outcome_plan", deed
    if "specificity" in scores and len(f.details) < 2:
        return "no_detail", None
    if "result" in scores and not f.lessons:
        return "no_lesson", None
    return "in_full", None


def _mostly_we(words: Words) -> bool:
    said = [t.word for t in words.tokens]
    return said.count("we") > 2 * said.count("i")


def snippet(words: Words, span: Span, most: int = _SNIPPET_WORDS) -> str:
    """A few verbatim words from ``span`` on, ended where a phrase ends."""
    first = span.first
    # Start at the subject when it is just before: "I called", not "called".
    if first and words.tokens[first - 1].word in ("i", "we", "i'd", "it", "that", "the"):
        first -= 1
    stop = first + 1
    while stop < len(words) and stop - first < most:
        between = words.text[words.tokens[stop - 1].end : words.tokens[stop].start]
        if any(mark in between for mark in ".,;:!?\n") and stop > span.first:
            break
        if stop - first >= 4 and stop >= span.stop and words.tokens[stop].word in _CUT_BEFORE:
            break
        stop += 1
    while stop - first > 2 and stop > span.stop and words.tokens[stop - 1].word in _DANGLING:
        stop -= 1
    return words.text[words.tokens[first].start : words.tokens[stop - 1].end]
