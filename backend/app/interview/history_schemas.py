"""The wire: what the history and the comparison of attempts give."""

from datetime import datetime

from pydantic import BaseModel

from app.evaluation.port import DimensionName, Evaluation
from app.interview.schemas import Answer, CompetencyResult


class RubricDimension(BaseModel):
    """A dimension with its anchors: what a 1, a 3 and a 5 look like."""

    name: DimensionName
    title: str
    low: str
    middle: str
    high: str


class RubricView(BaseModel):
    """``GET /interview/rubric``."""

    dimensions: list[RubricDimension]


class FollowUpAnswer(BaseModel):
    """What was told to a follow-up; it is part of the attempt at its question."""

    question_text: str
    answer: Answer


class Attempt(BaseModel):
    """One attempt at a question that was answered more than once: its answer, and those to its follow-ups.

    ``evaluation`` is the judgement of all of it, the one that the report counts; ``answer.evaluation`` is only that of
    what was told first.
    """

    session_id: str
    question_id: str
    is_practice: bool
    answer: Answer
    follow_ups: list[FollowUpAnswer] = []
    evaluation: Evaluation | None = None


class QuestionAttempts(BaseModel):
    """A question of the session asked for, with every attempt at it in any session, oldest first."""

    question_id: str
    attempts: list[Attempt]


class AttemptsView(BaseModel):
    """``GET /interview/session/{session_id}/attempts``: the questions that were tried more than once."""

    questions: list[QuestionAttempts]


class FinishedInterview(BaseModel):
    """One point of the history; ``overall`` is 0–100 ± ``uncertainty``, None when under half was answered.

    Competencies are named in English in every interview, whatever its language.
    """

    session_id: str
    job_title: str
    finished_at: datetime
    is_practice: bool
    overall: float | None
    uncertainty: float | None
    competencies: list[CompetencyResult]


class ProgressOverTime(BaseModel):
    """``GET /interview/progress``: finished interviews, oldest first."""

    interviews: list[FinishedInterview]
