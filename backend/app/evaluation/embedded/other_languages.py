"""Languages in Latin letters that are not scored: known by their smallest words, so that none is guessed at."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from app.evaluation.embedded.words import Words

# Fewer words than this tell no language: a title with one foreign-looking word in it is none. All figures: ours.
_PROSE_WORDS = 8
# What such a text has at least of its own small words, and how clearly more than of those of a language we score.
_SHARE, _FEWEST, _CLEARLY = 0.1, 3, 1.3
# In prose hardly a small word is known, and many words have letters foreign to the scored languages.
_HARDLY, _FOREIGN_SHARE = 0.04, 0.1
_FOREIGN = re.compile(r"[^\W\d_a-zàáâãäæçèéêëìíîïñòóôõöœùúûüÿß]")


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    with Path(__file__).with_name("other_languages.toml").open("rb") as file:
        return {tag: tuple(words) for tag, words in tomllib.load(file).items()}


def is_unscored_language(words: Words, scored: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether this is clearly prose in none of the languages of ``scored`` (tag → its function words)."""
    said = [token.word for token in words.tokens]
    if len(said) < _PROSE_WORDS:
        return False
    known = {word for listed in scored.values() for word in listed}
    most = max(_share(said, set(listed)) for listed in scored.values())
    others = max(_share(said, set(listed) - known) for listed in _listed().values())
    if others >= max(_SHARE, _FEWEST / len(said)) and others > _CLEARLY * most:
        return True
    is_unknown = _share(said, known) < _HARDLY
    foreign = sum(bool(_FOREIGN.search(word)) for word in said) / len(said)
    return is_unknown and foreign >= _FOREIGN_SHARE


def _share(said: list[str], vocabulary: set[str]) -> float:
    return sum(word in vocabulary for word in said) / len(said)
