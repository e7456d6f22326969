"""What the interviewer says around the questions: greeting, acknowledgement, short remark, closing.

Pure and deterministic: the same facts give the same words. The words themselves are data,
``phrases/{language}.toml``; a language that we have no file for is spoken to in English.
"""

import re
import string
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from app.evaluation.port import DimensionName, Evaluation
from app.evaluation.rubric import load_rubric
from app.interview.languages import primary
from app.interview.terms import Feedback, Persona

FALLBACK_LANGUAGE = "en"
LANGUAGES = ("en", "de", "es", "fr", "pt")

# The page sends this when it knows no name; nobody wants to be greeted with it.
PLACEHOLDER_NAME = "candidate"

# Past this a spoken remark is a lecture, and it delays the next question by seconds (ours).
MAX_REMARK_WORDS = 26

# Rubric: 3 of 5 is the first level at which something is there to be praised.
PRAISED_FROM = 3.0

# Over this nothing general is to be mended: "finish with the outcome" would be untrue of an outcome of 4.8.
MENDED_BELOW = 4.5

_KNOWN_FIELDS = {"name", "job_title", "number", "total", "remark"}
_COMMAND = re.compile(r"^[^\W\d_]+(?:['-][^\W\d_]+)*(?: [^\W\d_]+(?:['-][^\W\d_]+)*)*$")
_SENTENCE_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)]))\s+(?=[\"'“‘(]?[A-Z])")


def _template(text: str) -> str:
    """Accept only the fields that we fill in, so that a typo fails at start and is never spoken."""
    for _, field, _, _ in string.Formatter().parse(text):
        if field is not None and field not in _KNOWN_FIELDS:
            raise ValueError(f"unknown field {{{field}}}; known: {', '.join(sorted(_KNOWN_FIELDS))}")
    if text != text.strip() or not text:
        raise ValueError("is empty or has white space around it")
    return text


def _command(phrase: str) -> str:
    if phrase != phrase.lower() or not _COMMAND.match(phrase):
        raise ValueError(f"{phrase!r}: a command is lower-case words without punctuation")
    return phrase


Template = Annotated[str, AfterValidator(_template)]
Command = Annotated[str, AfterValidator(_command)]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Manner(_Data):
    """How one persona speaks. Every persona says the same things; only the words differ."""

    greeting: Template
    greeting_nameless: Template
    introduction: Template
    introduction_one_question: Template
    how_to_answer: Template
    how_to_type: Template
    welcome_back: Template
    welcome_back_nameless: Template
    resuming: Template
    resuming_with_answer: Template
    acknowledgements: list[Template] = Field(min_length=4)
    after_skip: list[Template] = Field(min_length=2)
    heard_poorly: Template
    strength: Template
    fix: Template
    last_question: Template
    closing: Template
    thanks: Template
    thanks_nameless: Template
    report: Template
    report_with_remarks: Template
    nudge: Template
    sorry: Template
    moment: Template
    not_heard: Template
    reconnected: Template
    repeat: Template
    skipped: Template


class Remarks(_Data):
    """One spoken sentence per dimension, for when the evaluator's own words cannot be spoken."""

    strength: dict[DimensionName, Template]
    fix: dict[DimensionName, Template]


class Commands(_Data):
    """Whole utterances, as a recogniser writes them: lower case, no punctuation but ' and -."""

    repeat: list[Command] = Field(min_length=8)
    skip: list[Command] = Field(min_length=8)
    moment: list[Command] = Field(min_length=8)
    done: list[Command] = Field(min_length=8)

    @model_validator(mode="after")
    def _one_meaning_each(self) -> Self:
        every = [*self.repeat, *self.skip, *self.moment, *self.done]
        doubled = {phrase for phrase in every if every.count(phrase) > 1}
        if doubled:
            raise ValueError(f"stands twice: {', '.join(sorted(doubled))}")
        return self


class Phrasebook(_Data):
    """Everything the interviewer can say in one language."""

    language: Literal["en", "de", "es", "fr", "pt"]
    commands: Commands
    remarks: Remarks
    personas: dict[Persona, Manner]

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if missing := {"warm", "neutral", "demanding"} - set(self.personas):
            raise ValueError(f"persona missing: {', '.join(sorted(missing))}")
        if self.remarks.strength.keys() != self.remarks.fix.keys():
            raise ValueError("remarks.strength and remarks.fix name different dimensions")
        return self


@lru_cache(maxsize=len(LANGUAGES))
def _read(language: str) -> Phrasebook:
    file = resources.files("app.interview") / "phrases" / f"{language}.toml"
    return Phrasebook.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def phrasebook(language: str) -> Phrasebook:
    """The phrases for a BCP 47 tag: those of its primary language, else English."""
    tag = primary(language)
    return _read(tag if tag in LANGUAGES else FALLBACK_LANGUAGE)


def briefing_lines(
    language: str,
    persona: Persona,
    candidate_name: str,
    job_title: str,
    question_text: str,
    question_number: int,
    total: int,
    is_resumed: bool,
    answer_so_far: str = "",
    is_spoken: bool = True,
) -> list[str]:
    """The first words in a room, one line each, the question last.

    The first line is short, because speech starts when it is synthesised; all of them together take some seven
    seconds, because the page has explained the rest. When the interview goes on after an interruption
    (``is_resumed``) one sentence says so, and that nothing said so far is lost. ``is_spoken``: whether our voice
    speaks the language; where it does not, nobody is invited to speak.
    """
    manner = phrasebook(language).personas[persona]
    name, title = _spoken_name(candidate_name), _one_line(job_title)
    if is_resumed:
        lines = [manner.welcome_back if name else manner.welcome_back_nameless]
    else:
        lines = [manner.greeting if name else manner.greeting_nameless]
    if answer_so_far.strip():
        lines.append(manner.resuming_with_answer)
    elif is_resumed or question_number > 1:  # greeted late: the first questions were answered in text
        lines.append(manner.resuming)
    else:
        lines.append(manner.introduction_one_question if total == 1 else manner.introduction)
        lines.append(manner.how_to_answer if is_spoken else manner.how_to_type)
    facts = {"name": name, "job_title": title, "number": question_number, "total": total}
    return [line.format_map(facts) for line in lines] + [question_text]


def next_lines(
    language: str,
    persona: Persona,
    feedback: Feedback,
    evaluation: Evaluation | None,
    question_text: str | None,
    number: int,
    total: int,
    is_last: bool,
    was_skipped: bool,
) -> list[str]:
    """What follows an answer: acknowledgement, remark where one is due, then the next question.

    ``number``, ``total`` and ``is_last`` are those of the question that is asked now. With no next question
    (``question_text`` None) the lines end after the remark, and ``closing_lines`` follows.
    """
    book = phrasebook(language)
    manner = book.personas[persona]
    if was_skipped:
        lines = [_turn(manner.after_skip, number)]
    else:
        lines = [_turn(manner.acknowledgements, number)]
        lines += _remark(book, manner, evaluation) if feedback == "each_answer" else []
    if question_text is None:
        return lines
    if is_last and total > 1:
        lines.append(manner.last_question)
    return [*lines, question_text]


def follow_up_lines(
    language: str, persona: Persona, question_text: str, number: int, follow_up_number: int
) -> list[str]:
    """A short acknowledgement and the follow-up: a remark would say what the follow-up is about to ask for.

    ``number`` is that of the thread; ``follow_up_number`` counts from 1. The acknowledgement is neither that before
    the question of the thread nor that before the next one.
    """
    manner = phrasebook(language).personas[persona]
    return [_turn(manner.acknowledgements, number + 1 + follow_up_number), question_text]


def closing_lines(language: str, persona: Persona, candidate_name: str, feedback: Feedback) -> list[str]:
    """The interviewer's last words: the end is named, the candidate thanked, the report announced."""
    manner = phrasebook(language).personas[persona]
    name = _spoken_name(candidate_name)
    return [
        manner.closing,
        (manner.thanks if name else manner.thanks_nameless).format_map({"name": name}),
        manner.report if feedback == "each_answer" else manner.report_with_remarks,
    ]


def phrases(language: str, persona: Persona) -> dict[str, str]:
    """The short sentences that the agent says on its own timing."""
    manner = phrasebook(language).personas[persona]
    return {
        "nudge": manner.nudge,
        "sorry": manner.sorry,
        "moment": manner.moment,
        "not_heard": manner.not_heard,
        "reconnected": manner.reconnected,
        "repeat": manner.repeat,
        "skipped": manner.skipped,
    }


def reactions(language: str, persona: Persona) -> list[str]:
    """Every first line that ``next_lines`` may begin with."""
    manner = phrasebook(language).personas[persona]
    return [*manner.acknowledgements, *manner.after_skip]


def commands(language: str) -> dict[str, list[str]]:
    """Whole utterances that are commands and no part of an answer."""
    return phrasebook(language).commands.model_dump()


def _remark(book: Phrasebook, manner: Manner, evaluation: Evaluation | None) -> list[str]:
    """At most two sentences: what worked, and the one biggest fix. An unscored answer is never judged."""
    if evaluation is None:
        return []
    if evaluation.status == "provisional" and evaluation.score is not None:
        return [manner.heard_poorly]
    if evaluation.status != "scored" or evaluation.score is None:
        return []
    lines = []
    if strength := _strength(book, evaluation):
        lines.append(manner.strength.format_map({"remark": strength}))
    if fix := _fix(book, evaluation):
        lines.append(manner.fix.format_map({"remark": fix}))
    return lines


def _strength(book: Phrasebook, evaluation: Evaluation) -> str | None:
    if not evaluation.strength or _is_off_topic(evaluation):
        return None
    if own := _own_words(book, evaluation.strength, advice_last=False):
        return own
    seen = [d for d in evaluation.dimensions if d.score is not None and d.score >= PRAISED_FROM]
    best = max(seen, key=lambda d: d.score or 0.0, default=None)
    return book.remarks.strength[best.name] if best else None


def _is_off_topic(evaluation: Evaluation) -> bool:
    """An answer to another question: nothing in it is praised, and no trying either."""
    off_topic = load_rubric().gates.off_topic_from
    relevance = next((d.score for d in evaluation.dimensions if d.name == "relevance"), None)
    return relevance is not None and relevance <= off_topic


def _fix(book: Phrasebook, evaluation: Evaluation) -> str | None:
    if not evaluation.biggest_fix:
        return None
    if own := _own_words(book, evaluation.biggest_fix, advice_last=True):
        return own
    scored = [d for d in evaluation.dimensions if d.score is not None and d.score < MENDED_BELOW]
    worst = min(scored, key=lambda d: d.score or 0.0, default=None)
    return book.remarks.fix[worst.name] if worst else None


def _own_words(book: Phrasebook, remark: str, *, advice_last: bool) -> str | None:
    """One sentence of the evaluator's, if it can be said aloud here: it writes English, and may be long.

    Usually the first. A fix of two sentences names the lack and then the advice: the advice is spoken.
    """
    if book.language != FALLBACK_LANGUAGE:
        return None
    sentences = _SENTENCE_END.split(_one_line(remark))
    chosen = sentences[1 if advice_last and len(sentences) == 2 else 0].strip()
    is_cut_in_a_quote = chosen.count("“") != chosen.count("”")
    if not chosen or is_cut_in_a_quote or len(chosen.split()) > MAX_REMARK_WORDS:
        return None
    return chosen if chosen.rstrip("\"'”’)")[-1:] in {".", "!", "?"} else f"{chosen.rstrip(',;:')}."


def _turn(lines: list[str], number: int) -> str:
    """Another wording for each question, so that the interviewer does not sound like a machine."""
    return lines[(number - 1) % len(lines)]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _spoken_name(candidate_name: str) -> str:
    name = _one_line(candidate_name)
    return "" if name.lower() == PLACEHOLDER_NAME else name
