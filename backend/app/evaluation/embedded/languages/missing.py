"""What an answer has not told yet, and what telling it would be worth; for follow-up questions. No model."""

from collections.abc import Mapping

from app.evaluation.embedded.languages.judging import STORY, story_score
from app.evaluation.embedded.languages.lexicon import LanguageLexicon
from app.evaluation.embedded.languages.quoting import quote_around, quote_from
from app.evaluation.embedded.languages.signs import Seen
from app.evaluation.embedded.words import Span
from app.evaluation.port import MissingFact, MissingKind, QuestionToEvaluate
from app.evaluation.rubric import dimensions_of, kind_of

# Under this many points of 100 nobody would notice, and a question more would only cost time.
_WORTH_ASKING = 2.0
# What telling it would add to the counts that the score is made of; ours.
_ADDS: dict[MissingKind, dict[str, float]] = {
    "situation": {"situation": 1, "facts": 1, "order": 1},
    "own_action": {"own": 2, "meant": 1},
    "reason": {"reasons": 1, "reasoned": 1},
    "result": {"outcome": 1, "late": 2},
    "number": {"numbers": 1, "measured": 1, "late": 1},
}


def missing_from(question: QuestionToEvaluate, seen: Seen, lexicon: LanguageLexicon) -> list[MissingFact]:
    """Dearest first; ``gain`` in points of 100, 0 where telling it could not move the score.

    Parts of a question and key points are left out: word lists cannot tell whether they were told.
    """
    deed = _last(seen.acts)
    how_much = seen.asks_how_much(lexicon)
    is_told: list[tuple[MissingKind, bool, Span | None]] = [
        ("situation", bool(seen.situations), deed),
        ("own_action", bool(seen.acts), _last(seen.we[:1])),
        ("reason", bool(seen.reasons) or not deed, deed),
        ("result", bool(seen.outcomes or seen.fine or seen.lessons), deed),
        ("number", how_much is None, how_much),
    ]
    before = _story(question, seen.counts)
    found = []
    for what, is_there, span in is_told:
        if not is_there:
            gain = _story(question, _with_more(seen.counts, _ADDS[what])) - before
            quoted = quote_around if what == "number" else quote_from
            quote = quoted(seen.words, span, lexicon) if span else None
            worth = round(gain, 1) if gain >= _WORTH_ASKING else 0.0
            found.append(MissingFact(what=what, quote=quote, gain=worth))
    return sorted(found, key=lambda fact: -fact.gain)


def _with_more(counts: Mapping[str, float], more: Mapping[str, float]) -> dict[str, float]:
    return {sign: count + more.get(sign, 0.0) for sign, count in counts.items()}


def _story(question: QuestionToEvaluate, counts: Mapping[str, float]) -> float:
    """The part of the score, 0–100, that the story dimensions give; correctness has no score here."""
    asked = [name for name in dimensions_of(question) if name != "correctness"]
    asks = kind_of(question).asks_for_example
    total = sum(story_score(name, counts, asks_for_example=asks) for name in asked if name in STORY)
    return total * 20 / max(len(asked), 1)


def _last(spans: tuple[Span, ...]) -> Span | None:
    return spans[-1] if spans else None
