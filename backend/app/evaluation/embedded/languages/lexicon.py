"""The word lists of one language, validated when they are read, and ready-made patterns of its verbs."""

import re
import tomllib
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.evaluation.embedded import lexicon as english

LANGUAGES = ("de", "es", "fr", "pt")
_FOLDER = Path(__file__).parent
_ACT = "(?P<act>"


class Lists(BaseModel):
    """Phrases in lower case, without outer space."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _lower_case(self) -> "Lists":
        for name, phrases in self:
            if any(p != p.lower().strip() for p in phrases):
                raise ValueError(f"{name}: phrases must be lower case, without outer space")
        return self


class Deeds(BaseModel):
    """Patterns of what the speaker did (``past``, ``series``) or would do (``meant``); ``act`` is the verb itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    past: tuple[str, ...] = Field(min_length=1)
    series: tuple[str, ...]  # "… and explained": counts only after a deed
    meant: tuple[str, ...] = Field(min_length=1)
    we: tuple[str, ...]
    states: tuple[str, ...] = Field(min_length=1)  # words that look like a deed and are none
    reasons: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _name_the_act(self) -> "Deeds":
        for pattern in (*self.past, *self.series, *self.meant):
            if pattern.count(_ACT) != 1:
                raise ValueError(f"one group named act: {pattern}")
            re.compile(pattern)
        return self


class Moves(Lists):
    """Phrases that open a part of a story."""

    situation: tuple[str, ...]
    result: tuple[str, ...]
    ending: tuple[str, ...]  # an outcome only in the last part
    amount: tuple[str, ...]  # beginnings of words
    vague: tuple[str, ...]
    learning: tuple[str, ...]
    closing: tuple[str, ...]


class Details(Lists):
    """What somebody else could check, and numbers that measure nothing (``empty``)."""

    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    tools: tuple[str, ...]
    constraints: tuple[str, ...]
    speech: tuple[str, ...]
    empty: tuple[str, ...]
    measures: tuple[str, ...]
    proxies: tuple[str, ...]


class Generic(Lists):
    """Words that fit every answer."""

    phrases: tuple[str, ...]


class Telling(Lists):
    """Single words, and endings of abstract ones."""

    people: tuple[str, ...]
    order: tuple[str, ...]
    everybody: tuple[str, ...]
    always: tuple[str, ...]
    hedges: tuple[str, ...]
    abstract: tuple[str, ...]


class Quoting(Lists):
    """Where a quote may begin and end."""

    opens: tuple[str, ...]
    dangling: tuple[str, ...]
    we: tuple[str, ...]
    before: tuple[str, ...]


class Flags(Lists):
    """What is not an answer."""

    fillers: tuple[str, ...]
    filler_phrases: tuple[str, ...]
    refusals: tuple[str, ...]
    injections: tuple[str, ...]


class LanguageLexicon(BaseModel):
    """``lexicons/{language}.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    function_words: tuple[str, ...] = Field(min_length=50)
    asking: tuple[str, ...] = Field(min_length=1)
    contrast: tuple[str, ...] = Field(min_length=10)
    moves: Moves
    deeds: Deeds
    details: Details
    generic: Generic
    telling: Telling
    quoting: Quoting
    flags: Flags

    @cached_property
    def past(self) -> tuple[re.Pattern[str], ...]:
        return self._compiled(self.deeds.past)

    @cached_property
    def series(self) -> tuple[re.Pattern[str], ...]:
        return self._compiled(self.deeds.series)

    @cached_property
    def meant(self) -> tuple[re.Pattern[str], ...]:
        return self._compiled(self.deeds.meant)

    @cached_property
    def tools(self) -> tuple[str, ...]:
        return (*_shared_tools(), *self.details.tools)

    def _compiled(self, patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
        """With the states ruled out: a deed later in the same clause is still found."""
        states = "|".join(map(re.escape, self.deeds.states))
        return tuple(re.compile(p.replace(_ACT, rf"{_ACT}(?!(?:{states})(?!\S))")) for p in patterns)


@cache
def load_language(language: str) -> LanguageLexicon:
    """One of ``LANGUAGES``; raises ValidationError when the file does not fit the schema."""
    return LanguageLexicon.model_validate(_toml(f"lexicons/{language}.toml"))


@cache
def cleaning_lexicon(language: str) -> english.Lexicon:
    """The English lexicon with what concerns cleaning and guessing of languages exchanged.

    Instructions to the evaluator count in English as well: that is the language they are copied in.
    """
    own, base = load_language(language), english.load_lexicon()
    flags = base.flags.model_copy(
        update={
            "fillers": own.flags.fillers,
            "filler_phrases": own.flags.filler_phrases,
            "refusals": own.flags.refusals,
        }
    )
    instructions = base.instructions.model_copy(
        update={"always": (*base.instructions.always, *own.flags.injections)}
    )
    return base.model_copy(
        update={
            "language": language,
            "flags": flags,
            "instructions": instructions,
            "function_words": _every_languages_function_words(),
        }
    )


@cache
def guessing_lexicon() -> english.Lexicon:
    """For telling the languages apart with none of the four preferred."""
    return english.load_lexicon().model_copy(update={"function_words": _every_languages_function_words()})


@cache
def _every_languages_function_words() -> dict[str, tuple[str, ...]]:
    own = {tag: load_language(tag).function_words for tag in LANGUAGES}
    return {**english.load_lexicon().function_words, **own}


@cache
def _shared_tools() -> tuple[str, ...]:
    tools = _toml("shared.toml")["tools"]
    return tuple(str(tool) for tool in tools)


def _toml(name: str) -> dict[str, Any]:
    with (_FOLDER / name).open("rb") as file:
        return tomllib.load(file)
