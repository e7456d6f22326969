"""The graded development set: reading it, and off-topic pairs. README.md says who wrote it."""

import hashlib
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate
from benchmarks.folds import fold_of

Level = Literal["strong", "plain_strong", "adequate", "weak", "polished_empty"]
FOLDER = Path(__file__).parent
OFF_TOPIC_PER_QUESTION = 5


class GradedAnswer(BaseModel):
    """One answer with the level we meant when we wrote it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question_id: str
    question: str
    kind: Literal["behavioral", "situational", "motivational", "screening"]
    competency: str
    job: str
    level: Level
    answer: str

    def to_evaluate(self, text: str | None = None) -> AnswerToEvaluate:
        """This answer, or another ``text``, as an answer to this question."""
        asked = QuestionToEvaluate(text=self.question, kind=self.kind, competency=self.competency)
        return AnswerToEvaluate(answer_id=self.id, text=self.answer if text is None else text, question=asked)


class Paraphrase(BaseModel):
    """The answer ``answer_id`` told again in other words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    answer_id: str
    paraphrase: str


class ReferenceQuestion(BaseModel):
    """A question about knowledge with its reference, and a right answer in other words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    reference: str
    answer: str

    def to_evaluate(self) -> AnswerToEvaluate:
        asked = QuestionToEvaluate(text=self.question, kind="technical", reference=self.reference)
        return AnswerToEvaluate(answer_id=self.id, text=self.answer, question=asked)


@cache
def load_answers() -> tuple[GradedAnswer, ...]:
    """``answers.jsonl``; raises ValidationError when a line does not fit."""
    return tuple(GradedAnswer.model_validate(line) for line in _lines("answers.jsonl"))


@cache
def load_paraphrases() -> tuple[Paraphrase, ...]:
    """``paraphrases.jsonl``; raises ValidationError when a line does not fit."""
    return tuple(Paraphrase.model_validate(line) for line in _lines("paraphrases.jsonl"))


@cache
def load_reference_questions() -> tuple[ReferenceQuestion, ...]:
    """``references.jsonl``; raises ValidationError when a line does not fit."""
    return tuple(ReferenceQuestion.model_validate(line) for line in _lines("references.jsonl"))


def off_topic(question_id: str, level: Level = "adequate") -> list[GradedAnswer]:
    """Answers of ``level`` to questions about something else, up to five for each question, always the same.

    Drawn from the questions that are left out together with this one: their answers have not been fitted on either.
    """
    related = related_to(question_id)
    fold = next(fold_of(a.question) for a in load_answers() if a.question_id == question_id)
    others = [
        a
        for a in load_answers()
        if a.level == level and a.question_id not in related and fold_of(a.question) == fold
    ]
    return sorted(others, key=lambda a: _shuffled(question_id, a.id))[:OFF_TOPIC_PER_QUESTION]


def related_to(question_id: str) -> set[str]:
    """The question itself and those that one story may answer as well (``related.toml``)."""
    groups = _related()["groups"]
    wide: list[str] = _related()["answered_by_most"]
    if question_id in wide:
        return {a.question_id for a in load_answers() if a.kind == "behavioral"} | {question_id}
    return {question_id}.union(*(set(group) for group in groups if question_id in group))


@cache
def _related() -> dict[str, Any]:
    with (FOLDER / "related.toml").open("rb") as file:
        return tomllib.load(file)


def _lines(name: str) -> list[dict[str, str]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _shuffled(question_id: str, answer_id: str) -> bytes:
    return hashlib.sha256(f"{question_id}/{answer_id}".encode()).digest()
