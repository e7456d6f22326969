"""A limit on the size of request bodies, answered as a problem."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform.problems import TOO_LARGE, problem_response


class BodyLimit:
    """ASGI middleware: 413 at once for a declared length over the limit, and as soon as more than that has come."""

    def __init__(self, app: ASGIApp, max_bytes: int, by_path: Mapping[str, int]) -> None:
        """``by_path``: other limits, by the whole path."""
        self._app = app
        self._max_bytes = max_bytes
        self._by_path = by_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._by_path.get(scope["path"], self._max_bytes)
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
        "Send less: a shorter text or recording."
    )
