"""One log line and one metric a request: the route, the status, the time; never a query, a body or a header."""

import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform.ids import new_id
from app.platform.logging import REQUEST_SERVED, get_logger
from app.platform.metrics import Metrics

REQUEST_ID_HEADER = b"x-request-id"
# Scraped, polled and announced all the time: they would drown the rest of the log.
_QUIET = frozenset({"/health/live", "/health/ready", "/metrics", "/agent/presence"})
# Clients may send any word as method: as a label each would be kept for ever.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = get_logger(__name__)


class RequestLog:
    """ASGI middleware; gives each request an id, which the answer carries and every log line of it too."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = new_id()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (REQUEST_ID_HEADER, request_id.encode())]
                self._count(scope, status, time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, send_with_id)
        if scope["path"] not in _QUIET:
            log.info(
                REQUEST_SERVED,
                method=_method(scope),
                route=_route(scope),
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        method, route = _method(scope), _route(scope)
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.request_seconds.labels(method, route).observe(seconds)


def _method(scope: Scope) -> str:
    method = scope["method"]
    return method if method in _METHODS else "other"


def _route(scope: Scope) -> str:
    """The template (``/interview/session/{session_id}``), so that labels stay few and ids out of the log."""
    route: Any = scope.get("route")
    return str(getattr(route, "path", "unmatched"))
