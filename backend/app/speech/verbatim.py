"""Was it said word for word? A Realtime model is asked to read a text, and may not: code checks."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """Lower-cased words without punctuation; apostrophes are kept alike ("don’t" is "don't")."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _WORD.findall(folded)


def verified_prefix(expected: str, transcript: str) -> int | None:
    """Count the words of ``transcript`` that follow ``expected`` from its beginning.

    The last word may be half there, since transcripts come in pieces. Returns None as soon as the transcript
    says something else. Numbers may be written out ("2" for "two"): a word with digits matches any word.
    """
    wanted, heard = words_of(expected), words_of(transcript)
    if len(heard) > len(wanted):
        return None
    for index, word in enumerate(heard):
        is_last = index == len(heard) - 1
        if word == wanted[index] or (is_last and wanted[index].startswith(word)):
            continue
        if any(c.isdigit() for c in word + wanted[index]):
            continue
        return None
    return len(heard)


def is_complete(expected: str, transcript: str) -> bool:
    """Whether all of ``expected`` was said, and nothing else."""
    return verified_prefix(expected, transcript) == len(words_of(expected))
