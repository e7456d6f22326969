"""How far two texts are apart in words, and which words of the one stand where words of the other did. Pure.

Edit distance by Myers' bit vectors in Hyyrö's form for whole texts (2003): one column of the matrix is two integers,
so 4,000 words beside 4,000 take milliseconds and not the minutes of the plain table.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

# Scripts that put no space between words (Han, kana, Thai, Lao, Khmer, Burmese): each character counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")
_SILENT = re.compile(r"[^\w]+")


def spans_of(text: str) -> list[tuple[int, int]]:
    """Where each word stands, punctuation included; code points, white space left out."""
    return [match.span() for match in _WORD.finditer(text)]


def words_of(text: str) -> list[str]:
    """What is heard of each word: no case and no punctuation, unless there is nothing else."""
    return [_heard(text[start:end]) for start, end in spans_of(text)]


def _heard(word: str) -> str:
    return _SILENT.sub("", word.casefold()) or word


def distance(one: Sequence[str], other: Sequence[str]) -> int:
    """The fewest words to change, add or leave out that turn one text into the other."""
    (last,) = _columns(one, other, {len(other)})[len(other)].rows(len(one), len(one))
    return last


def cuts(pieces: Sequence[Sequence[str]], whole: Sequence[str]) -> list[int]:
    """Where to cut ``whole`` so that each stretch stands for its piece, at the least distance together.

    One number for each piece, never falling, the last one ``len(whole)``. Words between two pieces go to the former.
    """
    ends = list(accumulate(len(piece) for piece in pieces))
    words = [word for piece in pieces for word in piece]
    size, least = len(whole), distance(whole, words)
    before = _columns(whole, words, set(ends))
    after = _columns(whole[::-1], words[::-1], {len(words) - end for end in ends})
    found = []
    for end in ends:
        # No cut of the cheapest way is further from its piece's end than the texts are from each other.
        low, high = max(0, end - least), min(size, end + least)
        left = before[end].rows(low, high)
        right = after[len(words) - end].rows(size - high, size - low)[::-1]
        costs = enumerate((a + b for a, b in zip(left, right, strict=True)), start=low)
        found.append(max(place for place, cost in costs if cost == least))
    return found


@dataclass(frozen=True)
class _Column:
    """One column of the matrix: its top, and bit by bit where it grows or shrinks by one from row to row."""

    top: int
    grows: int
    shrinks: int

    def rows(self, first: int, last: int) -> list[int]:
        """The distances in rows ``first`` to ``last``."""
        above = (1 << first) - 1
        start = self.top + (self.grows & above).bit_count() - (self.shrinks & above).bit_count()
        steps = ((self.grows >> row & 1) - (self.shrinks >> row & 1) for row in range(first, last))
        return list(accumulate(steps, initial=start))


def _columns(pattern: Sequence[str], text: Sequence[str], at: Collection[int]) -> dict[int, _Column]:
    """For each ``n`` in ``at``: the distances from ``text[:n]`` to ``pattern[:0]``, ``pattern[:1]``, … all of it."""
    mask = (1 << len(pattern)) - 1
    places: dict[str, int] = {}
    for place, word in enumerate(pattern):
        places[word] = places.get(word, 0) | 1 << place
    grows, shrinks = mask, 0
    found = {0: _Column(0, grows, shrinks)} if 0 in at else {}
    for n, word in enumerate(text, 1):
        same = places.get(word, 0)
        level = ((((same & grows) + grows) ^ grows) | same | shrinks) & mask
        right = ((shrinks | ~(level | grows)) << 1 | 1) & mask
        left = ((level & grows) << 1) & mask
        grows, shrinks = (left | ~(level | right)) & mask, right & level
        if n in at:
            found[n] = _Column(n, grows, shrinks)
    return found
