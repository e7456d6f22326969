"""Push-to-talk over HTTP: a recording in, timed words out."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile

from app.dependencies import CurrentCandidate, Parts
from app.identity.port import NotSignedIn, SignInExpired
from app.interview.errors import SessionAbandoned, SessionFinished, SessionNotFound
from app.interview.schemas import TranscriptionOut
from app.interview.terms import Id
from app.interview.transcribing import (
    MAX_AUDIO_BYTES,
    AudioEmpty,
    AudioIsTooLong,
    AudioNotReadable,
    AudioSilent,
    AudioTooLarge,
    SpeechAway,
)
from app.platform.limits import TooManyRequests
from app.routes.multipart import file_of, invalid, multipart_form
from app.routes.problem_table import problem_responses
from app.routes.validation_words import in_words

router = APIRouter(tags=["transcription"])

FIELDS = ("audio", "session_id")

_session_id = TypeAdapter[str](Id)

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": list(FIELDS),
                    "additionalProperties": False,
                    "properties": {
                        "audio": {
                            "type": "string",
                            "format": "binary",
                            "description": "webm, ogg, mp4 or wav; at most 10 MB and 5 minutes.",
                        },
                        "session_id": {"type": "string", "minLength": 1, "maxLength": 64},
                    },
                }
            }
        },
    }
}


@router.post(
    "/transcription",
    operation_id="transcribe",
    openapi_extra=_BODY,
    responses=problem_responses(
        SessionNotFound,
        SessionFinished,
        SessionAbandoned,
        NotSignedIn,
        SignInExpired,
        AudioEmpty,
        AudioSilent,
        AudioNotReadable,
        AudioIsTooLong,
        AudioTooLarge,
        SpeechAway,
        TooManyRequests,
    ),
)
async def transcribe(request: Request, candidate: CurrentCandidate, parts: Parts) -> TranscriptionOut:
    """Turn a recording into timed words. Silence is refused (`audio-silent`); the sound is not kept."""
    assert candidate.candidate_id is not None
    await parts.limits.hit(parts.settings.rate_limit_costly, "transcription", candidate.candidate_id)
    session_id, audio = await _read(request)
    if parts.push_to_talk is None:
        raise SpeechAway
    return await parts.push_to_talk.transcribe(candidate.candidate_id, session_id, audio)


async def _read(request: Request) -> tuple[str, bytes]:
    """The two fields, read no further than the limit. Raises AudioTooLarge, RequestValidationError."""
    async with multipart_form(request, FIELDS, MAX_AUDIO_BYTES, AudioTooLarge) as form:
        return _session_id_of(form.get("session_id")), await file_of(form, "audio")


def _session_id_of(value: UploadFile | str | None) -> str:
    if value is None:
        raise invalid("session_id", "session_id is missing; send the interview's id in this form field")
    if isinstance(value, UploadFile):
        raise invalid("session_id", "This must be text, not a file")
    try:
        return _session_id.validate_python(value)
    except ValidationError as error:
        raise invalid("session_id", in_words(error.errors()[0])) from None
