"""One strength, one biggest fix, one retry prompt, at most two notes, in the language of the interview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.evaluation.embedded.cleaning import MARKUP_FLAG, NOT_PROSE_FLAG, CleanAnswer
from app.evaluation.embedded.coaching import Coaching
from app.evaluation.embedded.languages.judging import Observed
from app.evaluation.embedded.languages.quoting import quote_around, quote_from
from app.evaluation.embedded.languages.wording import Wording
from app.evaluation.embedded.words import Span
from app.evaluation.port import DimensionName, DimensionScore
from app.evaluation.rubric import load_rubric

_MOST_NOTES = 2
_GOOD = 2.8
_WELL_TOLD = 4.0
_FEWEST_WORDS_QUOTED = 3
_GENERIC_FROM = 2
_STRENGTH_ORDER: tuple[DimensionName, ...] = ("result", "ownership", "specificity", "structure", "relevance")


@dataclass(frozen=True)
class _Chosen:
    """A key of the words, and the deed (or, ``is_fact``, the fact) that it quotes."""

    key: str
    span: Span | None = None
    is_fact: bool = False


def coach_missing(question: str, cleaned: CleanAnswer, words: Wording) -> Coaching:
    """Words for what is not an answer."""
    return _composed(None, words, "not_answered", {"question": question}, _notes_for_flags(cleaned, words))


def notes_only(cleaned: CleanAnswer, words: Wording) -> list[str]:
    """For what is kept and not scored."""
    return _notes_for_flags(cleaned, words)[:_MOST_NOTES]


def coach(
    question: str,
    dimensions: Sequence[DimensionScore],
    observed: Observed,
    cleaned: CleanAnswer,
    words: Wording,
    *,
    is_short: bool,
) -> Coaching:
    """Choose the words by what the answer has and lacks; the same answer gets the same words."""
    scores = {d.name: d.score for d in dimensions if d.score is not None}
    chosen = _Chosen("too_short") if is_short else _biggest_fix(scores, observed)
    notes = _notes_for_flags(cleaned, words)
    seen = observed.seen
    if is_short:
        notes.append(words.notes["too_short"])
    if len(seen.generic) >= _GENERIC_FROM:
        notes.append(words.notes["generic"].format(quote=seen.words.between(seen.generic[0])))
    if "ownership" in scores and seen.we and not seen.acts:
        notes.append(words.notes["we"])
    is_told = not (cleaned.has(MARKUP_FLAG) or cleaned.has(NOT_PROSE_FLAG))
    strength = _strength(scores, observed, words) if is_told else None
    facts = {"question": question, "quote": _quote(observed, chosen)}
    return _composed(strength, words, chosen.key, facts, notes)


def _composed(
    strength: str | None, words: Wording, key: str, facts: Mapping[str, str], notes: list[str]
) -> Coaching:
    fix = words.fix[key]
    return Coaching(
        strength=strength,
        biggest_fix=fix.fix.format_map(facts),
        retry_prompt=fix.retry.format_map(facts),
        coach_notes=notes[:_MOST_NOTES],
    )


def _notes_for_flags(cleaned: CleanAnswer, words: Wording) -> list[str]:
    return [words.notes[flag] for flag in cleaned.flags if flag in words.notes]


def _quote(observed: Observed, chosen: _Chosen) -> str:
    if chosen.span is None:
        return ""
    quoted = quote_around if chosen.is_fact else quote_from
    return quoted(observed.seen.words, chosen.span, observed.lexicon)


def _biggest_fix(scores: Mapping[DimensionName, float], observed: Observed) -> _Chosen:
    """The topic and a real case first; then what the lowest dimension lacks, and never what is there."""
    seen = observed.seen
    if is_off_topic(scores):
        return _Chosen("relevance")
    if observed.asks_for_example and not seen.own and not seen.details:
        return _Chosen("no_case")
    for name in sorted(scores, key=lambda n: scores[n]):
        # Well told without any of the phrases that we know: then it is not said that there is none.
        if scores[name] < _WELL_TOLD and (found := _lacking(name, observed)):
            return found
    return _Chosen("in_full")


def is_off_topic(scores: Mapping[DimensionName, float]) -> bool:
    """By the gate of the rubric."""
    return "relevance" in scores and scores["relevance"] <= load_rubric().gates.off_topic_from


def _lacking(name: DimensionName, observed: Observed) -> _Chosen | None:
    seen, asks = observed.seen, observed.asks_for_example
    if name == "structure":
        if not seen.situations and asks:
            return _Chosen("no_situation")
        return None if asks or seen.outcomes else _Chosen("no_outcome_plan")
    if name == "specificity" and len(seen.details) < 2:
        return _Chosen("one_detail" if seen.details else "no_detail")
    if name == "ownership":
        if not seen.acts:
            return _Chosen("no_action" if asks else "no_action_plan")
        if not seen.reasons:
            return _Chosen("no_reason", seen.own[-1]) if asks and seen.own else _Chosen("no_reason_plain")
    return _result_lacks(observed) if name == "result" else None


def _result_lacks(observed: Observed) -> _Chosen | None:
    seen = observed.seen
    if not (seen.outcomes or seen.fine or seen.late or seen.lessons):
        return _Chosen("no_result")
    if how_much := seen.asks_how_much(observed.lexicon):
        chosen = _Chosen("no_measure", how_much, is_fact=True)
        if len(_quote(observed, chosen).split()) >= _FEWEST_WORDS_QUOTED:
            return chosen
    return None if seen.lessons else _Chosen("no_lesson")


def _strength(scores: Mapping[DimensionName, float], observed: Observed, words: Wording) -> str | None:
    """What was good, in words of the answer; None where nothing was."""
    if is_off_topic(scores):
        return None
    known = [name for name in _STRENGTH_ORDER if scores.get(name, 0.0) >= _GOOD]
    for name in sorted(known, key=lambda n: (-round(scores[n]), _STRENGTH_ORDER.index(n))):
        if said := _praise(name, observed, words):
            return said
    return None


def _praise(name: DimensionName, observed: Observed, words: Wording) -> str | None:
    seen, phrases = observed.seen, words.strength
    if name == "ownership" and seen.reasoned:
        return phrases["ownership_reasoned"].format(quote=_quote(observed, _Chosen("", seen.reasoned[0])))
    if name == "structure" and not (seen.situations and seen.acts and seen.outcomes):
        return None
    if name in ("structure", "relevance"):
        return phrases[name]
    spans = {
        "result": seen.measured[-1:] or seen.outcomes[-1:],
        "ownership": seen.acts[:1],
        "specificity": tuple(detail.span for detail in seen.details if detail.kind != "speech")[:1],
    }[name]
    if not spans:
        return None
    return phrases[name].format(quote=_quote(observed, _Chosen("", spans[0], is_fact=name != "ownership")))
