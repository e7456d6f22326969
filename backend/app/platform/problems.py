"""Errors as RFC 9457 ``application/problem+json``: clients branch on ``type``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "/problems/"


@dataclass(frozen=True)
class ProblemKind:
    """One row of the table of problems; ``detail`` is used where the error brings none."""

    slug: str
    status: int
    title: str
    detail: str = ""

    @property
    def type(self) -> str:
        return TYPE_PREFIX + self.slug


class FieldError(BaseModel):
    """One thing that is wrong with the request: the path of the field, and what it must be."""

    field: str
    message: str


class Problem(BaseModel):
    """What every error of this API looks like."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["/problems/session-not-found"])
    title: str
    status: int
    detail: str = Field(description="What happened, what was kept, what to do.")
    instance: str = Field(description="The path that was called.")
    errors: list[FieldError] | None = Field(
        default=None, description="With /problems/validation: each field."
    )


VALIDATION = ProblemKind("validation", 422, "Something in the request needs a change")
MALFORMED_JSON = ProblemKind(
    "malformed-json",
    400,
    "The body is not JSON",
    "The body cannot be read as JSON. Nothing was stored. "
    "Send one JSON object with Content-Type application/json; POST /interview/start needs no more than "
    '{"job_title": "Nurse"}. The fields of every call are at /openapi.json.',
)
TOO_LARGE = ProblemKind("too-large", 413, "The request is too large")
NOT_FOUND = ProblemKind(
    "not-found", 404, "There is nothing at this address", "No such page in this API; look at /openapi.json."
)
METHOD_NOT_ALLOWED = ProblemKind("method-not-allowed", 405, "This address does not take that method")
HOST_NOT_ALLOWED = ProblemKind("host-not-allowed", 400, "This host name is not allowed")
ORIGIN_NOT_ALLOWED = ProblemKind("origin-not-allowed", 403, "Writes from this origin are not allowed")
PREFLIGHT_REFUSED = ProblemKind(
    "preflight-refused", 400, "A page of another origin may not call it like this"
)
TOO_MANY_REQUESTS = ProblemKind("too-many-requests", 429, "Too many requests in a short time")
DATABASE_UNAVAILABLE = ProblemKind("database-unavailable", 503, "The database is away")
INTERNAL = ProblemKind(
    "internal",
    500,
    "Something went wrong on our side",
    "This is a fault of the server, not yours. What was acknowledged is kept. Try again; if it stays, "
    "look for this request's id in the server's log.",
)


def problem_response(
    kind: ProblemKind,
    instance: str,
    detail: str | None = None,
    *,
    extensions: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Build the response; usable from middleware, where no exception handler runs."""
    body: dict[str, Any] = {
        "type": kind.type,
        "title": kind.title,
        "status": kind.status,
        "detail": detail or kind.detail or kind.title,
        "instance": instance,
    }
    for name, value in (extensions or {}).items():
        body[name] = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return JSONResponse(body, status_code=kind.status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def instance_of(request: Request) -> str:
    return request.url.path
