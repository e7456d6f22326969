"""Spoken commands: an utterance that is one of the language's phrases, and nothing else."""

import re
from typing import Literal, get_args

Command = Literal["repeat", "skip", "moment", "done"]

# Said around a command without changing it.
_AROUND_WORDS = "um uh er erm ah oh hmm okay ok well please sorry so yeah yes right alright thanks"
_AROUND = frozenset(_AROUND_WORDS.split())
# What listeners murmur: it asks for nothing and interrupts nobody.
_MURMURS = "mm mhm mmhm hm hmm uhhuh huh yeah yes yep ok okay right sure ah oh i see"
_BACK_CHANNELS = frozenset(_MURMURS.split())
_NOT_WORD = re.compile(r"[^\w'\s]+")
_MOST_BACK_CHANNEL_WORDS = 3


def command_in(text: str, phrases: dict[str, list[str]]) -> Command | None:
    """The command that the whole utterance is, None where it is anything else (or more)."""
    said = _normalised(text)
    if not said:
        return None
    candidates = {said, _without_surroundings(said)}
    for command in get_args(Command):
        if any(_normalised(phrase) in candidates for phrase in phrases.get(command, [])):
            return command  # type: ignore[no-any-return] # one of Command
    return None


def is_back_channel(text: str) -> bool:
    """Whether it is a listener's murmur ("mm-hm", "okay"), as opposed to the start of something."""
    words = _normalised(text.replace("-", "")).split()
    return 0 < len(words) <= _MOST_BACK_CHANNEL_WORDS and all(word in _BACK_CHANNELS for word in words)


def closing_phrases(phrases: dict[str, list[str]]) -> tuple[str, ...]:
    """How an answer may end when it is over ("that's it"); a single word ends other sentences too."""
    return tuple(said for phrase in phrases.get("done", []) if " " in (said := _normalised(phrase)))


def ends_with_one_of(text: str, closings: tuple[str, ...]) -> bool:
    return f" {_normalised(text)}".endswith(tuple(f" {closing}" for closing in closings))


def _normalised(text: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", text.lower().replace("’", "'")).split())


def _without_surroundings(said: str) -> str:
    words = said.split()
    while words and words[0] in _AROUND:
        words = words[1:]
    while words and words[-1] in _AROUND:
        words = words[:-1]
    return " ".join(words)
