"""Occupations whose names stand in a job title. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import log

from app.occupations.catalogue import Catalogue
from app.occupations.spelling import Spelling
from app.occupations.tokens import Token, key_of, stem_of, tokens_of

# "(m/f/d)", "- Berlin", "| Remote", "at Acme": what stands around the name of a job.
_AROUND = re.compile(
    r"\([^)]*\)?|\[[^\]]*\]?|\s[-–—|@]\s.*|,.*|\s(?:at|bei|chez)\s[A-Z].*|\sto\s(?:the\s|our\s)?[A-Z]{3}.*",
    re.DOTALL,
)
_RANK_WORDS = """
senior sr junior jr lead principal staff head mid level entry intern internship trainee graduate work student associate
experienced apprentice deputy vp svp evp avp i ii iii iv global regional interim freelance contract permanent temporary
remote hybrid onsite full part time night day shift needed asap urgent emea dach apac latam eu europe uk us usa saas b2b
werkstudent praktikant praktikum ausbildung azubi stagiaire alternance confirmé pleno
"""
_LEADS = frozenset(map(stem_of, ("head", "director", "vp", "svp", "evp", "lead", "chief")))
_RANKS = frozenset(map(stem_of, _RANK_WORDS.split()))
# How sure a match is (ours): the whole title, the title without its rank, a part of it, shared words.
_WITHOUT_RANK = 0.98
_PART, _PART_LENGTH = 0.6, 0.3
_SHARED = 0.85
_MANAGES = 0.93  # "Head of sales" is the sales manager; from here on a name is one of its own
_RESPELLED = 0.95
# One word that is only another label of an occupation ("marketing") may be a slip of the data.
_ONE_WORD_LABEL = 0.6
MIN_SHARED = 0.5  # of what the words tell; below, it is chance
_SURE = 0.9  # no word needs to be spelled otherwise
_MANAGER = stem_of("manager")
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
    _spelling: Spelling = field(init=False)

    def __post_init__(self) -> None:
        names = [tuple(key.split()) for key in self.catalogue.occupation_keys]
        uses = Counter(stem for name in names for stem in name)
        self._rarity = {stem: log(1 + len(names) / count) for stem, count in uses.items()}
        self._spelling = Spelling(uses)
        self._names_with = {stem: [] for stem in uses}
        for name in names:
            for stem in name:
                self._names_with[stem].append(name)

    def read(self, title: str, most: int = 8) -> list[Likely]:
        """The likeliest first: whole names, then parts of names, then shared words. None for no job at all."""
        tokens = tokens_of(title)[:_MOST_WORDS]
        bare = tokens_of(_AROUND.sub(" ", title))[:_MOST_WORDS] or tokens
        found = self._read(tokens, bare, most)
        respelled = [self._respelled(token) for token in bare]
        if respelled != bare and not any(each.likeness >= _SURE for each in found):
            read_again = self._read(respelled, respelled, most)
            found += [replace(each, likeness=_RESPELLED * each.likeness) for each in read_again]
        return best_of(found)[:most]

    def _respelled(self, token: Token) -> Token:
        meant = None if token.stem in _RANKS else self._spelling.meant_by(token.stem)
        return replace(token, stem=meant or token.stem)

    def _read(self, tokens: Sequence[Token], bare: Sequence[Token], most: int) -> list[Likely]:
        found: list[Likely] = []
        for key, likeness in (*self._named(tokens, bare), *self._alike(bare)):
            is_certain = likeness >= _MANAGES and key in self.catalogue.certain_occupation_keys
            for position, occupation in enumerate(self.catalogue.occupation_keys.get(key, ())[:most]):
                # Whoever bears the name as the preferred one comes first.
                found.append(Likely(occupation, likeness - 0.01 * position, is_certain and position == 0))
        return found

    def _named(self, tokens: Sequence[Token], bare: Sequence[Token]) -> Iterator[tuple[str, float]]:
        for key in (_key(tokens), _key(bare)):
            yield self._trusted(key, 1.0)
        plain = [token for token in bare if token.stem not in _RANKS]
        yield self._trusted(_key(plain), _WITHOUT_RANK)
        if plain and any(token.stem in _LEADS for token in bare):
            yield self._trusted(key_of([*(token.stem for token in plain), _MANAGER]), _MANAGES)
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


def best_of(found: Sequence[Likely]) -> list[Likely]:
    """Each occupation once, the likeliest first."""
    best: dict[int, Likely] = {}
    for likely in found:
        if likely.occupation not in best or likely.likeness > best[likely.occupation].likeness:
            best[likely.occupation] = likely
    return sorted(best.values(), key=lambda each: (-each.likeness, each.occupation))


def _key(tokens: Sequence[Token]) -> str:
    return key_of(token.stem for token in tokens)
