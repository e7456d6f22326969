"""Every error leaves as problem+json: domain errors, validation, unknown addresses, and what nobody foresaw."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform import problems
from app.platform.logging import DATABASE_AWAY, REQUEST_BROKE, get_logger
from app.platform.problems import FieldError, ProblemKind, instance_of, problem_response
from app.routes.problem_table import PROBLEM_TABLE, detail_of, extensions_of, kind_of
from app.routes.validation_words import in_words

log = get_logger(__name__)

# A body may hold a million unknown fields: the first ones tell what is wrong, all of them would be an echo of it.
MOST_ERRORS = 20
MOST_FIELD_CHARS = 100

_BY_STATUS = {
    404: problems.NOT_FOUND,
    405: problems.METHOD_NOT_ALLOWED,
    413: problems.TOO_LARGE,
    400: problems.MALFORMED_JSON,
}


def install(app: FastAPI) -> None:
    for error in PROBLEM_TABLE:
        app.add_exception_handler(error, _domain_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(Exception, _unforeseen)


async def _domain_error(request: Request, error: Exception) -> Response:
    kind = kind_of(error)
    if kind is problems.DATABASE_UNAVAILABLE:
        log.error(DATABASE_AWAY, exc_info=error)
    headers = {}
    if (retry_after_s := getattr(error, "retry_after_s", None)) is not None:
        headers["Retry-After"] = str(max(1, round(retry_after_s)))
    elif kind.status == 503:
        headers["Retry-After"] = "2"
    return problem_response(
        kind, instance_of(request), detail_of(error), extensions=extensions_of(error), headers=headers
    )


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    mistakes = error.errors()
    if any(mistake["type"] == "json_invalid" for mistake in mistakes):
        return problem_response(problems.MALFORMED_JSON, instance_of(request))
    errors = [
        FieldError(field=_field(mistake["loc"]), message=in_words(mistake))
        for mistake in mistakes[:MOST_ERRORS]
    ]
    detail = "Nothing was stored. " + " ".join(f"{e.field}: {e.message}." for e in errors[:5])
    return problem_response(
        problems.VALIDATION,
        instance_of(request),
        detail,
        extensions={"errors": [e.model_dump() for e in errors]},
    )


def _field(location: tuple[Any, ...] | list[Any]) -> str:
    """``("body", "focus", 2)`` → ``focus.2``; headers and path parameters by their own name."""
    inner = [str(part) for part in location[1:]]
    return (".".join(inner) or str(location[0]))[:MOST_FIELD_CHARS]


async def _http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = _BY_STATUS.get(error.status_code)
    detail: str | None = None
    if kind is None:
        kind = ProblemKind("http", error.status_code, "The request was refused")
        detail = str(error.detail)
    elif kind is problems.TOO_LARGE:
        detail = str(error.detail)
    elif kind is problems.METHOD_NOT_ALLOWED:
        detail = f"Use {(error.headers or {}).get('Allow', 'another method')} here."
    return problem_response(kind, instance_of(request), detail, headers=error.headers)


async def _unforeseen(request: Request, error: Exception) -> Response:
    """What broke outside of ``Unforeseen``; Starlette re-raises after this. The person sees no traceback."""
    return _broken(request.scope, error)


class Unforeseen:
    """ASGI middleware, the innermost: turns what nobody foresaw into a 500 where it can still be read.

    Starlette's own handler answers outside of every middleware: without CORS headers, request id and count.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        has_started = False

        async def send_noting(message: Message) -> None:
            nonlocal has_started
            has_started = has_started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception as error:
            if has_started or scope["type"] != "http":
                raise
            await _broken(scope, error)(scope, receive, send)


def _broken(scope: Scope, error: Exception) -> Response:
    log.error(REQUEST_BROKE, exc_info=error, path_template=getattr(scope.get("route"), "path", ""))
    return problem_response(problems.INTERNAL, scope["path"])
