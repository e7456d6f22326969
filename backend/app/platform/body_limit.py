"""A limit on the size of request bodies, answered as a problem."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.platform.problems import TOO_LARGE, problem_response


class BodyLimit:
    """ASGI middleware: 413 at once for a declared length over the limit, and as soon as more than that has come."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._detail = (
            f"At most {max_bytes // (1024 * 1024)} MB can be sent at once. Nothing was stored. "
            "Send less: a shorter text or recording."
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._max_bytes:
            await problem_response(TOO_LARGE, scope["path"], self._detail)(scope, receive, send)
            return
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_bytes:
                raise HTTPException(413, self._detail)
            return message

        await self._app(scope, receive_within_limit, send)
