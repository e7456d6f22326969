"""Does an answer fit its own question rather than the others of its language? By the letters of words, no model.

Runs of four letters bring "Kunde" and "Kundenbeschwerde" together and forgive endings. That is a weak sign, so it says
little: a clear fit, a fair one, nothing that fits at all, or nothing (then relevance stays without a score).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.evaluation.embedded.languages.lexicon import LanguageLexicon
from app.evaluation.embedded.words import Span, Words, tokenize

_RUN = 4
_STEM = 5
_FEWEST_OTHERS = 8


@dataclass(frozen=True)
class Fit:
    """``rank``: share of the other questions that fit less well, 0–1. ``rival``: the best other one, a cosine.

    ``met``: words of the answer that stand in the question or its descriptions.
    """

    rank: float
    rival: float
    met: tuple[Span, ...]


class Contrast:
    """One language's questions, each with what its strong answers show, as weighted runs of letters."""

    def __init__(self, lexicon: LanguageLexicon, questions: Sequence[str]) -> None:
        self._common = frozenset(lexicon.function_words) | frozenset(lexicon.asking)
        self._questions = tuple(dict.fromkeys([*questions, *lexicon.contrast]))

    def fit(self, question: str, shows: Sequence[str], words: Words) -> Fit | None:
        """None where there is nothing to compare with."""
        asked = " ".join([question, *shows])
        said = self._runs(token.word for token in words.tokens)
        others = [i for i, text in enumerate(self._questions) if not text.startswith(question)]
        if len(others) < _FEWEST_OTHERS or not said:
            return None
        likeness = self._likeness(said)
        own = self._cosine(said, self._runs(_words_of(asked)))
        rivals = [likeness[i] for i in others]
        return Fit(
            rank=sum(rival < own for rival in rivals) / len(rivals),
            rival=max(rivals),
            met=self._met(asked, words),
        )

    def _met(self, asked: str, words: Words) -> tuple[Span, ...]:
        wanted = {word[:_STEM] for word in _words_of(asked) if self._tells(word)}
        found: dict[str, Span] = {}
        for i, token in enumerate(words.tokens):
            stem = token.word[:_STEM]
            if stem in wanted and self._tells(token.word):
                found.setdefault(stem, Span(i, i + 1))
        return tuple(found.values())

    def _tells(self, word: str) -> bool:
        return len(word) >= _RUN and word not in self._common

    def _runs(self, said: Iterable[str]) -> frozenset[str]:
        told = {word for word in said if self._tells(word)}
        return frozenset(word[i : i + _RUN] for word in told for i in range(len(word) - _RUN + 1))

    @cached_property
    def _documents(self) -> tuple[frozenset[str], ...]:
        return tuple(self._runs(_words_of(text)) for text in self._questions)

    @cached_property
    def _weights(self) -> dict[str, float]:
        """A run that stands in many questions tells them apart less."""
        count = Counter(run for document in self._documents for run in document)
        return {run: math.log((1 + len(self._documents)) / (1 + n)) for run, n in count.items()}

    @cached_property
    def _holding(self) -> dict[str, list[int]]:
        holding: defaultdict[str, list[int]] = defaultdict(list)
        for i, document in enumerate(self._documents):
            for run in sorted(document):
                holding[run].append(i)
        return dict(holding)

    @cached_property
    def _lengths(self) -> tuple[float, ...]:
        return tuple(self._length(document) for document in self._documents)

    def _length(self, runs: Iterable[str]) -> float:
        return math.sqrt(math.fsum(self._weights.get(run, 0.0) ** 2 for run in sorted(runs)))

    def _likeness(self, said: frozenset[str]) -> list[float]:
        sums = [0.0] * len(self._documents)
        for run in sorted(said & self._holding.keys()):
            for i in self._holding[run]:
                sums[i] += self._weights[run] ** 2
        own = self._length(said)
        return [s / max(own * n, 1e-9) for s, n in zip(sums, self._lengths, strict=True)]

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        shared = math.fsum(self._weights.get(run, 0.0) ** 2 for run in sorted(one & other))
        return shared / max(self._length(one) * self._length(other), 1e-9)


def _words_of(text: str) -> list[str]:
    return [token.word.split("'")[-1] for token in tokenize(text)]
