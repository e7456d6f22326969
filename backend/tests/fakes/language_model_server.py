"""A local HTTP server in the shape of the OpenAI chat API: strict about requests, and misbehaving as real ones do."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fakes.chat_rules import complaint_about
from fakes.language_model import Asked, content_for

_PIECE = 24  # characters in one event


@dataclass
class Server:
    """Where it listens, what it was asked, and how it behaves next."""

    base_url: str = ""
    behaviour: str = "good"
    says: str | None = None  # the content of its replies, instead of a judgement by rule
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    refused: list[str] = field(
        default_factory=list
    )  # what a request was refused for, other than by its behaviour
    hung_up_on: asyncio.Event = field(default_factory=asyncio.Event)  # the client closed before the end


# Behaviour → (status, extra headers): answered instead of a reply.
_STATUSES: dict[str, tuple[int, str]] = {
    "busy": (429, "Retry-After: 7\r\n"),
    "broken": (500, ""),
    "down": (503, ""),
    "wrong key": (401, ""),
    "unknown model": (404, ""),
    "moved": (308, "Location: http://127.0.0.1:1/v1/chat/completions\r\n"),
}

# Behaviour → (param, message) that this server has against a request, None when it takes it.
_COMPLAINTS: dict[str, Callable[[dict[str, Any]], tuple[str, str] | None]] = {
    "no schema": lambda r: (
        ("response_format", "json_schema is not supported") if _format(r) == "json_schema" else None
    ),
    "plain text only": lambda r: ("", "response_format is not supported") if _format(r) else None,
    "reasoning": lambda r: (
        ("max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if "max_tokens" in r
        else ("temperature", "Unsupported value: 'temperature'.")
        if "temperature" in r
        else None
    ),
    "no usage": lambda r: ("", "extra field: stream_options") if "stream_options" in r else None,
    "no streaming": lambda r: ("stream", "streaming is not supported") if r["stream"] else None,
    "no system role": lambda r: (
        ("", "Conversation roles must alternate; system role not supported")
        if r["messages"][0]["role"] == "system"
        else None
    ),
    "takes nothing": lambda r: ("", "this model's maximum context length is 10 tokens"),
}


def _format(request: dict[str, Any]) -> str | None:
    kind: str | None = request.get("response_format", {}).get("type")
    return kind


class _Exchange:
    """One request and its reply."""

    def __init__(self, server: Server, request: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        self._server = server
        self._request = request
        self._writer = writer
        self._behaviour = server.behaviour

    async def answer(self) -> None:
        if self._behaviour in _STATUSES or (self._behaviour == "broken once" and self._is_first):
            status, headers = _STATUSES.get(self._behaviour, (500, ""))
            return await self._whole(status, {"error": {"message": self._said}}, headers)
        if self._behaviour == "a web page":
            return await self._raw(b"<html><body>Sign in</body></html>", "text/html")
        complaint = complaint_about(self._request)
        if complaint is not None:
            self._server.refused.append(complaint[1])
        elif self._behaviour in _COMPLAINTS:
            complaint = _COMPLAINTS[self._behaviour](self._request)
        if complaint is not None:
            param, message = complaint
            error = {"message": message, "type": "invalid_request_error", "param": param or None}
            return await self._whole(400, {"error": error})
        if not self._request["stream"] or self._behaviour == "ignores stream":
            return await self._whole(200, self._completion())
        return await self._stream()

    @property
    def _is_first(self) -> bool:
        return len(self._server.requests) == 1

    @property
    def _said(self) -> str:
        """Servers repeat in their errors what they were sent."""
        return str(self._request["messages"][-1]["content"])

    def _content(self) -> str:
        content = self._server.says
        if content is None:
            content = content_for(Asked.of(self._request), self._behaviour)
        shaped = {
            "prose": "A wonderful answer, 10 of 10.",
            "an empty reply": "",
            "deeply nested": '{"spans":' + "[" * 50_000,
            "infinite": '{"spans": Infinity}',
            "a list": "[1, 2, 3]",
            "thinks": f'<think>I should reply {{"spans": []}} first.</think>\n{content}',
            "plain text only": f"Here is my verdict:\n```json\n{content}\n```\nShall I go on?",
        }
        return shaped.get(self._behaviour, content)

    def _message(self) -> tuple[dict[str, Any], str]:
        """The message and why it ended."""
        cut = self._behaviour == "cuts off" or (self._behaviour == "cuts off once" and self._is_first)
        if self._behaviour == "refuses":
            return {"role": "assistant", "content": None, "refusal": "I cannot help with that."}, "stop"
        if self._behaviour == "filters":
            return {"role": "assistant", "content": ""}, "content_filter"
        content = self._content()[:60] if cut else self._content()
        return {"role": "assistant", "content": content}, "length" if cut else "stop"

    def _usage(self) -> dict[str, Any]:
        if self._behaviour == "odd usage":
            return {"prompt_tokens": "many", "completion_tokens": -3, "prompt_tokens_details": 7}
        return {
            "prompt_tokens": 1_000,
            "completion_tokens": 100,
            "total_tokens": 1_100,
            "prompt_tokens_details": {"cached_tokens": 400},
        }

    def _completion(self) -> dict[str, Any]:
        message, reason = self._message()
        choices = [{"index": 0, "message": message, "finish_reason": reason}]
        return {**self._head("chat.completion"), "choices": choices, "usage": self._usage()}

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": "chatcmpl-1", "object": kind, "created": 1, "model": self._request["model"]}

    def _events(self) -> list[bytes]:
        message, reason = self._message()
        content = message.pop("content") or ""
        deltas = [message, *({"content": content[i : i + _PIECE]} for i in range(0, len(content), _PIECE))]
        chunks: list[dict[str, Any]] = [
            {"choices": [{"index": 0, "delta": delta, "finish_reason": None}]} for delta in deltas
        ]
        chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        if self._behaviour == "no choices":
            chunks = [{"choices": []}, {"choices": None}, {}]
        if self._behaviour == "breaks off with an error":
            chunks[2:] = [{"error": {"code": 500, "message": self._said}}]
        if "stream_options" in self._request:
            chunks.append({"choices": [], "usage": self._usage()})
        head = self._head("chat.completion.chunk")
        lines = [f"data: {json.dumps({**head, **chunk})}\n\n".encode() for chunk in chunks]
        if self._behaviour == "sends no JSON":
            lines[1:] = [b"data: {oops\n\n"]
        return [*lines, b"data: [DONE]\n\n"]

    async def _stream(self) -> None:
        self._head_of(200, "text/event-stream", "Transfer-Encoding: chunked\r\n")
        events = self._events()
        if self._behaviour == "drops the line" or (
            self._behaviour == "drops the line once" and self._is_first
        ):
            events = events[:3]
        for event in events:
            self._chunk(event)
        if self._behaviour.startswith("drops the line") and len(events) == 3:
            return await self._writer.drain()
        if self._behaviour == "falls silent":
            await self._writer.drain()
            await asyncio.sleep(60)
        if self._behaviour == "never ends":
            await self._never_end(events[1])
        self._writer.write(b"0\r\n\r\n")
        return await self._writer.drain()

    async def _never_end(self, event: bytes) -> None:
        while True:
            self._chunk(event * 200)
            await self._writer.drain()

    def _chunk(self, data: bytes) -> None:
        self._writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _head_of(self, status: int, kind: str, headers: str) -> None:
        self._writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nConnection: close\r\n{headers}\r\n".encode()
        )

    async def _raw(self, data: bytes, kind: str, status: int = 200, headers: str = "") -> None:
        self._head_of(status, kind, f"{headers}Content-Length: {len(data)}\r\n")
        self._writer.write(data)
        await self._writer.drain()

    async def _whole(self, status: int, reply: dict[str, Any], headers: str = "") -> None:
        await self._raw(json.dumps(reply).encode(), "application/json", status, headers)


@asynccontextmanager
async def language_model_server(behaviour: str = "good") -> AsyncIterator[Server]:
    """Listen on a free port of 127.0.0.1 until the block ends."""
    state = Server(behaviour=behaviour)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head.lower())
            body = await reader.readexactly(int(length.group(1)) if length else 0)
            key = re.search(rb"authorization: bearer (\S+)", head, re.IGNORECASE)
            state.keys.append(key.group(1).decode() if key else "")
            state.requests.append(json.loads(body))
            if state.behaviour == "hangs up":
                return
            if state.behaviour == "stalls":
                await reader.read()  # until the client goes away
                state.hung_up_on.set()
                return
            await _Exchange(state, state.requests[-1], writer).answer()
        except (asyncio.IncompleteReadError, ConnectionError):
            state.hung_up_on.set()
        finally:
            writer.close()

    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    state.base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
    try:
        yield state
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
