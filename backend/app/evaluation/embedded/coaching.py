"""The words: one strength, one biggest fix, one retry prompt, at most two notes."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.evaluation.embedded.cleaning import MARKUP_FLAG, NOT_PROSE_FLAG, CleanAnswer
from app.evaluation.embedded.fixing import Chosen, biggest_fix
from app.evaluation.embedded.judging import Observed
from app.evaluation.embedded.lexicon import Lexicon, load_lexicon
from app.evaluation.embedded.quoting import clause_around, fact_clause, snippet
from app.evaluation.embedded.words import Span, Words
from app.evaluation.port import DimensionName, DimensionScore
from app.evaluation.rubric import load_rubric

_MOST_NOTES = 2
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
# These quote a fact and not a deed.
_QUOTES_A_CLAUSE = frozenset({"no_measure", "too_short", "relevance", "relevance_plan"})


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
    return _compose(None, Chosen("not_answered"), question, _notes_for_flags(cleaned))


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
    chosen = Chosen("too_short", Span(0, 1)) if is_short else biggest_fix(scores, seen)
    notes = _notes_for_flags(cleaned)
    phrases = load_phrases().notes
    if is_short:
        notes.append(phrases["too_short"])
    if (
        seen.features.generic
        and chosen.key not in ("no_case_quoted", "no_detail_quoted")
        and len(seen.features.generic) > 1
    ):
        notes.append(phrases["generic"].format(quote=seen.words.between(seen.features.generic[0])))
    if "ownership" in scores and not seen.features.acts and _mostly_we(seen.words):
        notes.append(phrases["we"])
    praise = None if cleaned.has(MARKUP_FLAG) or cleaned.has(NOT_PROSE_FLAG) else _strength(scores, seen)
    return _compose(praise, chosen, question, notes, seen.words)


def _compose(
    strength: str | None, chosen: Chosen, question: str, notes: list[str], words: Words | None = None
) -> Coaching:
    fix = load_phrases().fix[chosen.key]
    facts: dict[str, str | int] = {"quote": "", "question": question, "words": len(words or ())}
    if words and chosen.span:
        quote = fact_clause if chosen.key in _QUOTES_A_CLAUSE else snippet
        facts["quote"] = quote(words, chosen.span)
    if chosen.dimension:
        facts["dimension"] = load_rubric().anchors[chosen.dimension].title.lower()
    return Coaching(
        strength=strength,
        biggest_fix=fix.fix.format_map(facts),
        retry_prompt=fix.retry.format_map(facts),
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
            quote = snippet if name == "ownership" else fact_clause
            return phrases[name].format(quote=quote(seen.words, span))
        if name in ("structure", "relevance"):
            return phrases[name]
    if f.details and f.actions:
        return phrases["specificity"].format(quote=fact_clause(seen.words, f.details[0].span))
    if f.actions:
        return phrases["ownership"].format(quote=snippet(seen.words, f.actions[0]))
    return phrases["relevance"] if scores.get("relevance", 0.0) >= 3 else None


def _good_outcomes(seen: Observed) -> Sequence[Span]:
    """Outcomes from the last part on, with a figure first; no harm ("doubled the key" was the bug), and no lesson."""
    words, f, late = seen.words, seen.features, int(len(seen.words) * _OUTCOME_FROM)
    fair = [
        span for span in (*f.measured, *f.outcomes) if span.first >= late and not _tells_of_harm(words, span)
    ]
    fair = fair or list(reversed(seen.told.ending))
    numbers = {d.span.first for d in f.details if d.kind == "number"}
    learned = {lesson.first for lesson in f.lessons}
    clauses = {span: set(_places(clause_around(words, span))) for span in fair}
    told = [span for span in fair if not learned & clauses[span]] or fair[:1]
    return sorted(told, key=lambda span: not numbers & clauses[span])


def _tells_of_harm(words: Words, span: Span) -> bool:
    """A word of harm beside it, and none in its clause that says the harm grew less."""
    signs = load_lexicon().telling
    near = words.tokens[max(0, span.first - _HARM_REACH) : span.stop + _HARM_REACH]
    clause = clause_around(words, span)
    is_relieved = any(words.tokens[i].word in signs.relief for i in _places(clause))
    return not is_relieved and any(t.word.startswith(signs.harm) for t in near)


def _places(span: Span) -> range:
    return range(span.first, span.stop)


def _strength_span(name: DimensionName, seen: Observed) -> Span | None:
    f = seen.features
    spans: dict[DimensionName, Sequence[Span]] = {
        "result": _good_outcomes(seen),
        "ownership": f.acts,
        "specificity": [d.span for d in f.details if d.kind != "speech"],
        "correctness": [seen.coverage.best] if seen.coverage and seen.coverage.best else [],
    }
    return next(iter(spans.get(name, [])), None)


def _mostly_we(words: Words) -> bool:
    said = [t.word for t in words.tokens]
    return said.count("we") > 2 * said.count("i")
