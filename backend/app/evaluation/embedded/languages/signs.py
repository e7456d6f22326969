"""What can be pointed at in an answer, counted: own deeds, reasons, details, outcomes; against them, empty words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.evaluation.embedded.features import Detail, distinct
from app.evaluation.embedded.languages.lexicon import LanguageLexicon
from app.evaluation.embedded.lexicon import any_of
from app.evaluation.embedded.words import Span, Token, Words

# How many words may lie between a deed and its reason, an outcome and its measure, a deed and the next in its series.
_REASON_BACK, _REASON_AHEAD = 10, 22
_MEASURE_BACK, _MEASURE_AHEAD = 8, 16
_SERIES_REACH = 12
_VAGUE_REACH = 6
_SCENE_WORDS = 25
_AMOUNT_REACH = 6
# The end of an answer: where a result belongs.
_END_SHARE = 0.35
_ABSTRACT_FROM = 8
_DIGITS = re.compile(r"(?<!\S)[$€£]?\d[\d.,:/]*(?:%|[a-z]{0,4})(?!\S)")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)")


@dataclass(frozen=True)
class Seen:
    """Spans in order of appearance; ``counts`` are what the scores are made from."""

    words: Words
    own: tuple[Span, ...]  # done by the speaker
    meant: tuple[Span, ...]  # what the speaker would do, or does
    situations: tuple[Span, ...]
    reasoned: tuple[Span, ...]
    reasons: tuple[Span, ...]
    outcomes: tuple[Span, ...]
    fine: tuple[Span, ...]  # outcomes that only say it was fine
    measured: tuple[Span, ...]
    lessons: tuple[Span, ...]
    details: tuple[Detail, ...]
    late: tuple[Span, ...]
    generic: tuple[Span, ...]
    we: tuple[Span, ...]
    closing: tuple[Span, ...]
    counts: Mapping[str, float] = field(default_factory=dict)

    def asks_how_much(self, lexicon: LanguageLexicon) -> Span | None:
        """The last outcome that tells of more or less, without a measure; None where no figure could be asked for."""
        if self.measured:
            return None
        for outcome in reversed(self.outcomes):
            near = self.words.tokens[outcome.first : outcome.stop + _AMOUNT_REACH]
            if any(token.word.startswith(lexicon.moves.amount) for token in near):
                return outcome
        return None

    @property
    def acts(self) -> tuple[Span, ...]:
        return self.own or self.meant


def part_elisions(words: Words) -> Words:
    """ "l'équipe" as two words with places of their own, so that lists need not hold every elided form."""
    tokens: list[Token] = []
    for token in words.tokens:
        match = _ELIDED.match(token.word)
        if match:
            cut = token.start + match.end()
            tokens += [
                Token(match.group(), token.start, cut),
                Token(token.word[match.end() :], cut, token.end),
            ]
        else:
            tokens.append(token)
    return Words(words.text, tuple(tokens))


def observe(cleaned: Words, lexicon: LanguageLexicon) -> Seen:
    """Find everything once; linear in the number of words."""
    words = part_elisions(cleaned) if lexicon.language == "fr" else cleaned
    own, meant = _own(words, lexicon), _found(words, lexicon.meant)
    reasons = words.find(any_of(lexicon.deeds.reasons))
    details = _details(words, lexicon)
    end = int(len(words) * (1 - _END_SHARE))
    closing_in = [span for span in words.find(any_of(lexicon.moves.ending)) if span.first >= end]
    results = _in_order([*words.find(any_of(lexicon.moves.result)), *closing_in])
    measured = _near(results, _measures(words, lexicon, details), _MEASURE_BACK, _MEASURE_AHEAD)
    fine = words.find(any_of(lexicon.moves.vague))
    only_fine = set(_beside(results, fine, _VAGUE_REACH)) - set(measured)
    outcomes = [r for r in results if r not in only_fine]
    lessons = words.find(any_of(lexicon.moves.learning))
    numbers = [d.span for d in details if d.kind == "number"]
    seen = Seen(
        words=words,
        own=tuple(own),
        meant=tuple(span for span in meant if span not in set(own)),
        situations=tuple(_situations(words, lexicon, details)),
        reasoned=tuple(_near(own or meant, reasons, _REASON_BACK, _REASON_AHEAD)),
        reasons=tuple(reasons),
        outcomes=tuple(outcomes),
        fine=tuple(r for r in results if r in only_fine),
        measured=tuple(measured),
        lessons=tuple(lessons),
        details=tuple(details),
        late=tuple(span for span in _in_order([*outcomes, *numbers, *own]) if span.first >= end),
        generic=tuple(words.find(any_of(lexicon.generic.phrases))),
        we=tuple(span for pattern in lexicon.deeds.we for span in words.find(re.compile(pattern))),
        closing=tuple(words.find(any_of(lexicon.moves.closing))),
    )
    return replace(seen, counts=_counts(seen, lexicon))


def _counts(seen: Seen, lexicon: LanguageLexicon) -> dict[str, float]:
    said, telling = [t.word for t in seen.words.tokens], lexicon.telling
    kinds = [d.kind for d in seen.details]
    return {
        "own": len(seen.own),
        "meant": len(seen.meant),
        "reasons": len(seen.reasons),
        "reasoned": len(seen.reasoned),
        "situation": len(seen.situations),
        "order": _among(said, telling.order),
        "people": _among(said, telling.people),
        "numbers": kinds.count("number"),
        "facts": sum(kind in ("date", "tool", "constraint") for kind in kinds),
        "speech": kinds.count("speech"),
        "outcome": len(seen.outcomes),
        "measured": len(seen.measured),
        "lesson": len(seen.lessons),
        "late": len(seen.late),
        "abstract": sum(len(w) >= _ABSTRACT_FROM and w.endswith(telling.abstract) for w in said),
        "generic": len(seen.generic),
        "everybody": _among(said, telling.everybody),
        "always": _among(said, telling.always),
        "hedges": _among(said, telling.hedges),
    }


def _among(said: Sequence[str], listed: Sequence[str]) -> int:
    chosen = frozenset(listed)
    return sum(word in chosen for word in said)


def _situations(words: Words, lexicon: LanguageLexicon, details: Sequence[Detail]) -> list[Span]:
    """Phrases that set a scene; without one, a date near the beginning does."""
    opened = words.find(any_of(lexicon.moves.situation))
    return opened or [d.span for d in details if d.kind == "date" and d.span.stop <= _SCENE_WORDS]


def _own(words: Words, lexicon: LanguageLexicon) -> list[Span]:
    """Deeds with their subject, and those that follow in the same breath: "… and explained …"."""
    called = set(_found(words, lexicon.past))
    verbs = {span.stop for span in called}
    kept: list[Span] = []
    for span in _in_order([*called, *_found(words, lexicon.series)]):
        follows = bool(kept) and span.first - kept[-1].stop <= _SERIES_REACH and span.stop not in verbs
        if span in called or follows:
            kept.append(span)
    return kept


def _found(words: Words, patterns: Sequence[re.Pattern[str]]) -> list[Span]:
    """From the subject to the end of the verb; one span for each verb."""
    by_verb: dict[int, Span] = {}
    for pattern in patterns:
        for whole, act in zip(words.find(pattern), words.find(pattern, "act"), strict=True):
            by_verb.setdefault(act.stop, Span(whole.first, act.stop))
    return _in_order(list(by_verb.values()))


def _in_order(spans: Sequence[Span]) -> list[Span]:
    return sorted(set(spans), key=lambda span: (span.first, span.stop))


def _near(spans: Sequence[Span], others: Sequence[Span], back: int, ahead: int) -> list[Span]:
    """Those spans that have one of ``others`` near; each of ``others`` serves one span."""
    near, i = [], 0
    for span in spans:
        while i < len(others) and others[i].first < span.first - back:
            i += 1
        if i < len(others) and others[i].first <= span.stop + ahead:
            near.append(span)
            i += 1
    return near


def _beside(spans: Sequence[Span], others: Sequence[Span], reach: int) -> list[Span]:
    """Those that have any of ``others`` within ``reach`` words; one may stand beside several."""
    beside, i = [], 0
    for span in spans:
        while i < len(others) and others[i].stop < span.first - reach:
            i += 1
        if i < len(others) and others[i].first <= span.stop + reach:
            beside.append(span)
    return beside


def _details(words: Words, lexicon: LanguageLexicon) -> list[Detail]:
    lists = lexicon.details
    empty = {i for s in words.find(any_of(lists.empty)) for i in range(s.first, s.stop)}
    kinds = (
        ("number", _DIGITS),
        ("number", any_of(lists.numbers)),
        ("date", any_of(lists.dates)),
        ("tool", any_of(lexicon.tools)),
        ("constraint", any_of(lists.constraints)),
        ("speech", any_of(lists.speech)),
    )
    found = [
        Detail(span, kind, words.between(span))
        for kind, pattern in kinds
        for span in words.find(pattern)
        if span.first not in empty
    ]
    return distinct(sorted(found, key=lambda d: (d.span.first, d.span.stop)))


def _measures(words: Words, lexicon: LanguageLexicon, details: Sequence[Detail]) -> list[Span]:
    """Numbers with a unit after them, and outcomes that anyone could observe."""
    units = set(lexicon.details.measures)
    numbers = [
        d.span
        for d in details
        if d.kind == "number"
        and (d.what.endswith("%") or units & {t.word for t in words.tokens[d.span.stop : d.span.stop + 3]})
    ]
    return _in_order(numbers + words.find(any_of(lexicon.details.proxies)))
