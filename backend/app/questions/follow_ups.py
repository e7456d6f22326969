"""Follow-up questions out of what an answer has not told: pure, from phrases that are data, without a model.

An experienced interviewer asks for the one missing thing that matters most, in the candidate's own words, and lets
it be when there is nothing to gain. Figures are in ``follow_ups.toml``, words in ``follow_up_phrases/``.
"""

import re
import tomllib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.evaluation.port import MissingFact
from app.questions.port import FollowUpWants, PlannedQuestion, QuestionKind
from app.questions.vocabulary import plain, stems_of
from app.questions.wording import Data

LANGUAGES = ("en", "de", "es", "fr", "pt")
FALLBACK_LANGUAGE = "en"

# Letters, digits, and what stands between words: markup and quotation marks are not read back to anybody.
_SPEAKABLE = re.compile(r"[\w\s'’,%$€£&/+#:().-]+")
_MARKS_AROUND = " \t\n.,;:!?¿¡–-"
_FEWEST_WORDS_QUOTED = 2


def _asks_once(template: str) -> str:
    if template.count("?") > 1 or template.replace("{quote}", "").count("{"):
        raise ValueError(f"one question, no field but {{quote}}: {template}")
    return template


def _with_quote(template: str) -> str:
    if template.count("{quote}") != 1:
        raise ValueError(f"{{quote}} stands once in it: {template}")
    return _asks_once(template)


def _without_quote(template: str) -> str:
    if "{quote}" in template or not template.endswith("?"):
        raise ValueError(f"a whole question without {{quote}}: {template}")
    return _asks_once(template)


class Wordings(Data):
    """Ways to ask for one thing; ``plain`` where nothing can be quoted."""

    quoted: tuple[Annotated[str, AfterValidator(_with_quote)], ...] = ()
    plain: tuple[Annotated[str, AfterValidator(_without_quote)], ...] = ()


class Phrases(Data):
    """``follow_up_phrases/{language}.toml``."""

    not_quoted: tuple[str, ...]
    asks_with: tuple[str, ...]
    joined_by: tuple[str, ...]
    probe_asks_for: dict[FollowUpWants, tuple[str, ...]]
    past: dict[FollowUpWants, Wordings]
    imagined: dict[FollowUpWants, Wordings]
    now: dict[FollowUpWants, Wordings]
    any: dict[FollowUpWants, Wordings]

    def wordings(self, words: str, wants: FollowUpWants) -> Wordings:
        """Empty where a kind is never asked for this."""
        of_kind: dict[FollowUpWants, Wordings] = getattr(self, words)
        return of_kind.get(wants) or self.any.get(wants) or Wordings()


class RulesOfKind(Data):
    """What a kind of question may be followed up for."""

    words: Literal["past", "imagined", "now"]
    wants: tuple[FollowUpWants, ...]


class Rules(Data):
    """``follow_ups.toml``."""

    most_per_question: int = Field(ge=1)
    worth_asking_from: float = Field(gt=0, le=100)
    longest_quote_words: int = Field(ge=_FEWEST_WORDS_QUOTED)
    kinds: dict[QuestionKind, RulesOfKind]


@cache
def load_rules() -> Rules:
    file = resources.files("app.questions") / "follow_ups.toml"
    return Rules.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


@lru_cache(maxsize=len(LANGUAGES))
def phrases_of(language: str) -> Phrases:
    """Of a primary language tag that is one of ``LANGUAGES``."""
    file = resources.files("app.questions") / "follow_up_phrases" / f"{language}.toml"
    return Phrases.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Thread:
    """A question, what was asked for after it, and every answer so far, oldest first.

    ``is_off_topic``: taken together the answers are about something else.
    """

    question: PlannedQuestion
    answers: tuple[str, ...]
    asked_before: tuple[FollowUpWants, ...] = ()
    is_off_topic: bool = False


@dataclass(frozen=True)
class FollowUp:
    """``quote`` is in ``text`` word for word: of an answer or, for "question_part" and "topic", of the question."""

    wants: FollowUpWants
    text: str
    quote: str | None = None


