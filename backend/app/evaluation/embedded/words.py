"""An answer as words: punctuation, case and white space never reach the features.

Recogniser output has no full stops and typed text has; a score that used them would judge the recogniser.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

_WORD = re.compile(r"\d+(?:[.,:/]\d+)*(?:%|[^\W\d_]+)?|[^\W_]+(?:['’\-][^\W_]+)*(?:\+\+)?")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)]*\s|\n")

# A clause for embedding: long enough to carry sense, short enough to be about one thing.
_CLAUSE_MIN, _CLAUSE_MAX = 10, 26
# fmt: off
_CLAUSE_OPENERS = frozenset({
    "so", "then", "but", "because", "when", "after", "finally", "however", "eventually", "while", "i",
    "we", "and", "first", "next",
})
# fmt: on
_QUOTE_MAX = 28


@dataclass(frozen=True, slots=True)
class Token:
    """One word, lower case, with its place in the answer in code points."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``first`` up to, not including, ``stop``."""

    first: int
    stop: int


def tokenize(text: str) -> list[Token]:
    """Words of ``text`` in order; apostrophes are made one kind."""
    return [Token(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _WORD.finditer(text)]


@dataclass(frozen=True)
class Words:
    """The words that count (``tokens``) of the answer ``text`` they came from."""

    text: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> "Words":
        return cls(text, tuple(tokenize(text)))

    def __len__(self) -> int:
        return len(self.tokens)

    def without(self, dropped: Iterable[int]) -> "Words":
        """The same answer without the words at these positions."""
        gone = set(dropped)
        return Words(self.text, tuple(t for i, t in enumerate(self.tokens) if i not in gone))

    @cached_property
    def joined(self) -> str:
        return " ".join(t.word for t in self.tokens)

    @cached_property
    def _offsets(self) -> list[int]:
        offsets, at = [], 0
        for token in self.tokens:
            offsets.append(at)
            at += len(token.word) + 1
        return offsets

    def find(self, pattern: re.Pattern[str], group: int | str = 0) -> list[Span]:
        """Where ``pattern`` matches the joined words, as spans of words."""
        return [self._span(*m.span(group)) for m in pattern.finditer(self.joined) if m.group(group)]

    def _span(self, start: int, end: int) -> Span:
        return Span(bisect_right(self._offsets, start) - 1, bisect_right(self._offsets, max(start, end - 1)))

    def between(self, span: Span) -> str:
        """The words of ``span``, as matched (lower case, one space)."""
        return " ".join(t.word for t in self.tokens[span.first : span.stop])

    @cached_property
    def clauses(self) -> list[Span]:
        """Spans of 10–26 words, cut before words that tend to open a clause."""
        spans, first = [], 0
        for i, token in enumerate(self.tokens):
            size = i - first
            if size >= _CLAUSE_MAX or (size >= _CLAUSE_MIN and token.word in _CLAUSE_OPENERS):
                spans.append(Span(first, i))
                first = i
        if first < len(self.tokens):
            if spans and len(self.tokens) - first < _CLAUSE_MIN // 2:
                spans[-1] = Span(spans[-1].first, len(self.tokens))
            else:
                spans.append(Span(first, len(self.tokens)))
        return spans

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [0, *(m.end() for m in _SENTENCE_END.finditer(self.text))]

    def quote(self, span: Span) -> tuple[str, int, int]:
        """A readable verbatim quote around ``span``: its sentence, or the words near it when that is long.

        Returns (quote, start, end) with ``text[start:end] == quote``, in code points.
        """
        first, last = self.tokens[span.first], self.tokens[min(span.stop, len(self.tokens)) - 1]
        starts = self._sentence_starts
        k = bisect_right(starts, first.start)
        begin = starts[k - 1]
        j = bisect_right(starts, last.start)
        finish = starts[j] if j < len(starts) else len(self.text)
        if len(_WORD.findall(self.text[begin:finish])) > _QUOTE_MAX:
            begin, finish = self._near(span)
        raw = self.text[begin:finish]
        begin += len(raw) - len(raw.lstrip())
        finish = begin + len(raw.strip())
        return self.text[begin:finish], begin, finish

    def _near(self, span: Span) -> tuple[int, int]:
        """Widen to the clause openers on both sides, at most ``_QUOTE_MAX`` words in all."""
        first, stop = (
            span.first,
            min(max(span.stop, span.first + 1), span.first + _QUOTE_MAX, len(self.tokens)),
        )
        room = max(0, _QUOTE_MAX - (stop - first)) // 3
        for back in range(first, max(-1, first - room - 1), -1):
            if self.tokens[back].word in _CLAUSE_OPENERS:
                first = back
                break
        while stop < len(self.tokens) and stop - first < _QUOTE_MAX:
            if stop - span.stop >= 6 and self.tokens[stop].word in _CLAUSE_OPENERS:
                break
            stop += 1
        return self.tokens[first].start, self.tokens[stop - 1].end
