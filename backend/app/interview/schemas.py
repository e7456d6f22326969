"""What the API gives."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from app.delivery.schemas import Delivery
from app.evaluation.port import Completeness, Evaluation, EvaluatorName
from app.interview.requests import Setup
from app.interview.terms import AgentState, Modality, Patience, Persona, SessionStatus
from app.questions.port import Competency, InterviewType, QuestionKind, Seniority
from app.speech.port import Word


class Progress(BaseModel):
    answered: int
    total: int
    finished: bool


class Question(BaseModel):
    id: str
    number: int
    text: str
    competency: str
    competency_name: str
    kind: QuestionKind
    follow_up_to: str | None
    asked_at: datetime


class Stretch(BaseModel):
    """``text[start:end]``, in Unicode code points."""

    start: int
    end: int


class AnswerPart(BaseModel):
    """One part of an answer, in the order it came.

    ``heard`` is what ``text`` was before the candidate corrected it, None where they have not. ``unsure``: words that
    the recogniser was unsure of, in what was heard.
    """

    modality: Modality
    text: str
    at: datetime
    utterance_id: str | None = None
    transcription_id: str | None = None
    heard: str | None = None
    unsure: list[Stretch] | None = None


class BeforeCorrection(BaseModel):
    """How an answer was judged as it was heard; for a follow-up: before an answer of its thread was corrected."""

    score: float | None
    evaluator: EvaluatorName


class Answer(BaseModel):
    id: str
    text: str
    parts: list[AnswerPart]
    modality: Modality
    answered_at: datetime
    evaluation: Evaluation | None
    delivery: Delivery | None
    heard: str | None = None  # the whole answer as it was heard, where the candidate has corrected it since
    before_correction: BeforeCorrection | None = None


class QuestionWithAnswer(Question):
    """A question of the session; ``draft`` holds the parts of an answer that is not completed yet."""

    status: Literal["asked", "answered", "skipped"]
    answer: Answer | None
    draft: list[AnswerPart]


class Agent(BaseModel):
    state: AgentState
    since: datetime | None


class SessionView(BaseModel):
    """``GET /interview/session/{session_id}``: the questions asked so far, never the plan."""

    session_id: str
    status: SessionStatus
    setup: Setup
    participant_name: str | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None
    questions: list[QuestionWithAnswer]
    current_question_id: str | None
    progress: Progress
    agent: Agent
    revision: int
    last_event_id: int
    notes: list[str]  # what the candidate should know, e.g. that the bank has no questions in their language


class SessionSummary(BaseModel):
    session_id: str
    job_title: str
    seniority: Seniority
    status: SessionStatus
    created_at: datetime
    updated_at: datetime
    progress: Progress
    score: float | None
    practice_of: str | None = None  # the question of an earlier session that this one repeats


class SessionList(BaseModel):
    sessions: list[SessionSummary]


class Started(BaseModel):
    session_id: str
    question: Question
    progress: Progress


class NextTurn(BaseModel):
    """Answer to a completed (or skipped, or reopened) answer. ``say`` is what the interviewer says next."""

    answer_id: str
    evaluation: Evaluation | None
    progress: Progress
    next_question: Question | None
    say: list[str]


class AnswerCorrected(BaseModel):
    """The answer as it stands now; its judgement is ``pending`` where that takes longer than one waits."""

    session_id: str
    question_id: str
    answer: Answer
    revision: int


class UtteranceStored(BaseModel):
    utterance_id: str
    question_id: str
    answer_so_far: str
    completeness: Completeness


class Briefing(BaseModel):
    """Everything the agent needs to begin or to go on; ``say`` are its first words, in order."""

    session_id: str
    status: SessionStatus
    candidate_name: str
    language: str
    persona: Persona
    patience: Patience
    question: Question | None
    answer_so_far: str
    next_sequence: int
    is_resumed: bool
    say: list[str]
    phrases: dict[str, str]  # nudge, sorry, moment, not_heard, reconnected, repeat
    reactions: list[str]  # what may follow an answer or a skip at once: its sound can be made ahead
    commands: dict[str, list[str]]  # repeat, skip, moment, done: whole-utterance phrases of the language
    last_event_id: int


class AgentToken(BaseModel):
    access_token: str
    session_id: str
    expires_at: datetime


class RoomToken(BaseModel):
    token: str
    url: str
    room_name: str
    identity: str
    expires_at: datetime


class LivekitHealth(BaseModel):
    livekit_installed: bool
    livekit_configured: bool
    url: str | None
    server_reachable: bool
    agent_registered: bool | None
    detail: str


class CompetencyResult(BaseModel):
    competency: str
    competency_name: str
    score: float | None
    answered: int
    asked: int


class ReportQuestion(BaseModel):
    question: Question
    status: Literal["answered", "skipped", "not_reached"]
    answer: Answer | None


class PractiseNext(BaseModel):
    title: str
    why: str
    question_id: str
    retry_prompt: str
    question_text: str = ""


class Coverage(BaseModel):
    answered: int
    skipped: int
    not_answered: int
    total: int


class Report(BaseModel):
    """The report; ``overall`` is 0–100 ± ``uncertainty``, None when under half was answered."""

    session_id: str
    job_title: str
    seniority: Seniority
    language: str = "en"  # of the interview; reports that were stored before it was kept were English
    participant_name: str | None
    created_at: datetime
    finished_at: datetime | None
    revision: int
    overall: float | None
    uncertainty: float | None
    coverage: Coverage
    summary: str
    competencies: list[CompetencyResult]
    questions: list[ReportQuestion]
    practise_next: list[PractiseNext]
    notes: list[str]
    disclaimer: str


class TranscriptionOut(BaseModel):
    transcription_id: str
    text: str
    words: list[Word]
    confidence: float | None
    language: str
    duration_ms: int


class LanguageOption(BaseModel):
    tag: str
    name: str
    has_questions: bool
    has_speech: bool


class Options(BaseModel):
    """What the setup page offers."""

    competencies: list[Competency]
    languages: list[LanguageOption]
    seniorities: list[Seniority]
    interview_types: list[InterviewType]
    limits: dict[str, int]
    data_processors: list[str]  # who else processes the data, e.g. "OpenAI"
    voice: Literal["embedded", "openai_pipeline", "openai_realtime"]
    identity: Literal["open", "oidc"]
