"""Whether a model's words for a follow-up may be asked: what code can tell about them; pure."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.evaluation.embedded.cleaning import guess_language
from app.evaluation.embedded.instructions import without_instructions
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.words import Words
from app.questions.adapting import checks
from app.questions.adapting.personal import has_contact_details
from app.questions.follow_ups import FollowUp, Thread, phrases_of
from app.questions.follow_ups import load_rules as load_follow_up_rules
from app.questions.port import FollowUpWants

Fault = Literal[
    "unchanged",
    "length",
    "quote",
    "markup",
    "not_one_question",
    "instruction",
    "language",
    "address",
    "unfair",
    "personal",
    "unsupported",
    "not_what_is_missing",
]
# Quotation marks that belong together; whatever else looks like one makes somebody say what they did not.
_PAIRS = (("“", "”"), ("„", "“"), ("«", "»"), ('"', '"'))
_MARKS = re.compile(r"[“”„«»\"‹›]")
_SENTENCE_END = re.compile(r"[.?…]\s+")
_BEFORE_THE_ASKING = re.compile(r"[.?:…]\s+")
# Stands where the quote stood: a word that every language can have there, and no check minds.
_IN_ITS_PLACE = "Quote"


class Rules(BaseModel):
    """``follow_up.toml``, ``[rules]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fewest_words: int = Field(ge=1)
    most_words: int
    most_characters: int
    most_sentences: int
    words_shown: int
    language_from_words: int


class FollowUpPrompt(BaseModel):
    """``follow_up.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: str
    data: str
    step: str
    shape: str
    wanted: dict[FollowUpWants, str]
    rules: Rules
    likeness: dict[str, float]


@cache
def load_prompt() -> FollowUpPrompt:
    """Raises ValidationError when the file does not fit the schema."""
    text = Path(__file__).with_name("follow_up.toml").read_text("utf-8")
    return FollowUpPrompt.model_validate(tomllib.loads(text))


@dataclass(frozen=True)
class Wording:
    """What a model makes of the follow-up that code has chosen; ``language`` is one of ``likeness``."""

    text: str
    chosen: FollowUp
    thread: Thread
    language: str

    def fault(self) -> Fault | None:
        """The first thing that is wrong with it, None where only its sense is left to look at."""
        rules = load_prompt().rules
        if self.text == self.chosen.text:
            return "unchanged"
        count = len(self.text.split())
        if not rules.fewest_words <= count <= rules.most_words or len(self.text) > rules.most_characters:
            return "length"  # before anything looks at every word of a book
        if self.around is None:
            return "quote"
        return next((fault for fault, is_wrong in self._checks(self.around) if is_wrong), None)

    @property
    def around(self) -> str | None:
        """The question with a word in the place of the quote; None where that does not stand in it just once."""
        quote = self.chosen.quote or ""
        found = [f"{a}{space}{quote}{space}{b}" for a, b in _PAIRS for space in ("", " ", "\u00a0")]
        marked = next((each for each in found if self.text.count(each) == 1), None)
        if not quote or marked is None or self.text.count(quote) != 1:
            return None
        around = self.text.replace(marked, _IN_ITS_PLACE)
        return None if _MARKS.search(around) else around

    @property
    def asks(self) -> str:
        """The sentence with the question mark, without the quote."""
        sentence = _BEFORE_THE_ASKING.split(self.around or "")[-1]
        return " ".join(sentence.replace(_IN_ITS_PLACE, " ").split())

    def _checks(self, around: str) -> Iterator[tuple[Fault, bool]]:
        words = Words.of(around)
        said = {token.word for token in words.tokens}
        familiar = checks.load_rules().familiar.get(self.language, frozenset())
        yield "markup", not checks.is_speakable(around)
        yield "not_one_question", not self._asks_once(around)
        yield "instruction", without_instructions(self.text, load_lexicon()) != self.text
        yield "language", not self._is_in_language(words)
        yield "address", bool(said & familiar)
        # The quote is the candidate's own; what may not be asked about is what is asked around it.
        unfair = checks.load_unfair_words().of(self.language)
        yield "unfair", bool(checks.with_parts(said) & unfair)
        yield "personal", has_contact_details(around)
        yield "unsupported", self._claims_what_nobody_said(around)

    def _asks_once(self, around: str) -> bool:
        ends = len(_SENTENCE_END.findall(around)) + 1
        return around.count("?") == 1 and around.endswith("?") and ends <= load_prompt().rules.most_sentences

    def _is_in_language(self, words: Words) -> bool:
        """By what stands around the quote; where that tells nothing, by all of it: a quote is in the same language."""
        guess = guess_language(words, load_lexicon())
        if guess == "und":
            guess = guess_language(Words.of(self.text), load_lexicon())
        return guess == self.language or (
            len(words) < load_prompt().rules.language_from_words and guess == "und"
        )

    def _claims_what_nobody_said(self, around: str) -> bool:
        """A number or a name that stands neither in the question nor in what was told."""
        known = "\n".join([self.thread.question.text, *self.thread.answers, self.chosen.text, _IN_ITS_PLACE])
        return not checks.names_in(around, self.language) <= checks.tokens_of(known)


@cache
def ways_to_ask(kind: str, language: str) -> tuple[tuple[FollowUpWants, str], ...]:
    """Our own asking sentences of a kind of question, each with what it asks for; quotes left out."""
    rules, phrases = load_follow_up_rules().kinds[kind], phrases_of(language)  # type: ignore[index] # validated data
    found: list[tuple[FollowUpWants, str]] = []
    for wants in load_prompt().wanted:
        wordings = phrases.wordings(rules.words, wants)
        for template in (*wordings.quoted, *wordings.plain):
            found.append((wants, _BEFORE_THE_ASKING.split(template)[-1].strip()))
    return tuple(found)
