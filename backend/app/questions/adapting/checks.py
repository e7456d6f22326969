"""Whether a reworded question may be asked: what code can tell without a model of language; pure."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.evaluation.embedded.cleaning import guess_language
from app.evaluation.embedded.instructions import without_instructions
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.words import Words
from app.questions.adapting.personal import has_contact_details, likely_names
from app.questions.port import PlannedQuestion, PlanRequest

Fault = Literal[
    "unchanged",
    "length",
    "markup",
    "not_one_question",
    "instruction",
    "language",
    "address",
    "unfair",
    "personal",
    "unsupported",
    "off_topic",
    "repeated",
]
ENGLISH = "en"

# What can be said aloud; no quotation marks, brackets or signs of a markup.
_SPEAKABLE = re.compile(r"[^\W_][\w\s.,?'’%€$£&/+#:–-]*")
_OPENING = "¿"
_MARKUP = re.compile(r"_|--|//|(?<!\w)#|\s#")
_QUESTION_SIGNS = re.compile(r"[?？؟]")
_SENTENCE_END = re.compile(r"[.?:…]+(?:\s+|$)")
_TOKEN = re.compile(r"[^\W_]+(?:\+\+|#|\.[^\W_]+)*")
_CAPITALISED_NOUNS = frozenset({"de"})


class Rules(BaseModel):
    """``checks.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fewest_words: int = Field(ge=1)
    most_words: int
    most_characters: int
    most_sentences: int
    nearly_the_same_from: float = Field(gt=0, le=1)
    words_kept_from: float = Field(gt=0, le=1)
    less_where_kept: float = Field(ge=0, le=1)
    likeness: dict[str, float]
    familiar: dict[str, frozenset[str]]


class UnfairWords(BaseModel):
    """``unfair_words.toml``: by language; the bank is held to ``bank``, a reworded question to both."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bank: dict[str, str]
    reworded: dict[str, str]

    def of(self, language: str) -> frozenset[str]:
        return frozenset(f"{self.bank[language]} {self.reworded[language]}".split())


@cache
def load_rules() -> Rules:
    """Raises ValidationError when the file does not fit the schema."""
    return Rules.model_validate(tomllib.loads(Path(__file__).with_name("checks.toml").read_text("utf-8")))


@cache
def load_unfair_words() -> UnfairWords:
    """Raises ValidationError when the file does not fit the schema."""
    file = Path(__file__).parents[1] / "unfair_words.toml"
    return UnfairWords.model_validate(tomllib.loads(file.read_text("utf-8")))


def language_of(request: PlanRequest) -> str:
    """In which the plan is: the interview's, else English, as the planner has it."""
    primary = request.language.split("-")[0].lower()
    return primary if primary in load_rules().likeness else ENGLISH


def tidied(text: str) -> str:
    """One line, one space between words, accents in one form, no invisible characters."""
    visible = (sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return " ".join(unicodedata.normalize("NFC", "".join(visible)).split())


@dataclass(frozen=True)
class Proposal:
    """A question of the bank, and what a model makes of it."""

    question: PlannedQuestion
    text: str
    request: PlanRequest

    @property
    def language(self) -> str:
        return language_of(self.request)

    def fault(self) -> Fault | None:
        """The first thing that is wrong with it, None where only likeness is left to look at."""
        rules, words = load_rules(), Words.of(self.text)
        said = {token.word for token in words.tokens}
        checks: tuple[tuple[Fault, bool], ...] = (
            ("unchanged", self.text == self.question.text),
            ("length", not rules.fewest_words <= len(self.text.split()) <= rules.most_words),
            ("length", len(self.text) > rules.most_characters),
        )
        if found := next((fault for fault, is_wrong in checks if is_wrong), None):
            return found  # before anything looks at every word of a book
        later: tuple[tuple[Fault, bool], ...] = (
            ("markup", not is_speakable(self.text)),
            ("not_one_question", not asks_once(self.text, self.question.text)),
            ("instruction", without_instructions(self.text, load_lexicon()) != self.text),
            ("language", guess_language(words, load_lexicon()) != self.language),
            ("address", bool(said & rules.familiar.get(self.language, frozenset()))),
            ("unfair", bool(with_parts(said) & load_unfair_words().of(self.language))),
            ("personal", self._is_personal()),
            ("unsupported", self._claims_what_nobody_said()),
        )
        return next((fault for fault, is_wrong in later if is_wrong), None)

    @property
    def least_likeness(self) -> float:
        """Cosine to the bank's question from which it is believed to ask for the same."""
        rules, wanted = load_rules(), tokens_of(self.question.text)
        is_kept = len(wanted & tokens_of(self.text)) >= rules.words_kept_from * len(wanted)
        return rules.likeness[self.language] - (rules.less_where_kept if is_kept else 0)

    def _is_personal(self) -> bool:
        said = tokens_of(self.text) - tokens_of(self._of_the_job)
        return has_contact_details(self.text) or bool(said & likely_names(self.request.cv_text or ""))

    def _claims_what_nobody_said(self) -> bool:
        """A number or a name that stands neither in the question nor in what the candidate gave."""
        known = tokens_of(f"{self._of_the_job}\n{self.request.cv_text or ''}")
        return not names_in(self.text, self.language) <= known

    @property
    def _of_the_job(self) -> str:
        request = self.request
        given = (request.job_title, request.occupation, request.job_description, *request.skills)
        return "\n".join([self.question.text, *(text for text in given if text)])


def is_speakable(text: str) -> bool:
    said = text.replace(_OPENING, "", 1)
    return bool(_SPEAKABLE.fullmatch(said)) and not _MARKUP.search(said)


def asks_once(text: str, source: str) -> bool:
    """One question mark at the end, or none where the bank's question ("Tell me about …") has none either."""
    signs = len(_QUESTION_SIGNS.findall(text))
    ends_well = text.endswith("?") if signs else text.endswith(".") and not _QUESTION_SIGNS.search(source)
    most = max(load_rules().most_sentences, len(_SENTENCE_END.findall(source)))
    return signs <= 1 and ends_well and len(_SENTENCE_END.findall(text)) <= most


def with_parts(words: set[str]) -> set[str]:
    """Words, and those that a hyphen or an apostrophe holds together: "l'âge", "child-care"."""
    return words | {part for word in words for part in re.split(r"['-]", word)}


def tokens_of(text: str) -> frozenset[str]:
    return frozenset(token.lower() for token in _TOKEN.findall(text))


def names_in(text: str, language: str) -> frozenset[str]:
    """Numbers, abbreviations, and (where nouns have small letters) names; a sentence's first word is none."""
    first = {match.end() for match in _SENTENCE_END.finditer(text)} | {
        0,
        len(text) - len(text.lstrip(_OPENING)),
    }
    found = set()
    for match in _TOKEN.finditer(text):
        token, at = match.group(), match.start()
        begins = at in first or text[at - 1] == _OPENING
        is_name = token[0].isupper() and not begins and language not in _CAPITALISED_NOUNS
        if is_name or any(sign.isdigit() for sign in token) or any(sign.isupper() for sign in token[1:]):
            found.add(token.lower())
    return frozenset(found)
