"""A job title in the words that names of occupations are made of: written out, in English, rightly spelled. Pure."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from app.occupations.catalogue import default_catalogue
from app.occupations.tokens import folded, stem_of

_DATA = Path(__file__).parent / "data"
ABBREVIATIONS_FILE = _DATA / "abbreviations.toml"
LANGUAGES_FILE = _DATA / "languages.toml"

# "m/w/d", "H/F"; "(in)", "/a", ":in", "*in", "·e": the other gender of the word before.
_GENDERS = re.compile(r"(?i)\b[mwfdhx](?:\s?[/|]\s?[mwfdhx]){1,2}\b")
_OTHER_FORM = re.compile(
    r"(?i)(?<=[^\W\d_]{3})(?:\((?:-?in|innen|a|as|e|es|ère|ere|ne|se|euse|trice)\)|[/:*_·-]-?(?:in|innen|a|e|ère|euse|trice)(?!\w))"
)
_WORD = re.compile(r"[^\W_]+(?:[.&'’][^\W_]+)*[+#]{0,2}")
_LINKS = ("", "s", "es", "n", "en", "er")  # between the halves of a German compound
_SHORTEST_HALF = 3
# Feminine → masculine, plural → singular; tried in this order after the word itself.
_FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (("innen", ""), ("in", ""), ("frau", "mann"), ("en", ""), ("n", ""), ("r", "")),
    "es": (
        ("ora", "or"),
        ("oras", "or"),
        ("ores", "or"),
        ("a", "o"),
        ("a", ""),
        ("as", "o"),
        ("os", "o"),
        ("es", ""),
        ("s", ""),
    ),
    "fr": (
        ("euse", "eur"),
        ("trice", "teur"),
        ("ere", "er"),
        ("ienne", "ien"),
        ("ee", "e"),
        ("e", ""),
        ("s", ""),
    ),
    "pt": (
        ("ora", "or"),
        ("oras", "or"),
        ("ores", "or"),
        ("eira", "eiro"),
        ("a", "o"),
        ("a", ""),
        ("as", "o"),
        ("os", "o"),
        ("s", ""),
    ),
}


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words of one language, without accents, and what they are in English ("" says nothing of the job)."""

    language: str
    small: frozenset[str]
    words: Mapping[str, str]
    phrases: Mapping[tuple[str, ...], str]

    def base_form(self, word: str) -> str | None:
        """The form that is listed; None for a word of another language."""
        if word in self.words:
            return word
        for ending, instead in _FORMS[self.language]:
            if word.endswith(ending) and (base := word[: -len(ending)] + instead) in self.words:
                return base
        return None

    def english_of(self, word: str) -> str | None:
        base = self.base_form(word)
        if base is not None:
            return self.words[base]
        return self._of_compound(word) if self.language == "de" else None

    def _of_compound(self, word: str) -> str | None:
        for at in range(len(word) - _SHORTEST_HALF, _SHORTEST_HALF - 1, -1):
            last = self.base_form(word[at:])
            for link in _LINKS:
                first = word[:at].removesuffix(link) if link else word[:at]
                if last is not None and first in self.words:
                    return f"{self.words[first]} {self.words[last]}"
        return None


@dataclass(frozen=True, eq=False)
class Wording:
    """Says titles in other words. ``english``: stems of words that need no translation."""

    lexicons: tuple[Lexicon, ...]
    abbreviations: Mapping[str, str]
    several: Mapping[tuple[str, ...], str]
    english: frozenset[str] = field(default_factory=frozenset)

    def written_out(self, title: str) -> str:
        """Without forms of gender and abbreviations, in English as far as its words are known."""
        neutral = _OTHER_FORM.sub("", _GENDERS.sub(" ", title))
        expanded = self._expanded(neutral)
        return self._translated(expanded) or expanded

    def _expanded(self, title: str) -> str:
        words = list(_WORD.finditer(title))
        if not any(self._expansion(match.group()) for match in words) and not self.several:
            return title
        told, end, at = list[str](), 0, 0
        while at < len(words):
            length, instead = self._abbreviation_at(words, at)
            if instead is not None:
                told += [title[end : words[at].start()], instead]
                end = words[at + length - 1].end()
                end += title[end : end + 1] == "."
            at += length
        return "".join([*told, title[end:]])

    def _abbreviation_at(self, words: list[re.Match[str]], at: int) -> tuple[int, str | None]:
        for length in range(min(3, len(words) - at), 1, -1):
            key = tuple(match.group().lower() for match in words[at : at + length])
            if key in self.several:
                return length, self.several[key]
        return 1, self._expansion(words[at].group())

    def _expansion(self, word: str) -> str | None:
        return self.abbreviations.get(word) or self.abbreviations.get(word.lower())

    def _translated(self, title: str) -> str | None:
        """In the language that knows most of the words that are not English; None where none knows one."""
        words = [folded(word) for word in _WORD.findall(title)]
        foreign = [word for word in words if stem_of(word) not in self.english]
        known = [sum(each.english_of(word) is not None for word in foreign) for each in self.lexicons]
        if not any(known):
            return None
        lexicon = self.lexicons[known.index(max(known))]
        return " ".join(self._in_english(lexicon, [word for word in words if word not in lexicon.small]))

    def _in_english(self, lexicon: Lexicon, words: list[str]) -> Iterator[str]:
        bases = [lexicon.base_form(word) or word for word in words]
        at = 0
        while at < len(words):
            for length in (3, 2, 1):
                instead = lexicon.phrases.get(tuple(bases[at : at + length]))
                if instead is not None and (length > 1 or len(words) == 1):
                    yield instead
                    break
            else:
                length, english = 1, lexicon.english_of(words[at])
                yield words[at] if english is None else english
            at += length


@lru_cache(maxsize=1)
def default_wording() -> Wording:
    """Takes ~20 ms once the catalogue is read."""
    languages = tomllib.loads(LANGUAGES_FILE.read_text(encoding="utf-8"))
    shortened = tomllib.loads(ABBREVIATIONS_FILE.read_text(encoding="utf-8"))
    return Wording(
        tuple(
            Lexicon(
                language,
                frozenset(folded(entry["small"]).split()),
                {folded(word): instead for word, instead in entry["words"].items()},
                {_parts(phrase): instead for phrase, instead in entry.get("phrases", {}).items()},
            )
            for language, entry in languages.items()
        ),
        shortened["words"],
        {_parts(phrase): instead for phrase, instead in shortened["several"].items()},
        default_catalogue().english_stems,
    )


def _parts(phrase: str) -> tuple[str, ...]:
    return tuple(folded(phrase).split())
