"""How an answer is told: who did what, in which tense, with how much that could be checked. Counts, no model.

Natural speech rarely says "as a result" or "my task was", so each sign here is a plain one: a past verb whose
subject is "I", a number near the end, a person who is spoken with; against them abstract nouns, "you" for
everybody, and what always holds. Each count is saturated (n / (n + half)): the first ones say most, and neither
length nor padding can buy much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.evaluation.embedded.features import Features
from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.words import Span, Words

# A subject holds for so many words: "I turned round, found her, switched the meter off and took her there".
_SUBJECT_REACH = 10
# The end of an answer: where a result belongs.
_END_SHARE = 0.35
# An abstract noun or adjective, by its ending, from this length on.
_ABSTRACT_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ity",
    "ness",
    "ence",
    "ance",
    "ism",
    "ive",
    "ional",
    "ility",
    "tions",
    "ments",
)
_ABSTRACT_FROM = 8
_SUBJECTS = frozenset(
    {"i", "we", "he", "she", "they", "it", "you", "who", "that", "which", "there", "everybody", "people"}
)
_I = frozenset({"i", "id", "ive", "ill", "im"})
# Half of the whole effect is reached at this count.
_HALF = {
    "own_past": 3.0, "own_present": 3.0, "others_past": 3.0, "people": 3.0, "numbers": 2.0, "facts": 2.0,
    "order": 2.0, "past": 5.0, "reasons": 1.5, "reasoned": 1.0, "situation": 1.0, "outcome": 1.0, "measured": 1.0,
    "lesson": 1.0, "end_numbers": 1.0, "end_past": 2.0, "end_now": 1.0, "abstract": 4.0, "everybody": 3.0,
    "always": 1.0, "states": 4.0, "generic": 1.5, "vague": 1.0, "conditional": 2.0, "speech": 1.0, "contrast": 1.0,
    "hedges": 1.5,
}  # fmt: skip


@dataclass(frozen=True)
class Telling:
    """``signs`` each 0–1; the spans are the words that they were read from, for quotes."""

    signs: Mapping[str, float]
    own: tuple[Span, ...]  # what "I" did
    happened: tuple[Span, ...]  # what anybody did, in the past
    ending: tuple[Span, ...]  # what happened, or how much, in the last part

    def with_more(self, more: Mapping[str, float]) -> "Telling":
        """The signs as they would be with so many more of each; for asking what a missing fact is worth."""
        grown = {n: saturated(n, counted(n, self.signs[n]) + more.get(n, 0.0)) for n in self.signs}
        return replace(self, signs=grown)


def saturated(name: str, count: float) -> float:
    return count / (count + _HALF[name])


def counted(name: str, sign: float) -> float:
    """The count behind a sign."""
    return sign * _HALF[name] / (1 - sign)


def telling(words: Words, seen: Features, lexicon: Lexicon) -> Telling:
    """Read the signs; linear in the number of words."""
    said = [_bare(t.word) for t in words.tokens]
    signs = lexicon.telling
    past_states = frozenset(map(_bare, signs.past_states))
    end = int(len(said) * (1 - _END_SHARE))
    own_past, own_present, others = _deeds(said, lexicon)
    numbers = [d.span.first for d in seen.details if d.kind == "number"]
    past = [i for i, w in enumerate(said) if _is_past(w, lexicon) or w in past_states]
    count = {
        "own_past": len(own_past),
        "own_present": len(own_present),
        "others_past": len(others),
        "people": _among(said, signs.people),
        "numbers": len(numbers),
        "facts": sum(d.kind in ("date", "tool", "constraint") for d in seen.details),
        "speech": sum(d.kind == "speech" for d in seen.details),
        "order": _among(said, signs.order),
        "past": len(past),
        "reasons": len(seen.reasons) + _among(said, signs.reasons),
        "reasoned": len(seen.reasoned),
        "situation": len(seen.situations),
        "outcome": len(seen.outcomes),
        "measured": len(seen.measured),
        "lesson": len(seen.lessons),
        "end_numbers": sum(i >= end for i in numbers),
        "end_past": sum(i >= end for i in past),
        "end_now": _among(said[end:], signs.since),
        "abstract": sum(_is_abstract(w) for w in said),
        "everybody": _among(said, signs.everybody),
        "always": _among(said, signs.always),
        "states": _among(said, signs.states),
        "generic": len(seen.generic),
        "vague": len(seen.vague),
        "conditional": _among(said, signs.conditional),
        "contrast": _among(said, signs.contrast),
        "hedges": _among(said, signs.hedges),
    }
    happened = sorted({*own_past, *others, *past})
    return Telling(
        signs={name: saturated(name, n) for name, n in count.items()},
        own=_spans(own_past or own_present),
        happened=_spans(happened),
        ending=_spans([i for i in sorted({*happened, *numbers}) if i >= end]),
    )


def _spans(places: Sequence[int]) -> tuple[Span, ...]:
    return tuple(Span(i, i + 1) for i in places)


def _deeds(said: list[str], lexicon: Lexicon) -> tuple[list[int], list[int], list[int]]:
    """Places of verbs by their subject: "I" in the past, "I" in the present, and others in the past."""
    own_past: list[int] = []
    own_present: list[int] = []
    others: list[int] = []
    subject, at = "", -_SUBJECT_REACH
    base = frozenset(lexicon.ownership.base)
    for i, word in enumerate(said):
        if word in _I or word in _SUBJECTS:
            subject, at = word, i
        elif i - at <= _SUBJECT_REACH and _is_past(word, lexicon):
            (own_past if subject in _I else others).append(i)
        elif i - at <= 2 and subject in _I and word in base:
            own_present.append(i)
    return own_past, own_present, others


def _bare(word: str) -> str:
    """Without apostrophes, as some recognisers write: "didnt"."""
    return word.replace("'", "")


def _is_past(word: str, lexicon: Lexicon) -> bool:
    own = lexicon.ownership
    return word in own.irregular or (len(word) > 4 and word.endswith("ed") and word not in own.states)


def _is_abstract(word: str) -> bool:
    return len(word) >= _ABSTRACT_FROM and word.endswith(_ABSTRACT_ENDINGS)


def _among(said: Sequence[str], listed: Sequence[str]) -> int:
    chosen = frozenset(map(_bare, listed))
    return sum(word in chosen for word in said)
