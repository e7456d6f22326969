"""How an answer is told: who did what, in which tense, with how much that could be checked. Counts, no model.

Natural speech rarely says "as a result" or "my task was", so each sign here is a plain one: a past verb whose
subject is "I", a number after the own deeds, a person who is spoken with; against them abstract nouns, "you" for
everybody, and what always holds.

What speaks for an answer is counted where it stands: a deed among phrases that fit every answer counts less, and so
does what has nothing to do with the rest (``belongs``). One more sentence can then only add. What speaks against it
is a share, of all that is told: a good story may have an abstract word or two, and empty talk has little else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from app.evaluation.embedded.features import Features
from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.words import Span, Words

# A subject holds for so many words: "I turned round, found her, switched the meter off and took her there".
_SUBJECT_REACH = 10
# The end of an answer, for quotes; for the signs what comes after the second own deed is late.
_END_SHARE = 0.35
_DEEDS_BEFORE_LATE = 2
_LATE_FROM = 5
# A phrase that fits every answer takes from what stands within so many words: by half for three of them.
_EMPTY_REACH, _EMPTY_COST = 8, 0.3
_HALF_EMPTY = 0.5
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
    "ences",
    "ances",
    "ities",
)
_ABSTRACT_FROM = 8
_SUBJECTS = frozenset(
    {"i", "we", "he", "she", "they", "it", "you", "who", "that", "which", "there", "everybody", "people"}
)
_I = frozenset({"i", "id", "ive", "ill", "im"})
# Half of the whole effect is reached at this count.
_HALF = {
    "own_past": 6.0, "own_present": 6.0, "others_past": 6.0, "people": 6.0, "numbers": 4.0, "facts": 4.0,
    "order": 6.0, "past": 5.0, "reasons": 1.5, "reasoned": 1.0, "situation": 1.0, "outcome": 1.0, "measured": 1.0,
    "lesson": 1.0, "end_numbers": 1.0, "end_past": 2.0, "end_now": 1.0, "contrast": 4.0, "speech": 2.0,
    "conditional": 2.0, "told": 24.0,
}  # fmt: skip
# Against an answer; the first one or two hardly count, and what is told weighs against them.
AGAINST = ("abstract", "everybody", "always", "states", "generic", "vague", "hedges")
_FREE, _BESIDE = 2.0, 8.0
# The manner of telling, whatever it is about.
_MANNER = frozenset({"past", "conditional"})
# All that anybody could have seen or checked.
_TOLD = ("own_past", "own_present", "others_past", "people", "numbers", "facts")


@dataclass(frozen=True)
class Telling:
    """``signs`` each 0–1, made of ``counts``; the spans are the words that they were read from, for quotes."""

    counts: Mapping[str, float]
    measured_end: int  # numbers, and words of change ("now", "since"), in the last part
    own: tuple[Span, ...]  # what "I" did
    happened: tuple[Span, ...]  # what anybody did, in the past
    ending: tuple[Span, ...]  # what happened, or how much, in the last part

    @property
    def signs(self) -> dict[str, float]:
        told = sum(self.counts[name] for name in _TOLD)
        signs = {name: _saturated(name, self.counts[name]) for name in _HALF if name != "told"}
        return signs | {"told": _saturated("told", told)} | {n: _share(self.counts[n], told) for n in AGAINST}

    def with_more(self, more: Mapping[str, float]) -> "Telling":
        """The same with so many more of each; for asking what a missing fact is worth."""
        return replace(self, counts={n: count + more.get(n, 0.0) for n, count in self.counts.items()})


def _saturated(name: str, count: float) -> float:
    return count / (count + _HALF[name])


def _share(count: float, told: float) -> float:
    weighed = count * count / (count + _FREE)
    return weighed / (weighed + told + _BESIDE)


def telling(
    words: Words, seen: Features, lexicon: Lexicon, belongs: Sequence[float] | None = None
) -> Telling:
    """Read the signs; linear in the number of words.

    ``belongs``: how much each word has to do with the rest of the answer, 0–1; without it all of them do.
    """
    said = [_bare(t.word) for t in words.tokens]
    own_past, own_present, others = _deeds(said, lexicon)
    places = _places(said, seen, lexicon)
    places |= {"own_past": own_past, "own_present": own_present, "others_past": others}
    own = sorted({*own_past, *own_present})
    late = own[_DEEDS_BEFORE_LATE - 1] if len(own) >= _DEEDS_BEFORE_LATE else len(said)
    places["end_numbers"] = [i for i in places["numbers"] if i > late]
    places["end_past"] = [i for i in places["past"] if i > late + _LATE_FROM]
    places["end_now"] = [i for i in _among(said, lexicon.telling.since) if i > late]
    against = _against(said, words, seen, lexicon)
    weight = _weights(len(said), against, belongs)
    counts = {
        name: sum(1.0 if name in _MANNER else weight[i] for i in found) for name, found in places.items()
    }
    happened = sorted({*own_past, *others, *places["past"]})
    end = int(len(said) * (1 - _END_SHARE))
    return Telling(
        counts=counts | {name: float(len(found)) for name, found in against.items()},
        measured_end=sum(i >= end for i in (*places["numbers"], *_among(said, lexicon.telling.since))),
        # In the present only what is surely a deed: "I value" is quoted to nobody as something they did.
        own=_spans(own_past or [i for i in own_present if said[i] in lexicon.ownership.base]),
        happened=_spans(happened),
        ending=_spans([i for i in sorted({*happened, *places["numbers"]}) if i >= end]),
    )


def _places(said: list[str], seen: Features, lexicon: Lexicon) -> dict[str, list[int]]:
    """Where each sign stands that needs no subject."""
    signs = lexicon.telling
    past_states = frozenset(map(_bare, signs.past_states))
    return {
        "people": _among(said, signs.people),
        "numbers": [d.span.first for d in seen.details if d.kind == "number"],
        "facts": [d.span.first for d in seen.details if d.kind in ("date", "tool", "constraint")],
        "speech": [d.span.first for d in seen.details if d.kind == "speech"],
        "order": _among(said, signs.order),
        "past": [i for i, w in enumerate(said) if _is_past(w, lexicon) or w in past_states],
        "reasons": [*_firsts(seen.reasons), *_among(said, signs.reasons)],
        "reasoned": _firsts(seen.reasoned),
        "situation": _firsts(seen.situations),
        "outcome": _firsts(seen.outcomes),
        "measured": _firsts(seen.measured),
        "lesson": _firsts(seen.lessons),
        "contrast": _among(said, signs.contrast),
        "conditional": _among(said, signs.conditional),
    }


def _against(said: list[str], words: Words, seen: Features, lexicon: Lexicon) -> dict[str, list[int]]:
    signs = lexicon.telling
    return {
        "abstract": [i for i, w in enumerate(said) if _is_abstract(w)],
        "everybody": _among(said, signs.everybody),
        "always": _among(said, signs.always),
        "states": _among(said, signs.states),
        # "Always" fits every answer as well; once is enough.
        "generic": [s.first for s in seen.generic if words.between(s) not in signs.always],
        "vague": _firsts(seen.vague),
        "hedges": _among(said, signs.hedges),
    }


def _weights(
    count: int, against: Mapping[str, Sequence[int]], belongs: Sequence[float] | None
) -> list[float]:
    """What something at each word counts for, 0–1: less among empty phrases, and less beside the story."""
    empty = [0.0] * count
    for name, cost in (
        ("abstract", 1.0),
        ("generic", 1.0),
        ("everybody", _HALF_EMPTY),
        ("always", _HALF_EMPTY),
    ):
        for i in against[name]:
            empty[i] += cost
    before = [0.0, *accumulate(empty)]
    near = [before[min(count, i + _EMPTY_REACH + 1)] - before[max(0, i - _EMPTY_REACH)] for i in range(count)]
    shares = belongs if belongs is not None else [1.0] * count
    return [share / (1 + _EMPTY_COST * n) for share, n in zip(shares, near, strict=True)]


def _spans(places: Sequence[int]) -> tuple[Span, ...]:
    return tuple(Span(i, i + 1) for i in places)


def _firsts(spans: Iterable[Span]) -> list[int]:
    return [span.first for span in spans]


def _deeds(said: list[str], lexicon: Lexicon) -> tuple[list[int], list[int], list[int]]:
    """Places of verbs by their subject: "I" in the past, "I" in the present, and others in the past."""
    own_past: list[int] = []
    own_present: list[int] = []
    others: list[int] = []
    subject, at = "", -_SUBJECT_REACH
    between = frozenset(map(_bare, lexicon.telling.between))
    no_deeds = frozenset(map(_bare, lexicon.telling.no_deeds)) | between
    for i, word in enumerate(said):
        if word in _I or word in _SUBJECTS:
            subject, at = word, i
        elif i - at <= _SUBJECT_REACH and _is_past(word, lexicon):
            (own_past if subject in _I else others).append(i)
        elif (
            subject in _I
            and word not in no_deeds
            and (i == at + 1 or (i == at + 2 and said[i - 1] in between))
        ):
            # "I ring my boss", "I carry the bags": told in the present, as people do in a language they learn.
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


def _among(said: Sequence[str], listed: Sequence[str]) -> list[int]:
    chosen = frozenset(map(_bare, listed))
    return [i for i, word in enumerate(said) if word in chosen]
