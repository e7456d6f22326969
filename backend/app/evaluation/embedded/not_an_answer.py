"""Texts that tell nothing though they have words: insults and program code."""

import re
import tomllib
from functools import cache
from pathlib import Path

from app.evaluation.embedded.lexicon import any_of
from app.evaluation.embedded.words import Words

INSULT_FLAG = "insult"
# An insult is short, and most of it is one; ours.
_INSULT_WORDS, _INSULT_SHARE = 25, 0.3
# Calls, assignments, comparisons, brackets that open a block: so many for each word, and at least so many.
_CODE_SHARE, _CODE_FROM = 0.15, 3
_CODE = re.compile(
    r"[A-Za-z_]\w*\(|\)\s*[:{;]|[=!<>+\-*/]=|=>|->|(?<=[\w\s\])])=(?=[\w\s\[({\"'])|[{};]\s*(?:\n|$)|\w\["
    r"|^\s*(?:def|class|import|from|return|function|const|let|var|#include)\b",
    re.MULTILINE,
)


@cache
def _insults() -> tuple[re.Pattern[str], re.Pattern[str]]:
    with Path(__file__).with_name("insults.toml").open("rb") as file:
        data = tomllib.load(file)
    return any_of(tuple(data["said_to"])), any_of(tuple(data["words"]))


def is_insult(words: Words) -> bool:
    """Whether insults are most of this short text."""
    if not 0 < len(words) < _INSULT_WORDS:
        return False
    said = {i for pattern in _insults() for span in words.find(pattern) for i in range(span.first, span.stop)}
    return len(said) >= _INSULT_SHARE * len(words)


def is_code(text: str, words: int) -> bool:
    """Whether the text is program code, by its signs of one for each word."""
    return len(_CODE.findall(text)) >= max(_CODE_FROM, _CODE_SHARE * words)
