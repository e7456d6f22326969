"""The one table that says which problem each domain error becomes, and the OpenAPI text of it."""

from typing import Any

from app.documents import errors as documents
from app.identity.port import IdentityProviderUnavailable, NotSignedIn, SignInExpired
from app.interview import errors as interview
from app.interview import transcribing
from app.platform import problems
from app.platform.errors import DatabaseUnavailable, DomainError
from app.platform.limits import TooManyRequests
from app.platform.problems import MEDIA_TYPE, Problem, ProblemKind
from app.report_document.document import DocumentUnavailable
from app.rooms import errors as rooms

PROBLEM_TABLE: dict[type[Exception], ProblemKind] = {
    interview.SessionNotFound: ProblemKind("session-not-found", 404, "There is no such interview"),
    interview.QuestionNotFound: ProblemKind("question-not-found", 404, "There is no such question"),
    interview.AnswerNotFound: ProblemKind("answer-not-found", 404, "There is no such answer"),
    interview.UnknownFocus: ProblemKind("unknown-competency", 422, "We do not know this competency"),
    interview.SessionFinished: ProblemKind("session-finished", 409, "The interview is finished"),
    interview.SessionAbandoned: ProblemKind("session-abandoned", 409, "The interview is paused"),
    interview.SessionNotFinished: ProblemKind(
        "session-not-finished", 409, "The interview is not finished yet"
    ),
    interview.QuestionNotCurrent: ProblemKind(
        "question-not-current", 409, "This is not the current question"
    ),
    interview.QuestionAlreadyAnswered: ProblemKind(
        "question-already-answered", 409, "This question was answered already"
    ),
    interview.AnswerEmpty: ProblemKind("answer-empty", 422, "The answer is empty"),
    interview.AnswerNotReopenable: ProblemKind("answer-not-reopenable", 409, "The answer cannot be reopened"),
    interview.AnswerStillOpen: ProblemKind("answer-still-open", 409, "This answer is still open"),
    interview.AnswerNotSpoken: ProblemKind("answer-not-spoken", 409, "This answer was typed"),
    interview.CorrectionTooLarge: ProblemKind(
        "correction-too-large", 422, "This would be another answer, not a correction"
    ),
    interview.IdempotencyKeyReused: ProblemKind(
        "idempotency-key-reused", 422, "The idempotency key was used before"
    ),
    NotSignedIn: ProblemKind("not-signed-in", 401, "You are not signed in"),
    SignInExpired: ProblemKind("sign-in-expired", 401, "Your sign-in has expired"),
    IdentityProviderUnavailable: ProblemKind("identity-unavailable", 503, "The sign-in service is away"),
    rooms.LivekitNotConfigured: ProblemKind("livekit-not-configured", 503, "No media server is configured"),
    rooms.LivekitUnreachable: ProblemKind("livekit-unreachable", 503, "The media server does not answer"),
    rooms.WebhookRefused: ProblemKind("webhook-refused", 401, "The webhook's signature is not valid"),
    rooms.AgentProofRefused: ProblemKind("agent-proof-refused", 401, "The agent's proof is refused"),
    rooms.AgentTokenExpired: ProblemKind("sign-in-expired", 401, "The agent's token has expired"),
    rooms.AgentTokenInvalid: ProblemKind("not-signed-in", 401, "The agent's token is not valid"),
    TooManyRequests: problems.TOO_MANY_REQUESTS,
    transcribing.AudioEmpty: ProblemKind("audio-empty", 422, "The recording is empty"),
    transcribing.AudioSilent: ProblemKind("audio-silent", 422, "Nothing was heard"),
    transcribing.AudioNotReadable: ProblemKind("audio-not-decodable", 422, "The recording cannot be read"),
    transcribing.AudioIsTooLong: ProblemKind("audio-too-long", 422, "The recording is too long"),
    transcribing.AudioTooLarge: ProblemKind("audio-too-large", 413, "The recording is too large"),
    transcribing.SpeechAway: ProblemKind("speech-unavailable", 503, "Speech recognition is away"),
    documents.DocumentEmpty: ProblemKind("document-empty", 422, "This file is empty"),
    documents.DocumentTooLarge: ProblemKind("document-too-large", 413, "This file is too large"),
    documents.DocumentTypeNotSupported: ProblemKind(
        "document-type-not-supported", 415, "This kind of file cannot be read"
    ),
    documents.DocumentEncrypted: ProblemKind("document-encrypted", 422, "This document is locked"),
    documents.DocumentWithoutText: ProblemKind("document-without-text", 422, "No text was found"),
    documents.DocumentNotReadable: ProblemKind("document-not-readable", 422, "This document cannot be read"),
    documents.DocumentsBusy: ProblemKind("documents-busy", 503, "Too many documents at once"),
    DocumentUnavailable: ProblemKind("document-unavailable", 503, "The PDF cannot be made just now"),
    DatabaseUnavailable: problems.DATABASE_UNAVAILABLE,
}


def kind_of(error: Exception) -> ProblemKind:
    """The problem of an error: its own row, else that of its nearest base class, else ``internal``."""
    for cls in type(error).__mro__:
        if cls in PROBLEM_TABLE:
            return PROBLEM_TABLE[cls]
    return problems.INTERNAL


def problem_responses(*what: type[Exception] | ProblemKind) -> dict[int | str, dict[str, Any]]:
    """The ``responses=`` of a route that may raise these errors (and what any route may answer)."""
    by_status: dict[int, list[ProblemKind]] = {}
    for item in (*what, DatabaseUnavailable):
        kind = item if isinstance(item, ProblemKind) else PROBLEM_TABLE[item]
        kinds = by_status.setdefault(kind.status, [])
        if kind not in kinds:
            kinds.append(kind)
    return {status: documented(kinds) for status, kinds in sorted(by_status.items())}


def documented(kinds: list[ProblemKind]) -> dict[str, Any]:
    lines = "\n".join(f"- `{kind.type}`: {kind.title}" for kind in kinds)
    return {
        "description": lines,
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}},
    }


def detail_of(error: Exception) -> str:
    return error.detail if isinstance(error, DomainError) else str(error)


def extensions_of(error: Exception) -> dict[str, Any]:
    return dict(error.extensions) if isinstance(error, DomainError) else {}


# What every call that knows its caller may answer.
IDENTITY_PROBLEMS = (NotSignedIn, SignInExpired, IdentityProviderUnavailable)
