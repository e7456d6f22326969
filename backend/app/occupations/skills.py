"""Skills named in a text. Pure and linear: each word opens at most five windows, each looked up once."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.occupations.catalogue import Catalogue
from app.occupations.tokens import Token, key_of, tokens_of

Source = Literal["job_description", "cv"]

_LONGEST_WINDOW = 5
# What the job asks for matters more than what the candidate brings (ours).
_SOURCE_WEIGHT: dict[Source, float] = {"job_description": 1.0, "cv": 0.7}
# Words beyond the first say more, each less than the one before; said again counts a little (ours).
_NAME_POINTS = 0.3  # the skill's own name, not one of its other labels
_KNOWN_POINTS = 0.5  # one of our additions: what advertisements really ask for


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a skill was found: code points of the text it stands in."""

    skill: int
    source: Source
    start: int
    end: int
    words: int
    is_name: bool
    is_addition: bool


@dataclass(frozen=True, slots=True)
class FoundSkill:
    """A skill with its best mention; ``points`` order skills and mean nothing by themselves."""

    skill: int
    mention: Mention
    points: float


def mentions_in(text: str, source: Source, catalogue: Catalogue) -> list[Mention]:
    """Every skill that the text names, the longest phrase first where phrases overlap."""
    tokens = tokens_of(text)
    found: list[Mention] = []
    free_from = 0
    for first in range(len(tokens)):
        if first < free_from:
            continue
        for last, key in _windows(tokens, first, catalogue.skill_stems):
            skill = catalogue.skill_keys.get(key)
            if skill is None or not _is_written_so(text, tokens[first], key, catalogue):
                continue
            is_name = key in catalogue.preferred_skill_keys
            start, end = tokens[first].start, tokens[last].end
            words, is_addition = last - first + 1, skill < catalogue.additions
            found.append(Mention(skill, source, start, end, words, is_name, is_addition))
            free_from = last + 1
            break
    return found


def _windows(tokens: Sequence[Token], first: int, known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The phrases that begin at a word, the longest first; none reaches over a comma or a full stop."""
    after = first
    for token in tokens[first : first + _LONGEST_WINDOW]:
        if token.run != tokens[first].run or token.stem not in known:
            break
        after += 1
    for end in range(after, first, -1):
        yield end - 1, key_of(token.stem for token in tokens[first:end])


def _is_written_so(text: str, token: Token, key: str, catalogue: Catalogue) -> bool:
    """ "go" is no language and "excel" no program; "Go" and "Excel" are."""
    name = catalogue.exact_names.get(key)
    if name is None:
        return True
    written = text[token.start : token.end]
    return written == name or (name.islower() and written.lower() == name)


def rank(mentions: Sequence[Mention]) -> list[FoundSkill]:
    """Each skill once, best first; equal ones in the order of the text."""
    best: dict[int, Mention] = {}
    points: dict[int, float] = {}
    times: dict[int, int] = {}
    for mention in mentions:
        tells = (
            math.sqrt(mention.words) + _NAME_POINTS * mention.is_name + _KNOWN_POINTS * mention.is_addition
        )
        worth = _SOURCE_WEIGHT[mention.source] * tells
        times[mention.skill] = times.get(mention.skill, 0) + 1
        if worth > points.get(mention.skill, 0.0):
            best[mention.skill], points[mention.skill] = mention, worth
    found = [
        FoundSkill(skill, mention, points[skill] + 0.3 * math.log(times[skill]))
        for skill, mention in best.items()
    ]
    return sorted(found, key=lambda each: -each.points)