def choose_follow_up(missing: Sequence[MissingFact], thread: Thread, language: str) -> FollowUp | None:
    """The one thing worth asking for, or None. ``missing`` is of the whole thread; ``language`` a BCP 47 tag.

    A follow-up that did not bring what it asked for ends the thread: whoever does not know, or does not want to
    say, is not pressed. After an answer to another question the question itself is asked once more, because nothing
    else can be worth as much; not twice, because that would be a reproach.
    """
    rules, asked = load_rules(), thread.asked_before
    if len(asked) >= rules.most_per_question or (asked and _is_still_open(asked[-1], missing, thread)):
        return None
    phrases = _phrases_in(language)
    if thread.is_off_topic:
        return None if "topic" in asked else _worded("topic", thread.question.text, thread, phrases)
    if thread.question.key_points and all(fact.what != "key_point" for fact in missing):
        return None
    of_kind = rules.kinds[thread.question.kind]
    for fact in sorted(missing, key=lambda fact: -fact.gain):
        if fact.gain >= rules.worth_asking_from and fact.what in of_kind.wants and fact.what not in asked:
            follow_up = _ask_for(fact, thread, phrases)
            if follow_up is not None:
                return follow_up
    return None


def _phrases_in(tag: str) -> Phrases:
    """Those of the tag's primary language, else English, as with the questions of the bank."""
    primary = tag.split("-")[0].lower()
    return phrases_of(primary if primary in LANGUAGES else FALLBACK_LANGUAGE)


def _is_still_open(wanted: FollowUpWants, missing: Sequence[MissingFact], thread: Thread) -> bool:
    """Which key point was meant nobody was told: one such follow-up is enough."""
    if wanted == "topic":
        return thread.is_off_topic
    return wanted == "key_point" or any(fact.what == wanted for fact in missing)


def _ask_for(fact: MissingFact, thread: Thread, phrases: Phrases) -> FollowUp | None:
    """In the candidate's own words; else by the bank's probe where it fits; else plainly. None: not at all."""
    if fact.what == "question_part":
        part = _askable_part(fact.quote or "", thread.question.text, phrases)
        return _worded("question_part", part, thread, phrases) if part else None
    if fact.what != "key_point" and (quote := _quotable(fact.quote, thread, phrases)):
        return _worded(fact.what, quote, thread, phrases)
    probe = thread.question.follow_up_probe
    if _fits(probe, fact, phrases):
        return FollowUp(fact.what, probe)
    return _worded(fact.what, None, thread, phrases)


def _worded(wants: FollowUpWants, quote: str | None, thread: Thread, phrases: Phrases) -> FollowUp | None:
    wordings = phrases.wordings(load_rules().kinds[thread.question.kind].words, wants)
    templates = wordings.quoted if quote and wordings.quoted else wordings.plain
    if not templates:
        return None
    # Another wording for another question, and the same one for the same question in every process.
    turn = zlib.crc32(thread.question.bank_id.encode()) + len(thread.asked_before)
    template = templates[turn % len(templates)]
    is_quoted = "{quote}" in template
    return FollowUp(wants, template.replace("{quote}", quote or ""), quote if is_quoted else None)


def _quotable(quote: str | None, thread: Thread, phrases: Phrases) -> str | None:
    """``quote`` without the marks around it, if it can be said back: verbatim, short, plain words."""
    words = (quote := (quote or "").strip(_MARKS_AROUND)).split()
    if not _FEWEST_WORDS_QUOTED <= len(words) <= load_rules().longest_quote_words:
        return None
    if "\n" in quote or not _SPEAKABLE.fullmatch(quote):
        return None
    if any(word.strip(_MARKS_AROUND).lower() in phrases.not_quoted for word in words):
        return None
    return quote if any(quote in answer for answer in thread.answers) else None


def _askable_part(part: str, question: str, phrases: Phrases) -> str | None:
    """A part that asks something by itself, without the "and" before it; the whole question is no part of it."""
    part = part.strip(_MARKS_AROUND)
    words = part.split()
    if len(words) > 1 and words[0].lower() in phrases.joined_by:
        part = part[len(words[0]) :].lstrip(_MARKS_AROUND)
        words = words[1:]
    is_whole = len(part) >= len(question.strip(_MARKS_AROUND))
    if is_whole or part not in question or "?" in part or not words:
        return None
    return part if re.split(r"['’-]", words[0].lower())[0] in phrases.asks_with else None


def _fits(probe: str, fact: MissingFact, phrases: Phrases) -> bool:
    """Whether the bank's probe asks for what is missing; for a key point, whether it leads there."""
    if not probe.endswith("?") or probe.count("?") > 1:
        return False
    if fact.what == "key_point":
        return bool(stems_of(probe) & stems_of(fact.quote or ""))
    said = f" {plain(probe)} "
    return any(plain(sign) in said for sign in phrases.probe_asks_for.get(fact.what, ()))
