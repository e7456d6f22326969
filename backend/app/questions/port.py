"""The port of the question planner."""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from app.evaluation.port import DimensionName, MissingKind

Seniority = Literal["intern", "junior", "mid", "senior", "lead", "manager"]
InterviewType = Literal["mixed", "behavioral", "technical", "situational", "screening"]
QuestionKind = Literal["behavioral", "technical", "situational", "screening", "motivational"]
# What a follow-up asks for; "topic": the question itself once more, after an answer to something else.
FollowUpWants = MissingKind | Literal["topic"]


class PlannedQuestion(BaseModel):
    """A question as it will be asked, with what the evaluator and the follow-up need to know."""

    model_config = ConfigDict(frozen=True)

    bank_id: str
    text: str
    competency: str  # the id, e.g. "leadership"
    kind: QuestionKind
    strong_answer_shows: tuple[str, ...]
    follow_up_probe: str
    key_points: tuple[str, ...] = ()
    reference: str | None = None
    dimensions: tuple[DimensionName, ...] | None = None
    competency_name: str | None = None  # in the language of the text
    for_any_job: bool = False  # not written for one kind of job
    follow_up_wants: FollowUpWants | None = None  # set where this is a follow-up


class PlanRequest(BaseModel):
    """What a plan is made from. The same request and seed give the same plan."""

    model_config = ConfigDict(frozen=True)

    job_title: str
    seniority: Seniority
    language: str
    interview_type: InterviewType
    question_count: int
    focus: tuple[str, ...] = ()
    job_description: str | None = None
    cv_text: str | None = None
    skills: tuple[str, ...] = ()  # that the job wants, in words
    occupation: str | None = None  # what the job is called where the title says it unclearly
    seed: int = 0


class Competency(BaseModel):
    """A competency of the bank: ``id`` on the wire, ``name`` for people."""

    id: str
    name: str
    description: str


class UnknownCompetency(ValueError):
    """A focus that the bank does not know; ``args[0]`` is its id."""


class QuestionPlanner(Protocol):
    """Chooses the questions of one session."""

    async def plan(self, request: PlanRequest) -> list[PlannedQuestion]:
        """Return exactly ``question_count`` questions, no two alike. Raises UnknownCompetency."""
        ...

    def competencies(self) -> list[Competency]: ...

    def languages(self) -> list[str]:
        """BCP 47 tags of the languages that a whole interview can be asked in."""
        ...
