"""Which words of an answer the coach repeats: verbatim, a whole thought, and no longer than one can take in."""

import re

from app.evaluation.embedded.words import Span, Words

_SNIPPET_WORDS = 11
_CLAUSE_WORDS = 18
# "By the end of that year," is read on past its comma; what is longer stands for itself.
_INTRODUCTION_WORDS = 7
# More characters than a filler were set aside here: a quote must not bring them back.
_FILLER_CHARACTERS = 20
# fmt: off
_DANGLING = frozenset({
    "the", "a", "an", "to", "of", "and", "or", "but", "so", "with", "for", "in", "on", "at", "by", "my",
    "our", "their", "his", "her", "that", "which", "who", "from", "as", "was", "is", "were", "i", "we",
    "it", "they", "he", "she", "then", "because", "if", "when",
})
_INTRODUCING = frozenset({
    "as", "in", "after", "before", "by", "within", "over", "at", "on", "from", "so", "then", "and", "but", "since",
    "during", "thanks", "when", "once", "while", "because", "with", "until", "to", "for", "if", "although",
})
# fmt: on
# "and got it" alone says nothing: so few words are quoted with the clause before them.
_SHORTEST = 4
_JOINING = frozenset({"and", "but"})
_LATER = frozenset({"later", "after", "afterwards", "on", "ago"})
_SHORT_INTRODUCTION = 2  # "Finally," "Two weeks," "Well,"
_CUT_BEFORE = frozenset(["and", "but", "so", "because", "then", "which", "who"])
_SUBJECTS = frozenset({"i", "we", "i'd", "it", "that", "the"})
_LETTER = re.compile(r"[^\W\d_]")
_CURRENCY = frozenset("$€£")


def snippet(words: Words, span: Span, most: int = _SNIPPET_WORDS) -> str:
    """A few verbatim words from ``span`` on, ended where a phrase ends; for a deed: "I called …"."""
    first = _with_subject(words, span.first)
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


def fact_clause(words: Words, span: Span) -> str:
    """The whole clause around a fact, verbatim: "As a result, the error rate fell …" and not "As a result"."""
    return _text(words, clause_around(words, span))


def clause_around(words: Words, span: Span, most: int = _CLAUSE_WORDS) -> Span:
    """The clause that holds ``span``, read on past the comma of an introduction; at most about ``most`` words."""
    first, reach = span.first, 2 * most  # a recogniser may set no comma at all
    while first and span.first - first < reach and not _break(words, first):
        first -= 1
    start, stop = first, _clause_end(words, span.stop, reach)
    while _is_introduction(words, Span(first, stop)) and _break(words, stop) == ",":
        first, stop = stop, _clause_end(words, stop + 1, reach)
    if stop - start < _SHORTEST and start and _break(words, start) == ",":
        start = max([i for i in range(max(0, start - most), start) if _break(words, i)], default=start)
    if words.tokens[start].word in _JOINING and stop - start > _SHORTEST and start < span.first:
        start = first = start + 1
    if stop - start <= most:
        return Span(start, stop)
    # The introduction goes first, unless the fact is in it; then what lies before the clause of the fact.
    start = first if first <= span.first else start
    return _cut(words, Span(start, stop), span, most)


def _cut(words: Words, clause: Span, fact: Span, most: int) -> Span:
    start, stop = clause.first, clause.stop
    if stop - start > most and fact.stop - start > most // 2:
        near = range(fact.first, max(start, fact.first - most // 2), -1)
        opener = next((i for i in near if words.tokens[i].word in _CUT_BEFORE), None)
        start = _with_subject(words, fact.first) if opener is None else min(opener + 1, fact.first)
    if stop - start > most:
        longest = max(start + most, fact.stop)
        ends = range(longest, max(fact.stop, start + 4), -1)
        stop = next((i for i in ends if words.tokens[i].word in _CUT_BEFORE), longest)
    while stop - start > 2 and stop > fact.stop and words.tokens[stop - 1].word in _DANGLING:
        stop -= 1
    return Span(start, stop)


def _with_subject(words: Words, first: int) -> int:
    """One word earlier where the subject stands there: "I called", not "called"."""
    return first - 1 if first and words.tokens[first - 1].word in _SUBJECTS else first


def _clause_end(words: Words, after: int, reach: int) -> int:
    last = min(after + reach, len(words))
    return next((i for i in range(after, last) if _break(words, i)), last)


def _break(words: Words, i: int) -> str:
    """What parts word ``i`` from the one before it: "." a sentence, "," a clause, "" nothing."""
    if not 0 < i < len(words):
        return "."
    between = words.text[words.tokens[i - 1].end : words.tokens[i].start]
    if len(between) > _FILLER_CHARACTERS or any(mark in between for mark in ".!?…\n"):
        return "."
    if _LETTER.search(between):  # ", um, ": the pause is the filler's
        return ""
    return "," if any(mark in between for mark in ",;:–—") else ""


def _is_introduction(words: Words, piece: Span) -> bool:
    said = [t.word for t in words.tokens[piece.first : piece.stop]]
    if not said or len(said) > _INTRODUCTION_WORDS:
        return False
    return len(said) <= _SHORT_INTRODUCTION or said[0] in _INTRODUCING or said[-1] in _LATER


def _text(words: Words, span: Span) -> str:
    start = words.tokens[span.first].start
    if start and words.text[start - 1] in _CURRENCY:
        start -= 1
    return words.text[start : words.tokens[span.stop - 1].end]
