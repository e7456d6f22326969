"""The occupations and skills that are known: ESCO's, and our own additions. Read once, on first use.

ESCO is the European classification of skills, competences, qualifications and occupations, © European Union,
CC BY 4.0; its labels were taken apart and stemmed by ``app.occupations.making``. See data/NOTICE.
"""

import gzip
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.occupations.tokens import key_of_text

_DATA = Path(__file__).parent / "data"
OCCUPATIONS_FILE = _DATA / "occupations.tsv.gz"
SKILLS_FILE = _DATA / "skills.tsv.gz"
ADDITIONS_FILE = _DATA / "additions.toml"
ESCO_OCCUPATION = "http://data.europa.eu/esco/occupation/"


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation of ESCO; ``id`` is its address there."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What phrases mean. A key (see ``tokens``) may belong to several: numbers into ``occupations`` and ``skills``."""

    occupations: tuple[Occupation, ...]
    occupation_keys: Mapping[str, tuple[int, ...]]
    preferred_occupation_keys: frozenset[str]  # names of their own, and ours; not other labels
    certain_occupation_keys: frozenset[str]  # of those, ours and the ones that only one occupation bears
    english_stems: frozenset[str]  # of ESCO's names of occupations; ours may be in other languages
    skills: tuple[str, ...]  # our additions first
    skill_keys: Mapping[str, int]  # the skill whose preferred label it is, else the first that has it
    preferred_skill_keys: frozenset[str]
    skill_stems: frozenset[str]  # every word of every key: no phrase with another word is a skill
    additions: int  # how many of the skills are ours
    # key → as it must be written, for names that are words too ("Go", "Excel")
    exact_names: Mapping[str, str]


@lru_cache(maxsize=1)
def default_catalogue() -> Catalogue:
    """Takes ~0.5 s and ~30 MB, once."""
    additions = tomllib.loads(ADDITIONS_FILE.read_text(encoding="utf-8"))
    rows = _rows(OCCUPATIONS_FILE)
    occupations, occupation_keys, bearers = _occupations(rows, additions["titles"])
    ours = {key_of_text(name) for titles in additions["titles"].values() for name in titles}
    skills, skill_keys, preferred = _skills(additions["skills"], frozenset(additions["not_skills"]))
    exact = {key_of_text(name): name for name in additions["exact_names"]}
    return Catalogue(
        occupations=occupations,
        occupation_keys=occupation_keys,
        preferred_occupation_keys=frozenset(bearers.keys() | ours),
        certain_occupation_keys=frozenset({key for key, count in bearers.items() if count == 1} | ours),
        english_stems=frozenset(stem for *_, keys in rows for key in keys.split(";") for stem in key.split()),
        skills=skills,
        skill_keys=skill_keys,
        preferred_skill_keys=preferred,
        skill_stems=frozenset(stem for key in skill_keys for stem in key.split()),
        additions=len(additions["skills"]),
        exact_names=exact,
    )


def _rows(file: Path) -> list[list[str]]:
    text = gzip.decompress(file.read_bytes()).decode("utf-8")
    return [line.split("\t") for line in text.splitlines()]


def _occupations(
    rows: list[list[str]], titles: dict[str, list[str]]
) -> tuple[tuple[Occupation, ...], dict[str, tuple[int, ...]], Counter[str]]:
    found: list[Occupation] = []
    keys: defaultdict[str, list[int]] = defaultdict(list)
    numbers: dict[str, int] = {}
    bearers: Counter[str] = Counter()  # preferred labels, and how many occupations bear each
    for label, uri, own_keys in rows:
        numbers[label] = len(found)
        bearers[own_keys.split(";")[0]] += 1
        for position, key in enumerate(own_keys.split(";")):
            # Whoever bears a name as the preferred one comes first among those who share it.
            keys[key].insert(0 if position == 0 else len(keys[key]), len(found))
        found.append(Occupation(ESCO_OCCUPATION + uri, label))
    for label, names in titles.items():
        for name in names:
            keys[key_of_text(name)].insert(0, numbers[label])
    return tuple(found), {key: tuple(owners) for key, owners in keys.items()}, bearers


def _skills(
    additions: dict[str, list[str]], left_out: frozenset[str]
) -> tuple[tuple[str, ...], dict[str, int], frozenset[str]]:
    labels: list[str] = []
    owners: dict[str, int] = {}
    preferred: set[str] = set()
    rows = [(label, [key_of_text(name) for name in (label, *names)]) for label, names in additions.items()]
    rows += [(label, keys.split(";")) for label, keys in _rows(SKILLS_FILE) if label not in left_out]
    for is_preferred in (True, False):
        for number, (label, keys) in enumerate(rows):
            if is_preferred:
                labels.append(label)
                preferred.add(keys[0])
            for key in keys[:1] if is_preferred else keys[1:]:
                owners.setdefault(key, number)
    return tuple(labels), owners, frozenset(preferred)
