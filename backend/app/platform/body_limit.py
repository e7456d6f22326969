"""A limit on the size of request bodies, answered as a problem."""

from collections.abc import Collection

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform.problems import TOO_LARGE, problem_response


class BodyLimit:
    """ASGI middleware: 413 at once for a declared length over the limit, and as soon as more than that has come."""

    def __init__(self, app: ASGIApp, max_bytes: int, except_paths: Collection[str] = ()) -> None:
        """``except_paths``: whole paths whose route counts for itself, and has a word of its own for too much."""
        self._app = app
        self._max_bytes = max_bytes
        self._except_paths = frozenset(except_paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self._except_paths:
            await self._app(scope, receive, send)
            return
        most = self._max_bytes
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > most:
            await problem_response(TOO_LARGE, scope["path"], _detail(most))(scope, receive, send)
            return
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise HTTPException(413, _detail(most))
            return message

        await self._app(scope, receive_within_limit, send)


def _detail(most: int) -> str:
    return (
        f"At most {most // (1024 * 1024)} MB can be sent at once here. Nothing was stored. "
        "Send a shorter text."
    )
