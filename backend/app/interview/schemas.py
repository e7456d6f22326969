"""The wire: what the API takes and gives. Unknown fields are refused by name."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.delivery.schemas import Delivery
from app.evaluation.port import Completeness, Evaluation
from app.questions.port import Competency, InterviewType, QuestionKind, Seniority
from app.speech.port import Word

MAX_TEXT_CHARS = 20_000
MAX_ID_CHARS = 64

Modality = Literal["typed", "push_to_talk", "spoken"]
Patience = Literal["quick", "normal", "patient", "unlimited"]
Persona = Literal["warm", "neutral", "demanding"]
Feedback = Literal["each_answer", "at_end"]
SessionStatus = Literal["in_progress", "finished", "abandoned"]
AgentState = Literal["absent", "joining", "speaking", "listening", "thinking", "gone"]

# The shape of RFC 5646: a primary language, then subtags.
_BCP_47 = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _storable(text: str) -> str:
    """PostgreSQL cannot store NUL, and lone surrogates cannot be encoded: refuse both everywhere."""
    if "\x00" in text:
        raise ValueError("contains the character NUL (U+0000); remove it and send the text again")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("contains half of a surrogate pair; remove it and send the text again") from None
    return text


def _bcp_47(tag: str) -> str:
    if not _BCP_47.fullmatch(tag):
        raise ValueError("is not a BCP 47 language tag such as 'en' or 'pt-BR'")
    return tag


SafeText = Annotated[str, AfterValidator(_storable)]
LongText = Annotated[SafeText, StringConstraints(max_length=MAX_TEXT_CHARS)]
Id = Annotated[SafeText, StringConstraints(min_length=1, max_length=MAX_ID_CHARS)]
LanguageTag = Annotated[str, StringConstraints(max_length=35), AfterValidator(_bcp_47)]
# The constraints first: after a validator function Pydantic strips only once the length is checked.
PersonName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_storable)
]


class Incoming(BaseModel):
    """Base of everything that clients send."""

    model_config = ConfigDict(extra="forbid")


# --- what clients send ---------------------------------------------------------------------------


class Setup(Incoming):
    """Body of ``POST /interview/start``."""

    job_title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_storable)
    ]
    seniority: Seniority = "mid"
    language: LanguageTag = "en"
    question_count: int = Field(default=5, ge=1, le=15, strict=True)
    interview_type: InterviewType = "mixed"
    job_description: LongText | None = None
    cv_text: LongText | None = None
    focus: list[Annotated[SafeText, StringConstraints(min_length=1, max_length=60)]] = Field(
        default=[], max_length=12
    )
    participant_name: PersonName | None = None
    feedback: Feedback = "each_answer"
    patience: Patience = "normal"
    captions: bool = Field(default=True, strict=True)
    timers: bool = Field(default=False, strict=True)
    persona: Persona = "warm"
    practice_of: Id | None = None  # a question of an earlier session: this session asks only that one


class AnswerIn(Incoming):
    """Body of ``POST /interview/answer``; an empty text is allowed only when parts are stored."""

    session_id: Id
    question_id: Id
    answer: LongText
    modality: Modality = "typed"
    transcription_id: Id | None = None  # of the push-to-talk recording that this text comes from


class FinishIn(Incoming):
    session_id: Id


class SkipIn(Incoming):
    question_id: Id


class UtteranceIn(Incoming):
    """One utterance of the candidate as the agent heard it; idempotent by ``utterance_id``."""

    utterance_id: Id
    question_id: Id
    sequence: int = Field(ge=0, le=2**31 - 1, strict=True)
    text: LongText
    words: list[Word] = Field(default=[], max_length=5_000)


class AgentStateIn(Incoming):
    """What the agent is doing now."""

    state: Literal["joining", "speaking", "listening", "thinking", "gone"]


class TelemetryIn(Incoming):
    """What the page or the agent measured since its last report; milliseconds. Kept as figures without a session."""

    reporter: Literal["page", "agent"]
    join_ms: float | None = Field(default=None, ge=0, le=600_000)  # click to connected
    first_word_ms: float | None = Field(default=None, ge=0, le=600_000)  # connected to first sound
    turn_ms: list[Annotated[float, Field(ge=0, le=600_000)]] = Field(default=[], max_length=100)
    connection_quality: Literal["excellent", "good", "poor", "lost"] | None = None
    reconnects: int = Field(default=0, ge=0, le=1_000)


class AgentProofIn(Incoming):
    """A one-minute JWT that the agent signed with the LiveKit secret."""

    proof: Annotated[str, StringConstraints(min_length=1, max_length=4096)]


class RoomTokenIn(Incoming):
    """Body of ``POST /livekit/token``."""

    session_id: Id
    participant_name: PersonName


# --- what the API gives --------------------------------------------------------------------------


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


class AnswerPart(BaseModel):
    """One part of an answer, in the order it came."""

    modality: Modality
    text: str
    at: datetime
    utterance_id: str | None = None
    transcription_id: str | None = None


class Answer(BaseModel):
    id: str
    text: str
    parts: list[AnswerPart]
    modality: Modality
    answered_at: datetime
    evaluation: Evaluation | None
    delivery: Delivery | None


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


EventType = Literal[
    "question.asked",  # {question, say}
    "question.withdrawn",  # {question_id}
    "utterance.added",  # {question_id, part, answer_so_far, completeness}
    "answer.completed",  # {question_id, answer, progress}   (evaluation redacted for feedback: at_end)
    "answer.reopened",  # {question_id, answer_id, answer_so_far, progress}
    "evaluation.updated",  # {question_id, answer_id, evaluation}
    "question.skipped",  # {question_id, progress}
    "interview.closing",  # {say}: the last question is done; the agent closes, then finishes
    "session.changed",  # {status, participant_name, revision}
    "agent.state",  # {state, since}
]


class Event(BaseModel):
    """One server-sent event: ``id`` is ``sequence``, ``event`` is ``type``, ``data`` is this object."""

    sequence: int
    type: EventType
    at: datetime
    payload: dict[str, Any]
