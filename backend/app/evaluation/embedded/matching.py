"""How well words are met by other words: by vectors in context, so that "rises" meets "goes up".

Each content word piece of what is wanted is compared with every one that was said; the best counts, weighted by
how rare the piece is. This late interaction sees more than the likeness of two whole sentences, which is high for
any two sentences on one subject.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.sentence_model import Embedded, Vectors

# The vocabulary lists letters and marks first, and whole words, from frequent to rare, from about here on.
_FIRST_WORD, _WORDS = 1_996, 28_000
_LEAST_WEIGHT = 0.25


@dataclass(frozen=True)
class Pieces:
    """Content word pieces: unit vectors (n × 384), weights 0.25–1, and the pieces themselves."""

    vectors: Vectors
    weights: NDArray[np.float64]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.words)

    @classmethod
    def together(cls, each: Sequence["Pieces"]) -> "Pieces":
        """Those of several texts as those of one, in order."""
        return cls(
            np.concatenate([p.vectors for p in each]),
            np.concatenate([p.weights for p in each]),
            tuple(word for p in each for word in p.words),
        )


def content_pieces(read: Sequence[Embedded], common: frozenset[str]) -> Pieces:
    """The pieces of one or more texts that carry sense; all of them where none does."""
    kept: list[Vectors] = []
    weights: list[float] = []
    words: list[str] = []
    for text in read:
        chosen = [i for i, piece in enumerate(text.pieces) if piece not in common and piece[:1].isalnum()]
        chosen += [i for i, piece in enumerate(text.pieces) if piece.startswith("##")]
        if not chosen:
            continue
        kept.append(text.hidden[chosen].astype(np.float32))
        weights += [_weight(text.pieces[i], text.ranks[i]) for i in chosen]
        words += [text.pieces[i] for i in chosen]
    if not kept:
        return Pieces(np.zeros((0, 384), dtype=np.float32), np.zeros(0), ())
    return Pieces(np.concatenate(kept), np.array(weights), tuple(words))


def best_matches(wanted: Pieces, said: Pieces) -> NDArray[np.float64]:
    """For each piece wanted its likeness to the best piece said; zeros when nothing was said."""
    if not len(said) or not len(wanted):
        return np.zeros(len(wanted))
    best: NDArray[np.float64] = (wanted.vectors @ said.vectors.T).max(axis=1).astype(np.float64)
    return best


def weighted(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Weighted mean, 0 of nothing."""
    whole = float(weights.sum())
    return float(values @ weights) / whole if whole else 0.0


def common_words(lexicon: Lexicon, language: str = "en") -> frozenset[str]:
    """Words that carry no sense of their own; negations do, and are none of them."""
    return frozenset(lexicon.function_words[language]) - frozenset(lexicon.flags.negations)


def stems(words: Iterable[str], common: frozenset[str]) -> set[str]:
    return {stem(word) for word in words if word not in common}


# fmt: off
_ENDINGS = (
    "ization", "isation", "ations", "ation", "ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "ment", "ness",
    "ions", "ion", "ers", "er", "or", "al", "e",
)
# fmt: on


def stem(word: str) -> str:
    """A word without its English ending, at most six letters: enough to meet its relatives."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return (word[:-1] + "y" if word.endswith("i") else word)[:6]


def _weight(piece: str, rank: int) -> float:
    if piece.startswith("##"):
        return 1.0
    place = max(rank - _FIRST_WORD, 2)
    return float(min(1.0, max(_LEAST_WEIGHT, np.log(place) / np.log(_WORDS))))
