"""Words of titles, job descriptions and questions, made comparable. Pure."""

import re
import unicodedata

_WORD = re.compile(r"[a-z][a-z+#]*")

# Words that say nothing about the work (ours), and those that every question uses.
_EMPTY_WORDS = """
a about after all also an and any are as at be because been before being but by can could did do
does each for from get had has have how if in into is it its just like many may more most much
must no not now of on one only or other our out over own so some such tell than that the their
them then there these they thing this those through time to too under up us use very was way we
well were what when where which while who why will with would you your years year work working job
role strong good great team ability able experience people person someone something make made need
needs help using day new
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
# Long enough to tell words apart, short enough to leave the endings of German and of Romance languages (ours).
_BEGINNING = 6
_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ments",
    "ment",
    "ers",
    "er",
    "ies",
    "ied",
    "es",
    "ed",
    "s",
    "y",
    "e",
)


def plain(text: str) -> str:
    """Lower case without accents, so that "Développeur" and "developpeur" are one."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def stem(word: str) -> str:
    """Cut common English endings: enough to bring "testing", "tests" and "tested" together."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def words_of(text: str) -> list[str]:
    """The words in order, lower case, without accents, digits or punctuation."""
    return _WORD.findall(plain(text))


def stems_of(text: str, language: str = "en") -> frozenset[str]:
    """The stems of the words that carry meaning.

    In another language than English a word's beginning stands for it too: its endings are not ours to cut.
    """
    words = [word for word in set(words_of(text)) - _EMPTY if len(word) > 2]
    stems = frozenset(map(stem, words))
    return stems if language == "en" else stems | {word[:_BEGINNING] for word in words}


def trigrams_of(text: str) -> frozenset[str]:
    """Letter groups of three, word boundaries included."""
    padded = f" {' '.join(words_of(text))} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice coefficient of two sets: 0 nothing in common, 1 the same."""
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
