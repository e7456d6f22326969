"""Push-to-talk: a recording becomes timed words, which the candidate may edit before they are an answer."""

import asyncio

from app.delivery.schemas import Sound
from app.interview.errors import SessionAbandoned, SessionFinished, SessionNotFound
from app.interview.models import InterviewSession, TranscriptionRow
from app.interview.repository import InterviewRepository
from app.interview.schemas import TranscriptionOut
from app.platform.clock import Clock
from app.platform.database import Transactions
from app.platform.errors import DomainError
from app.platform.ids import new_id
from app.speech.port import (
    AudioNotDecodable,
    AudioTooLong,
    SpeechError,
    SpeechUnavailable,
    Transcriber,
    Transcript,
)

MAX_AUDIO_BYTES = 10 * 1024 * 1024
MAX_AUDIO_SECONDS = 300.0


class AudioEmpty(DomainError):
    detail = "The recording is empty. Nothing was stored. Hold the button while you speak, or type instead."


class AudioSilent(DomainError):
    detail = "Nothing was heard. Check that your microphone is not muted, then record again."


class AudioNotReadable(DomainError):
    detail = (
        "This is not a recording that we can read. Nothing was stored. Send webm, ogg, mp4 or wav with sound "
        "in it, or type instead."
    )


class AudioIsTooLong(DomainError):
    detail = (
        f"The recording is longer than {MAX_AUDIO_SECONDS / 60:.0f} minutes. Nothing was stored. "
        "Record it in shorter parts; they add up to one answer."
    )


class AudioTooLarge(DomainError):
    detail = (
        f"The recording is larger than {MAX_AUDIO_BYTES // 1024**2} MB. Nothing was stored. "
        "Record it in shorter parts; they add up to one answer."
    )


class SpeechAway(DomainError):
    detail = "Speech recognition is not available just now. Nothing was stored. Try again, or type instead."


class PushToTalk:
    """The sound itself is never kept, only the words."""

    def __init__(self, transactions: Transactions, transcriber: Transcriber, clock: Clock) -> None:
        self._transactions = transactions
        self._transcriber = transcriber
        self._clock = clock

    async def transcribe(self, candidate_id: str, session_id: str, audio: bytes) -> TranscriptionOut:
        """Turn the words of a recording into a row that an answer may name.

        Raises SessionNotFound, SessionFinished, SessionAbandoned, and the errors of this module.
        """
        language = await self._language_of(candidate_id, session_id)
        if not audio:
            raise AudioEmpty
        if len(audio) > MAX_AUDIO_BYTES:
            raise AudioTooLarge
        transcript = await self._recognise(audio, language)
        if not transcript.text.strip():
            raise AudioSilent
        sound = await asyncio.to_thread(_sound_of, audio)
        row = TranscriptionRow(
            id=new_id(),
            session_id=session_id,
            text=transcript.text,
            words=[word.model_dump() for word in transcript.words],
            sound=sound.model_dump() if sound else None,
            confidence=transcript.confidence,
            duration_ms=transcript.duration_ms,
            created_at=self._clock(),
        )
        async with self._transactions.write() as db:
            # Recognising takes seconds: the session may have been deleted or finished meanwhile.
            _require_open(await InterviewRepository(db).lock(session_id), candidate_id)
            db.add(row)
        return TranscriptionOut(transcription_id=row.id, **transcript.model_dump())

    async def _language_of(self, candidate_id: str, session_id: str) -> str:
        async with self._transactions.read() as db:
            session = _require_open(await InterviewRepository(db).session(session_id), candidate_id)
            return str(session.setup["language"])

    async def _recognise(self, audio: bytes, language: str) -> Transcript:
        try:
            return await self._transcriber.transcribe(audio, language=language, max_seconds=MAX_AUDIO_SECONDS)
        except AudioNotDecodable as error:
            raise AudioNotReadable from error
        except AudioTooLong as error:
            raise AudioIsTooLong from error
        except SpeechUnavailable as error:
            raise SpeechAway from error


def _sound_of(audio: bytes) -> Sound | None:
    """What can be said of the voice; a recording that only the recogniser can read has none."""
    from app.delivery.sound import measure_sound  # numpy and FFmpeg are loaded with the first recording
    from app.speech.decode import SAMPLE_RATE, decode

    try:
        return measure_sound(decode(audio, max_seconds=MAX_AUDIO_SECONDS), SAMPLE_RATE)
    except SpeechError:
        return None


def _require_open(session: InterviewSession | None, candidate_id: str) -> InterviewSession:
    if session is None or session.candidate_id != candidate_id:
        raise SessionNotFound
    if session.status == "finished":
        raise SessionFinished
    if session.status == "abandoned":
        raise SessionAbandoned
    return session
