"""Occupations whose names stand in a job title. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log

from app.occupations.catalogue import Catalogue
from app.occupations.tokens import Token, key_of, tokens_of

# "(m/f/d)", "- Berlin", "| Remote", "at Acme": what stands around the name of a job.
_AROUND = re.compile(r"\([^)]*\)?|\[[^\]]*\]?|\s[-–—|@]\s.*|,.*|\s(?:at|bei|chez)\s[A-Z].*", re.DOTALL)
_RANK_WORDS = """
senior sr junior jr lead principal staff head mid level entry intern trainee graduate work student associat experienc
i ii iii iv vp global regional interim freelanc remot
"""
_RANKS = frozenset(_RANK_WORDS.split())
# How sure a match is (ours): the whole title, the title without its rank, a part of it, shared words.
_WITHOUT_RANK = 0.98
_PART, _PART_LENGTH = 0.6, 0.3
_SHARED = 0.85
# One word that is only another label of an occupation ("marketing") may be a slip of the data.
_ONE_WORD_LABEL = 0.6
MIN_SHARED = 0.5  # of what the words tell; below, it is chance
_MOST_WORDS = 12  # of a title: more is no title


@dataclass(frozen=True, slots=True)
class Likely:
    """An occupation and how sure it is, from 1 (the very name) down."""

    occupation: int
    likeness: float
    is_certain: bool = False  # its very name, and nobody else's


@dataclass
class TitleReader:
    """Finds occupations by their names; the word index is made once."""

    catalogue: Catalogue
    _names_with: dict[str, list[tuple[str, ...]]] = field(init=False)
    _rarity: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        names = [tuple(key.split()) for key in self.catalogue.occupation_keys]
        uses = Counter(stem for name in names for stem in name)
        self._rarity = {stem: log(1 + len(names) / count) for stem, count in uses.items()}
        self._names_with = {stem: [] for stem in uses}
        for name in names:
            for stem in name:
                self._names_with[stem].append(name)

    def read(self, title: str, most: int = 8) -> list[Likely]:
        """The likeliest first: whole names, then parts of names, then shared words. None for no job at all."""
        tokens = tokens_of(title)[:_MOST_WORDS]
        bare = tokens_of(_AROUND.sub(" ", title))[:_MOST_WORDS] or tokens
        found: dict[int, Likely] = {}
        for key, likeness in (*self._named(tokens, bare), *self._alike(bare)):
            is_certain = likeness >= _WITHOUT_RANK and key in self.catalogue.certain_occupation_keys
            for position, occupation in enumerate(self.catalogue.occupation_keys.get(key, ())[:most]):
                # Whoever bears the name as the preferred one comes first.
                likely = Likely(occupation, likeness - 0.01 * position, is_certain and position == 0)
                if occupation not in found or likely.likeness > found[occupation].likeness:
                    found[occupation] = likely
        return sorted(found.values(), key=lambda each: (-each.likeness, each.occupation))[:most]

    def _named(self, tokens: Sequence[Token], bare: Sequence[Token]) -> Iterator[tuple[str, float]]:
        for key in (_key(tokens), _key(bare)):
            yield self._trusted(key, 1.0)
        plain = [token for token in bare if token.stem not in _RANKS]
        yield self._trusted(_key(plain), _WITHOUT_RANK)
        for length in range(len(plain) - 1, 0, -1):
            for first in range(len(plain) - length, -1, -1):
                key = _key(plain[first : first + length])
                share = sum(map(self._weight, key.split())) / sum(self._weight(t.stem) for t in plain)
                if share >= MIN_SHARED:
                    yield self._trusted(key, _PART + _PART_LENGTH * share)

    def _trusted(self, key: str, likeness: float) -> tuple[str, float]:
        is_trusted = " " in key or key in self.catalogue.preferred_occupation_keys
        return key, likeness if is_trusted else likeness * _ONE_WORD_LABEL

    def _alike(self, tokens: Sequence[Token]) -> Iterator[tuple[str, float]]:
        """Names that share most of the title's telling words, by Dice over their rarity."""
        wanted = {token.stem for token in tokens} - _RANKS
        whole = sum(map(self._weight, wanted))
        candidates = {name for stem in wanted for name in self._names_with.get(stem, ())}
        for name in candidates:
            shared = sum(self._weight(stem) for stem in wanted.intersection(name))
            likeness = 2 * shared / (whole + sum(map(self._weight, name)))
            if likeness >= MIN_SHARED:
                yield " ".join(name), _SHARED * likeness

    def _weight(self, stem: str) -> float:
        return self._rarity.get(stem, log(1 + len(self._names_with)))


def _key(tokens: Sequence[Token]) -> str:
    return key_of(token.stem for token in tokens)
