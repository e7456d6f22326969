"""Words of titles, advertisements and CVs, made comparable. Pure, one pass over the text.

A *key* is the sorted stems of a phrase without its small words, so that "managing the team", "team management"
and "management of teams" are one and the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

# "node.js", "c++", "c#", ".net" and "i&c" are words of this trade; hyphens and slashes part words.
_WORD = re.compile(r"(?<![^\W_])\.?[^\W_]+(?:[.&'’][^\W_]+)*[+#]{0,2}")
# What may stand between two words of one phrase; a comma or a full stop ends it, a wrapped line does not.
_WITHIN = re.compile(r"[ \t\xa0\-‐‑–/&\"'’]*\n?[ \t\xa0]*")
_LONGEST_GAP = 16  # also bounds the search for line ends in a sea of blanks
_LONGEST_WORD = 40

_SMALL_WORDS = """
a an and as at by for from in into is it its of on or our the their to using via with within you your
"""
SMALL_WORDS = frozenset(_SMALL_WORDS.split())

# The longest first; each leaves at least three letters.
_ENDINGS = ("ements", "ement", "ments", "ment", "ings", "ing", "ies", "ied", "es", "ed", "is", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: its stem, where it stands (code points), and the run of unbroken words it is in."""

    stem: str
    start: int
    end: int
    run: int


def tokens_of(text: str) -> list[Token]:
    """Every word that carries meaning, in order. Linear in the text."""
    found: list[Token] = []
    run, end_before = 0, 0
    for match in _WORD.finditer(text):
        gap = match.start() - end_before
        if gap > _LONGEST_GAP or _WITHIN.fullmatch(text, end_before, match.start()) is None:
            run += 1
        end_before = match.end()
        word = match.group()
        if len(word) <= _LONGEST_WORD and (stem := stem_of(word)) not in SMALL_WORDS:
            found.append(Token(stem, match.start(), match.end(), run))
    return found


# Words, not sentences: what stays here for a while says nothing about anybody.
@lru_cache(maxsize=8192)
def stem_of(word: str) -> str:
    """Lower case, without accents and common English endings: enough to bring "tests" and "testing" together."""
    plain = folded(word).removesuffix("'s").removesuffix("’s").replace("yz", "ys").replace("iz", "is")
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 3 and not plain.endswith("ss"):
            plain = plain[: -len(ending)]
            break
    is_doubled = len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "s+#"
    return plain[:-1] if is_doubled else plain  # "programming", "skill"


def key_of(stems: Iterable[str]) -> str:
    """The key of a phrase, "" when nothing but small words is in it."""
    return " ".join(sorted(set(stems)))


def key_of_text(text: str) -> str:
    return key_of(token.stem for token in tokens_of(text))


def folded(word: str) -> str:
    """Lower case, without accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
