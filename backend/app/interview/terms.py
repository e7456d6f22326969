"""The words that the wire uses in both directions: closed lists, texts that can be stored, ids."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

MAX_TEXT_CHARS = 20_000
MAX_ID_CHARS = 64

Modality = Literal["typed", "push_to_talk", "spoken"]
Patience = Literal["quick", "normal", "patient", "unlimited"]
Persona = Literal["warm", "neutral", "demanding"]
Feedback = Literal["each_answer", "at_end"]
SessionStatus = Literal["in_progress", "finished", "abandoned"]
AgentState = Literal["absent", "joining", "speaking", "listening", "thinking", "gone"]

# The shape of RFC 5646: a primary language, then subtags.
_BCP_47 = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def storable(text: str) -> str:
    """PostgreSQL cannot store NUL, and lone surrogates cannot be encoded: refuse both everywhere."""
    if "\x00" in text:
        raise ValueError("contains the character NUL (U+0000); remove it and send the text again")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("contains half of a surrogate pair; remove it and send the text again") from None
    return text


def _bcp_47(tag: str) -> str:
    if not _BCP_47.fullmatch(tag):
        raise ValueError("is not a BCP 47 language tag such as 'en' or 'pt-BR'")
    return tag


SafeText = Annotated[str, AfterValidator(storable)]
LongText = Annotated[SafeText, StringConstraints(max_length=MAX_TEXT_CHARS)]
Id = Annotated[SafeText, StringConstraints(min_length=1, max_length=MAX_ID_CHARS)]
LanguageTag = Annotated[str, StringConstraints(max_length=35), AfterValidator(_bcp_47)]
# The constraints first: after a validator function Pydantic strips only once the length is checked.
PersonName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(storable)
]
