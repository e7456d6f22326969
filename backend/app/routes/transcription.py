"""Push-to-talk over HTTP: a recording in, timed words out."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

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
    AudioTooLarge,
    SpeechAway,
)
from app.platform.limits import TooManyRequests
from app.routes.problem_table import problem_responses

router = APIRouter(tags=["transcription"])

FIELDS = ("audio", "session_id")
# Boundaries, headers of the parts, and the session's id come on top of the recording.
MULTIPART_OVERHEAD_BYTES = 16 * 1024

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
        AudioNotReadable,
        AudioIsTooLong,
        AudioTooLarge,
        SpeechAway,
        TooManyRequests,
    ),
)
async def transcribe(request: Request, candidate: CurrentCandidate, parts: Parts) -> TranscriptionOut:
    """Turn a recording into timed words. Silence is an empty text; the sound is not kept."""
    assert candidate.candidate_id is not None
    await parts.limits.hit(parts.settings.rate_limit_costly, "transcription", candidate.candidate_id)
    session_id, audio = await _read(request)
    if parts.push_to_talk is None:
        raise SpeechAway
    return await parts.push_to_talk.transcribe(candidate.candidate_id, session_id, audio)


async def _read(request: Request) -> tuple[str, bytes]:
    """The two fields, read no further than the limit. Raises AudioTooLarge, RequestValidationError."""
    limit = MAX_AUDIO_BYTES + MULTIPART_OVERHEAD_BYTES
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise AudioTooLarge
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise _invalid("audio", "send the fields audio and session_id as multipart/form-data")
    parser = MultiPartParser(request.headers, _at_most(request.stream(), limit), max_files=1, max_fields=2)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        raise _invalid("audio", "this multipart body cannot be read; send audio and session_id") from None
    try:
        for name in form:
            if name not in FIELDS:
                raise _invalid(name, "is not a field of this request")
        return _session_id_of(form.get("session_id")), await _audio_of(form.get("audio"))
    finally:
        await form.close()


async def _at_most(stream: AsyncIterator[bytes], limit: int) -> Any:
    received = 0
    async for chunk in stream:
        received += len(chunk)
        if received > limit:
            raise AudioTooLarge
        yield chunk


def _session_id_of(value: UploadFile | str | None) -> str:
    try:
        return _session_id.validate_python(value)
    except ValidationError as error:
        raise _invalid("session_id", error.errors()[0]["msg"]) from None


async def _audio_of(value: UploadFile | str | None) -> bytes:
    if not isinstance(value, UploadFile):
        raise _invalid("audio", "must be a file")
    return await value.read()


def _invalid(field: str, message: str) -> RequestValidationError:
    return RequestValidationError(
        [{"type": "value_error", "loc": ("body", field), "msg": message, "input": None}]
    )
