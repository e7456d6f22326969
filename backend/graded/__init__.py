"""The graded development set: reading it. README.md says who wrote it."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate

Level = Literal["strong", "plain_strong", "adequate", "weak", "polished_empty"]
FOLDER = Path(__file__).parent


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
