"""What can be said of an answer beside one reference: features that a reader can check, as numbers of about 0–1.

The question counts in all of them: what it says already earns nothing when the answer says it again.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.matching import Pieces, best_matches, content_pieces, stem, weighted
from app.evaluation.embedded.sentence_model import Embedded, Vectors
from app.evaluation.embedded.words import tokenize

Values = NDArray[np.float64]

_WORST_SHARE = 4  # the worst quarter of the words wanted
# Even a word of the question keeps this much weight: it may be the very thing that was wanted.
_LEAST_NEW = 0.05
# A word counts as said from this likeness on: between the medians of right and wrong answers to brief references.
_SAID_FROM = 0.6
# Neighbours of the reference stand at most so many words apart, in its order.
_NEIGHBOURS = 4
# Of people's answers 2 % have more such pairs than the one, of shuffled references half have more than the other.
_SCRAMBLED_FROM, _SCRAMBLED_ALL = 0.3, 0.5
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight")
_ASKED_FOR = re.compile(
    r"\b(?:at least|name|state|give|list|describe|mention|identify|explain|what are|and) (?:the |any )?"
    rf"([2-8]|{'|'.join(_NUMBERS)})\b"
)


@dataclass(frozen=True)
class Side:
    """A text for comparing: its words, its content pieces, and the unit vector of the whole."""

    words: tuple[str, ...]
    pieces: Pieces
    whole: Vectors

    @classmethod
    def of(cls, words: Sequence[str], read: Sequence[Embedded], common: frozenset[str]) -> "Side":
        return cls(tuple(words), content_pieces(read, common), _whole(read))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in self.words)


@dataclass(frozen=True)
class Reference(Side):
    """One reference; ``of_point`` are the pieces of each of its key points."""

    points: tuple[str, ...] = ()
    of_point: tuple[Pieces, ...] = ()


class Comparison:
    """The answer ``said`` beside the reference ``wanted`` to the question ``asked``."""

    def __init__(
        self, asked: Side, wanted: Reference, said: Side, common: frozenset[str], negations: frozenset[str]
    ) -> None:
        self._asked, self._wanted, self._said = asked, wanted, said
        self._common, self._negations = common, negations
        self._best = best_matches(wanted.pieces, said.pieces)
        self._support = best_matches(said.pieces, wanted.pieces)
        self._newness = wanted.pieces.weights * _newness(wanted.pieces, asked.pieces)
        self._asked_again = best_matches(said.pieces, asked.pieces)

    def features(self) -> dict[str, float]:
        """By name; ``fitted.toml`` weighs them."""
        said, wanted = self._said, self._wanted
        return {
            "letters": _letters_met(wanted.words, said.words, 3),
            "long_letters": _letters_met(wanted.words, said.words, 5),
            "new_words": self._new_words(),
            **self._meanings(),
            "best_points": self._best_points(),
            "supported": weighted(self._support, said.pieces.weights),
            "new_supported": weighted(self._support, said.pieces.weights * self._new_said()),
            "likeness": _likeness_beyond(said.whole, wanted.whole, self._asked.whole),
            "asked_again": weighted(self._asked_again, said.pieces.weights),
            "asks_for_itself": float(wanted.whole @ self._asked.whole),
            "scrambled": self._scrambled(),
            **self._contraries(),
            "shorter": min(0.0, log((1 + len(said.words)) / (1 + len(wanted.words)))),
        }

    def _meanings(self) -> dict[str, float]:
        """How well the words wanted are met, by vectors in context; "new" is what the question does not say."""
        pieces, best = self._wanted.pieces, self._best
        asked = set(self._asked.words)
        new = np.array([piece not in asked for piece in pieces.words], dtype=bool)
        new = new if new.any() else ~new
        worst = np.sort(best)[: max(1, len(best) // _WORST_SHARE)]
        return {
            "new_meaning": weighted(best[new], pieces.weights[new]),
            "news": weighted(best, self._newness),
            "new_said": weighted((best[new] > _SAID_FROM).astype(np.float64), pieces.weights[new]),
            "worst_meaning": float(worst.mean()) if len(worst) else 0.0,
        }

    def _new_words(self) -> float:
        """Share of the reference's content words, those of the question left out, that were said."""
        known = set(self._asked.stems)
        content = {
            s for w, s in zip(self._wanted.words, self._wanted.stems, strict=True) if w not in self._common
        }
        new = content - known or content
        return len(new & set(self._said.stems)) / max(len(new), 1)

    def _best_points(self) -> float:
        """Mean over the key points, as many as the question asks for ("at least four"), the best ones first."""
        met, first = [], 0
        for pieces in self._wanted.of_point:
            here = slice(first, first + len(pieces))
            first += len(pieces)
            if len(pieces):
                met.append(weighted(self._best[here], self._newness[here]))
        asked = _number_asked_for(self._asked.words) or len(met)
        return float(np.mean(sorted(met, reverse=True)[:asked])) if met else 0.0

    def _new_said(self) -> Values:
        return np.maximum(1 - self._asked_again, _LEAST_NEW)

    def _scrambled(self) -> float:
        """0–1: how clearly the words come in no order, 1 for a list of the reference's key words, shuffled.

        By the share of neighbours in the answer that are both of the reference and stand nowhere together in it.
        """
        places: dict[str, list[int]] = {}
        for place, word in enumerate(self._wanted.stems):
            places.setdefault(word, []).append(place)
        pairs = [
            (places[a], places[b])
            for a, b in zip(self._said.stems, self._said.stems[1:], strict=False)
            if a in places and b in places and a != b
        ]
        apart = sum(not any(0 < j - i <= _NEIGHBOURS for i in a for j in b) for a, b in pairs)
        share = apart / max(len(self._said.words) - 1, 1)
        return min(1.0, max(0.0, share - _SCRAMBLED_FROM) / (_SCRAMBLED_ALL - _SCRAMBLED_FROM))

    def _contraries(self) -> dict[str, float]:
        """Signs that the answer says the contrary."""
        said, wanted = set(self._said.words), set(self._wanted.words)
        denies, denied = bool(said & self._negations), bool(wanted & self._negations)
        table = opposites()
        contrary = sum(
            1 for word in wanted if word in table and word not in said and (table[word] & said) - wanted
        )
        return {
            "denies": float(denies and not denied),
            "affirms": float(denied and not denies),
            "opposite": float(min(contrary, 2)),
            "yes_or_no": float(_verdict(self._said.words) * _verdict(self._wanted.words)),
        }


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Each word of ``opposites.toml`` with its contraries."""
    with Path(__file__).with_name("opposites.toml").open("rb") as file:
        pairs: list[str] = tomllib.load(file)["pairs"]
    found: dict[str, frozenset[str]] = {}
    for one, other in (pair.split() for pair in pairs):
        found[one] = found.get(one, frozenset()) | {other}
        found[other] = found.get(other, frozenset()) | {one}
    return found


def words_of(text: str) -> list[str]:
    return [t.word for t in tokenize(text)]


def _number_asked_for(question: Sequence[str]) -> int:
    """How many the question asks for; 0 where it does not say."""
    found = [int(n) if n.isdigit() else 2 + _NUMBERS.index(n) for n in _ASKED_FOR.findall(" ".join(question))]
    return max(found, default=0)


def _newness(wanted: Pieces, asked: Pieces) -> Values:
    """1 for what the question says nothing like, little for its own words."""
    return np.maximum(1 - best_matches(wanted, asked), _LEAST_NEW)


def _likeness_beyond(said: Vectors, wanted: Vectors, asked: Vectors) -> float:
    """Cosine of answer and reference, both without the question's part of them."""
    one, other = said - (said @ asked) * asked, wanted - (wanted @ asked) * asked
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size > 1e-6 else 0.0


def _whole(read: Sequence[Embedded]) -> Vectors:
    """The mean of the texts' vectors, longer texts counting more, as a unit vector; zeros of nothing."""
    if not read:
        return np.zeros(384, dtype=np.float32)
    together = np.average(
        [r.vector for r in read], axis=0, weights=[max(1, len(r.pieces)) for r in read]
    ).astype(np.float32)
    unit: Vectors = together / max(float(np.linalg.norm(together)), 1e-9)
    return unit


def _verdict(words: Sequence[str]) -> int:
    """1 for a text that begins with yes, -1 with no, else 0."""
    return {"yes": 1, "no": -1}.get(words[0], 0) if words else 0


def _letters_met(wanted: Sequence[str], said: Sequence[str], run: int) -> float:
    """Share of the reference's runs of letters that were said: forgiving of endings and misspelling."""
    mine, theirs = _runs(wanted, run), _runs(said, run)
    return sum(min(n, theirs[gram]) for gram, n in mine.items()) / max(mine.total(), 1)


def _runs(words: Sequence[str], run: int) -> Counter[str]:
    text = f" {' '.join(words)} "
    return Counter(text[i : i + run] for i in range(len(text) - run + 1))
