"""The word lists of the embedded evaluator, validated when they are read."""

import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Lists(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _lower_case_and_filled(self) -> "_Lists":
        for name, phrases in self:
            if not phrases or any(p != p.lower().strip() for p in phrases):
                raise ValueError(f"{name}: phrases must be lower case, without outer space, and at least one")
        return self


class Moves(_Lists):
    """Phrases that open a part of a story."""

    situation: tuple[str, ...]
    result: tuple[str, ...]
    vague: tuple[str, ...]
    learning: tuple[str, ...]
    closing: tuple[str, ...]


class Ownership(_Lists):
    """Verbs of doing, and what gives a reason."""

    irregular: tuple[str, ...]
    states: tuple[str, ...]
    base: tuple[str, ...]
    reasons: tuple[str, ...]


class Details(_Lists):
    """What somebody else could check."""

    numbers: tuple[str, ...]
    dates: tuple[str, ...]
    tools: tuple[str, ...]
    constraints: tuple[str, ...]
    speech: tuple[str, ...]
    empty: tuple[str, ...]
    measures: tuple[str, ...]
    proxies: tuple[str, ...]


class Generic(_Lists):
    """Words that fit every answer, and so say nothing in this one."""

    phrases: tuple[str, ...]


class Telling(_Lists):
    """Single words that show how an answer is told."""

    people: tuple[str, ...]
    order: tuple[str, ...]
    past_states: tuple[str, ...]
    reasons: tuple[str, ...]
    since: tuple[str, ...]
    everybody: tuple[str, ...]
    always: tuple[str, ...]
    states: tuple[str, ...]
    conditional: tuple[str, ...]
    no_deeds: tuple[str, ...]
    between: tuple[str, ...]
    contrast: tuple[str, ...]
    hedges: tuple[str, ...]
    harm: tuple[str, ...]  # beginnings of words
    relief: tuple[str, ...]


class Flags(_Lists):
    """What is not an answer."""

    fillers: tuple[str, ...]
    filler_phrases: tuple[str, ...]
    refusals: tuple[str, ...]
    placeholder: tuple[str, ...]
    negations: tuple[str, ...]


class Instructions(_Lists):
    """The parts of an instruction to the evaluator."""

    always: tuple[str, ...]
    openers: tuple[str, ...]
    subjects: tuple[str, ...]
    wish: tuple[str, ...]
    override: tuple[str, ...]
    overridden: tuple[str, ...]
    grant: tuple[str, ...]
    top: tuple[str, ...]
    figures: tuple[str, ...]
    graded: tuple[str, ...]
    anything: tuple[str, ...]
    claimed: tuple[str, ...]
    deserve: tuple[str, ...]
    receive: tuple[str, ...]
    letter: tuple[str, ...]
    identity: tuple[str, ...]
    judges: tuple[str, ...]


class Lexicon(BaseModel):
    """All word lists of one language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    language: str
    asking: tuple[str, ...] = Field(min_length=1)
    moves: Moves
    ownership: Ownership
    details: Details
    generic: Generic
    telling: Telling
    flags: Flags
    instructions: Instructions
    function_words: dict[str, tuple[str, ...]] = Field(min_length=2)


@cache
def load_lexicon() -> Lexicon:
    """Read ``lexicon.toml`` beside this file; raises ValidationError when it does not fit the schema."""
    with Path(__file__).with_name("lexicon.toml").open("rb") as file:
        return Lexicon.model_validate(tomllib.load(file))


@cache
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for whole-word matches of any phrase; longer phrases win; a final ``*`` is any ending."""
    return re.compile(rf"(?<!\S){either(phrases)}(?!\S)")


def either(phrases: tuple[str, ...]) -> str:
    """The same as part of a longer pattern."""
    longest_first = sorted(set(phrases), key=len, reverse=True)
    alternatives = [re.escape(p).replace(r"\*", r"[\w'-]*").replace(r"\ ", " ") for p in longest_first]
    return f"(?:{'|'.join(alternatives)})"
