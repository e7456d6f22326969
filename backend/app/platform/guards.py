"""Who may reach the API at all, before any route runs: hosts, origins, addresses. Pure ASGI.

With IDENTITY=open whoever reaches the API is the candidate, so what matters most is what a foreign web page
could do through the candidate's own browser: DNS rebinding (a foreign name that resolves to 127.0.0.1: the
Host check) and cross-site posts (the Origin check).
"""

import ipaddress
from collections.abc import Sequence

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.config import Settings
from app.platform import problems
from app.platform.problems import ProblemKind, problem_response

CORS_HEADERS = ("Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID")
CORS_METHODS = ("GET", "POST", "DELETE", "OPTIONS")
CORS_EXPOSED = ("Retry-After", "X-Request-ID")
LOCAL_ONLY_PATHS = ("/metrics",)

FORBIDDEN = ProblemKind("forbidden", 403, "This is not allowed from here")

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

Refusal = tuple[ProblemKind, str]


def install_guards(app: FastAPI, settings: Settings) -> None:
    """Put the guards in front of every route; CORS outermost, so that a page can read why it was refused."""
    app.add_middleware(Guards, settings=settings)
    app.add_middleware(
        Cors,
        allow_origins=list(settings.cors_origins),
        allow_methods=list(CORS_METHODS),
        allow_headers=list(CORS_HEADERS),
        expose_headers=list(CORS_EXPOSED),
        max_age=600,
    )


class Cors(CORSMiddleware):
    """Starlette's, with its refusals as problems: a page cannot read them, but who looks for its fault can."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            asked = Headers(scope=scope)
            if "origin" in asked and "access-control-request-method" in asked:
                answer = self.preflight_response(asked)
                if answer.status_code >= 400:
                    answer = self._refusal(answer, asked, scope["path"])
                await answer(scope, receive, send)
                return
        await super().__call__(scope, receive, send)

    def _refusal(self, answer: Response, asked: Headers, path: str) -> Response:
        cors_headers = {
            name: value
            for name, value in answer.headers.items()
            if name not in ("content-length", "content-type")
        }
        if not self.is_allowed_origin(asked["origin"]):
            kind, detail = (
                problems.ORIGIN_NOT_ALLOWED,
                "This page's origin is not in CORS_ORIGINS. Add it if it is yours.",
            )
        else:
            kind, detail = (
                problems.PREFLIGHT_REFUSED,
                f"Pages may use the methods {', '.join(CORS_METHODS)}, with the headers {', '.join(CORS_HEADERS)}.",
            )
        return problem_response(kind, path, detail, headers=cors_headers)


class Guards:
    """Answers 400 or 403 instead of the app where a request must not come in."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in settings.allowed_hosts)
        self._origins = frozenset(settings.cors_origins)
        self._is_open = settings.identity == "open"
        self._may_be_remote = settings.allow_open_network

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (refusal := self._refusal(scope)) is not None:
            kind, detail = refusal
            await problem_response(kind, scope["path"], detail)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        headers = Headers(scope=scope)
        return (
            self._wrong_address(scope)
            or self._wrong_host(headers)
            or self._wrong_origin(headers, scope["method"], scope["scheme"])
        )

    def _wrong_address(self, scope: Scope) -> Refusal | None:
        is_guarded = self._is_open or scope["path"] in LOCAL_ONLY_PATHS
        if not is_guarded or self._may_be_remote or is_loopback(scope.get("client")):
            return None
        return FORBIDDEN, (
            "This is open to the server's own machine only. Use it there, set up sign-in with IDENTITY=oidc, "
            "or set ALLOW_OPEN_NETWORK=1 if everybody on the network may see everything."
        )

    def _wrong_host(self, headers: Headers) -> Refusal | None:
        if (host := host_without_port(headers.get("host", ""))) in self._hosts:
            return None
        return problems.HOST_NOT_ALLOWED, (
            f"The host name {host[:100]!r} is not in ALLOWED_HOSTS. Call the server by one of its own names, "
            "or add this one."
        )

    def _wrong_origin(self, headers: Headers, method: str, scheme: str) -> Refusal | None:
        """Browsers name the page that sends a write; the agent, the media server and scripts have none."""
        if method in _SAFE_METHODS:
            return None
        origin = headers.get("origin")
        if origin is None:
            is_allowed = headers.get("sec-fetch-site", "none") in ("none", "same-origin", "same-site")
        else:
            is_allowed = origin in self._origins or origin == f"{scheme}://{headers.get('host', '')}"
        if is_allowed:
            return None
        return problems.ORIGIN_NOT_ALLOWED, (
            "Nothing was changed: this page's origin is not in CORS_ORIGINS. Add it if it is yours."
        )


def host_without_port(host: str) -> str:
    """``localhost:8000`` → ``localhost``, ``[::1]:8000`` → ``[::1]``."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


def is_loopback(client: Sequence[object] | None) -> bool:
    """Whether a peer is this machine; None is a Unix socket or a call in the same process."""
    if client is None:
        return True
    try:
        address = ipaddress.ip_address(str(client[0]))
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback
