"""What clients send. Unknown fields are refused by name."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.delivery.schemas import Sound
from app.interview.terms import (
    Feedback,
    Id,
    LanguageTag,
    LongText,
    Modality,
    Patience,
    Persona,
    PersonName,
    SafeText,
    storable,
)
from app.questions.port import InterviewType, Seniority
from app.speech.port import Word


class Incoming(BaseModel):
    """Base of everything that clients send."""

    model_config = ConfigDict(extra="forbid")


Named = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(storable)
]


class Setup(Incoming):
    """Body of ``POST /interview/start``."""

    job_title: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(storable)
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
    # May the interviewer ask for what an answer leaves open? Two questions more at most, and only where it can pay.
    follow_ups: bool = Field(default=True, strict=True)
    persona: Persona = "warm"
    practice_of: Id | None = None  # a question of an earlier session: this session asks only that one
    # As the candidate has left them after ``POST /interview/recognise``; any words will do.
    occupation: Named | None = None
    skills: list[Named] = Field(default=[], max_length=15)


class RecogniseIn(Incoming):
    """Body of ``POST /interview/recognise``: as much of a setup as there is. Nothing of it is kept."""

    job_title: Annotated[SafeText, StringConstraints(max_length=120)] = ""
    job_description: LongText | None = None
    cv_text: LongText | None = None


class AnswerIn(Incoming):
    """Body of ``POST /interview/answer``; an empty text is allowed only when parts are stored."""

    session_id: Id
    question_id: Id
    answer: LongText
    modality: Modality = "typed"
    transcription_id: Id | None = None  # of the push-to-talk recording that this text comes from


class CorrectionIn(Incoming):
    """Body of ``POST /interview/answer/{answer_id}/correct``: all that was spoken, as it was said; typed parts stay."""

    text: LongText


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
    sound: Sound | None = None  # pitch and loudness, measured by whoever has the sound


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
