"""What can be pointed at in an answer: moves of a story, own actions, reasons, details, outcomes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.evaluation.embedded.lexicon import Lexicon, any_of
from app.evaluation.embedded.words import Span, Words

# How many words may lie between an action and its reason, or an outcome and its measure.
_REASON_REACH = 22
_MEASURE_REACH = 16
_SERIES_REACH = 14
_VAGUE_REACH = 10
# "One" counts nothing most of the time; other digits and number words do.
_DIGITS = re.compile(r"(?<!\S)[$€£]?\d[\d.,:/]*(?:%|[a-z]{0,4})(?!\S)")
_ADVERBS = (
    r"(?:(?:\w+ly|then|also|first|just|even|had to|decided to|managed to|started to|began to|went and"
    r"|went ahead and|was able to|chose to|and|finally) )*"
)
_BASE_ADVERBS = r"(?:(?:\w+ly|then|also|first|just|start by|begin by|want to|need to) )*"


@dataclass(frozen=True)
class Detail:
    """Something that somebody else could check; ``what`` is its words, lower case."""

    span: Span
    kind: str
    what: str


@dataclass(frozen=True)
class Features:
    """Everything that scores and words are made from, in order of appearance."""

    words: int
    situations: tuple[Span, ...]
    actions: tuple[Span, ...]  # own, in the tense that the kind of question asks for
    habits: tuple[Span, ...]  # "I check", where the question asked for a case
    reasons: tuple[Span, ...]
    reasoned: tuple[Span, ...]  # actions with a reason near
    results: tuple[Span, ...]
    vague: tuple[Span, ...]  # results that only say it was fine
    measured: tuple[Span, ...]  # results with a number or an observable proxy near
    lessons: tuple[Span, ...]
    details: tuple[Detail, ...]
    generic: tuple[Span, ...]

    @property
    def in_order(self) -> bool:
        """Situation opens before the first action, and an outcome comes after it."""
        if not (self.situations and self.acts and self.outcomes):
            return False
        first_act = self.acts[0].first
        return self.situations[0].first <= first_act + 3 and self.results[-1].first > first_act

    @property
    def outcomes(self) -> tuple[Span, ...]:
        """Results that say what happened, not only that it was fine."""
        vague = set(self.vague)
        return tuple(r for r in self.results if r not in vague)

    @property
    def acts(self) -> tuple[Span, ...]:
        return self.actions or self.habits


@cache
def _past_action(
    lexicon_language: str, irregular: tuple[str, ...], states: tuple[str, ...]
) -> re.Pattern[str]:
    verb = rf"(?!(?:{'|'.join(map(re.escape, states))})(?!\S))(?:\w{{2,}}ed|{'|'.join(irregular)})"
    base = r"(?:was able to|had to|decided to|managed to|chose to) \w+"
    return re.compile(rf"(?<!\S)i (?P<act>{base}|{_ADVERBS}{verb})(?!\S)")


@cache
def _series(irregular: tuple[str, ...], states: tuple[str, ...]) -> re.Pattern[str]:
    verb = rf"(?!(?:{'|'.join(map(re.escape, states))})(?!\S))(?:\w{{3,}}ed|{'|'.join(irregular)})"
    return re.compile(rf"(?<!\S)(?:and|then) (?:then |also )?(?P<act>{verb})(?!\S)")


@cache
def _base_action(base: tuple[str, ...]) -> re.Pattern[str]:
    subject = "(?:i|i'd|i'll|i would|i will|i'd also|i could)"
    verb = rf"(?P<act>(?:{'|'.join(base)})(?:ing)?)"
    return re.compile(rf"(?<!\S){subject} {_BASE_ADVERBS}{verb}(?!\S)")


def extract(words: Words, lexicon: Lexicon, *, asks_for_example: bool) -> Features:
    """Find everything once; linear in the number of words."""
    past = _own_past_actions(words, lexicon)
    base = words.find(_base_action(lexicon.ownership.base))
    actions = past if asks_for_example else _in_order(past + base)
    reasons = words.find(any_of(lexicon.ownership.reasons))
    results = words.find(any_of(lexicon.moves.result))
    details = _details(words, lexicon)
    measured = _with_one_near(results, _measures(words, lexicon, details), back=6, ahead=_MEASURE_REACH)
    fine = words.find(any_of(lexicon.moves.vague))
    return Features(
        words=len(words),
        situations=tuple(words.find(any_of(lexicon.moves.situation))),
        actions=tuple(actions),
        habits=tuple(base) if asks_for_example else (),
        reasons=tuple(reasons),
        reasoned=tuple(_with_one_near(actions or base, reasons, back=8, ahead=_REASON_REACH)),
        results=tuple(results),
        vague=tuple(r for r in results if r not in set(measured) and _near_any(r, fine)),
        measured=tuple(measured),
        lessons=tuple(words.find(any_of(lexicon.moves.learning))),
        details=tuple(details),
        generic=tuple(words.find(any_of(lexicon.generic.phrases))),
    )


def _in_order(spans: list[Span]) -> list[Span]:
    return sorted(set(spans), key=lambda s: (s.first, s.stop))


def _own_past_actions(words: Words, lexicon: Lexicon) -> list[Span]:
    """ "I called …" and what follows in the same breath: "… and explained …"."""
    own = lexicon.ownership
    called = words.find(_past_action(lexicon.language, own.irregular, own.states))
    series = words.find(_series(own.irregular, own.states), "act")
    found, last = list(called), -1
    starts = iter(called)
    upcoming = next(starts, None)
    for span in series:
        while upcoming is not None and upcoming.first < span.first:
            last, upcoming = upcoming.stop, next(starts, None)
        subjects = {"we", "he", "she", "they", "it", "you"}
        between = {t.word for t in words.tokens[max(last, 0) : span.first]}
        if 0 <= last <= span.first <= last + _SERIES_REACH and not between & subjects:
            found.append(span)
            last = span.stop
    return _in_order(found)


def _with_one_near(spans: list[Span], others: list[Span], *, back: int, ahead: int) -> list[Span]:
    """Those spans that have one of ``others`` near; each of ``others`` serves one span."""
    near, i = [], 0
    for span in spans:
        while i < len(others) and others[i].first < span.first - back:
            i += 1
        if i < len(others) and others[i].first <= span.stop + ahead:
            near.append(span)
            i += 1
    return near


def _near_any(span: Span, others: list[Span]) -> bool:
    return any(span.first <= other.stop and other.first <= span.stop + _VAGUE_REACH for other in others)


def _details(words: Words, lexicon: Lexicon) -> list[Detail]:
    lists = lexicon.details
    empty = {i for s in words.find(any_of(lists.empty)) for i in range(s.first, s.stop)}
    found: list[Detail] = []
    for kind, pattern in (
        ("number", _DIGITS),
        ("number", any_of(lists.numbers)),
        ("date", any_of(lists.dates)),
        ("tool", any_of(lists.tools)),
        ("constraint", any_of(lists.constraints)),
        ("speech", any_of(lists.speech)),
    ):
        for span in words.find(pattern):
            if span.first not in empty:
                found.append(Detail(span, kind, words.between(span)))
    found.sort(key=lambda d: (d.span.first, d.span.stop))
    return distinct(found)


def distinct(details: Sequence[Detail]) -> list[Detail]:
    """Said twice is one detail, and "three hundred thousand" is one number."""
    kept: list[Detail] = []
    seen: set[str] = set()
    for detail in details:
        adjoins = (
            kept and kept[-1].kind == detail.kind == "number" and detail.span.first <= kept[-1].span.stop
        )
        what = "speech" if detail.kind == "speech" else detail.what
        if not adjoins and what not in seen:
            kept.append(detail)
            seen.add(what)
    return kept


def _measures(words: Words, lexicon: Lexicon, details: list[Detail]) -> list[Span]:
    """Numbers with a unit after them, and outcomes that anyone could observe."""
    units = set(lexicon.details.measures)
    numbers = [
        d.span
        for d in details
        if d.kind == "number"
        and (d.what.endswith("%") or units & {t.word for t in words.tokens[d.span.stop : d.span.stop + 3]})
    ]
    return _in_order(numbers + words.find(any_of(lexicon.details.proxies)))
