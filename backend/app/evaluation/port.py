"""The port of the evaluators: what goes in, what comes out."""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

DimensionName = Literal["relevance", "structure", "specificity", "ownership", "result", "correctness"]
EvaluationStatus = Literal["scored", "not_answered", "skipped", "provisional", "pending"]
EvaluatorName = Literal["embedded", "language_model"]


class Evidence(BaseModel):
    """A verbatim quote: ``answer[start:end] == quote``, offsets in Unicode code points."""

    quote: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    answer_id: str


class DimensionScore(BaseModel):
    """One dimension, 0–5; None where the question did not ask for it."""

    name: DimensionName
    score: float | None = Field(ge=0, le=5)
    evidence: list[Evidence] = []
    comment: str = ""


class Evaluation(BaseModel):
    """The judgement of one answer; ``score`` is 0–100."""

    status: EvaluationStatus
    score: float | None = Field(default=None, ge=0, le=100)
    dimensions: list[DimensionScore] = []
    strength: str | None = None
    biggest_fix: str | None = None
    retry_prompt: str | None = None
    coach_notes: list[str] = []
    flags: list[str] = []
    evaluator: EvaluatorName = "embedded"
    embedded_score: float | None = Field(default=None, ge=0, le=100)  # beside a language model's judgement


class QuestionToEvaluate(BaseModel):
    """What an evaluator may know of the question."""

    model_config = ConfigDict(frozen=True)

    text: str
    kind: str = "behavioral"
    competency: str = ""
    seniority: str = "mid"
    strong_answer_shows: tuple[str, ...] = ()
    key_points: tuple[str, ...] = ()
    reference: str | None = None
    dimensions: tuple[DimensionName, ...] | None = None  # None: those of the kind


class AnswerToEvaluate(BaseModel):
    """One answer with its question. ``confidence`` is the recogniser's mean, None for typed text."""

    model_config = ConfigDict(frozen=True)

    answer_id: str
    text: str
    question: QuestionToEvaluate
    language: str = "en"
    confidence: float | None = None


class Completeness(BaseModel):
    """What has been told so far: facts for the agent's timing, never a judgement."""

    situation: bool = False
    action: bool = False
    result: bool = False
    parts: list[bool] = []  # each part of the question: met or not
    closing_phrase: bool = False
    # How likely an answer that stands here is over, by its words alone; None where that is not known.
    over: float | None = Field(default=None, ge=0, le=1)


MissingKind = Literal["situation", "own_action", "reason", "result", "number", "question_part", "key_point"]


class MissingFact(BaseModel):
    """Something that the answer has not told.

    ``quote`` is what to ask about: the candidate's own words, verbatim; for ``question_part`` and ``key_point`` that
    part of the question and that point (a key point is never read out: it would give the answer away).
    ``gain`` is what telling it could add, in points of 100; 0 where it could not change the score.
    """

    model_config = ConfigDict(frozen=True)

    what: MissingKind
    quote: str | None = None
    gain: float = Field(ge=0, le=100)


class EvaluatorUnavailable(Exception):
    """The evaluator cannot answer now; the caller falls back and says so."""


class Evaluator(Protocol):
    """Judges one answer. Same input, same output for the embedded one."""

    name: EvaluatorName

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        """Raise EvaluatorUnavailable when no judgement can be had; never raises for a strange answer."""
        ...

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness: ...

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        """What the text has not told yet, dearest first; no model, a few milliseconds."""
        ...

    async def aclose(self) -> None: ...
