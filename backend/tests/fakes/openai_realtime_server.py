"""A local server that speaks the published Realtime protocol, and refuses what the real one refuses.

Client events are validated against the types that OpenAI publishes with its client, unknown fields included.
What it "hears" and how it misbehaves is set by the test; what it says is a tone.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent
from pydantic import BaseModel, TypeAdapter, ValidationError
from websockets.asyncio.server import ServerConnection, serve

_CLIENT_EVENT: TypeAdapter[Any] = TypeAdapter(RealtimeClientEvent)
_SERVER_EVENT: TypeAdapter[Any] = TypeAdapter(RealtimeServerEvent)
_RATE = 24_000
_USAGE = {"type": "duration", "seconds": 1.0}


@dataclass
class RealtimeServer:
    """The state of the server and what the test wants of it."""

    url: str = ""
    api_key: str = "test-key"
    hears: Callable[[bytes], str] = lambda pcm: "what was said"
    says: Callable[[str], str] = lambda text: text
    break_after_audio: int | None = None  # deltas after which the connection is cut
    fail_response: bool = False
    fail_transcription: bool = False
    received: list[dict[str, Any]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    connections: int = 0
    cancelled: list[str] = field(default_factory=list)

    def of_type(self, event_type: str) -> list[dict[str, Any]]:
        return [event for event in self.received if event["type"] == event_type]


@asynccontextmanager
async def realtime_server() -> AsyncIterator[RealtimeServer]:
    state = RealtimeServer()

    async def handle(connection: ServerConnection) -> None:
        await _Peer(state, connection).run()

    async with serve(handle, "127.0.0.1", 0, max_size=16 * 2**20) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        state.url = f"http://127.0.0.1:{port}/v1"
        yield state


class _Peer:
    def __init__(self, state: RealtimeServer, connection: ServerConnection) -> None:
        self._state = state
        self._connection = connection
        self._session: dict[str, Any] = {"type": "realtime", "audio": {"input": {}, "output": {}}}
        self._buffer = b""
        self._items: set[str] = set()
        self._responses: dict[str, asyncio.Task[None]] = {}
        self._count = 0

    async def run(self) -> None:
        request = self._connection.request
        assert request is not None
        address = urlsplit(request.path)
        if request.headers.get("Authorization") != f"Bearer {self._state.api_key}":
            return await self._connection.close(3000, "invalid_api_key")
        if address.path != "/v1/realtime" or not parse_qs(address.query).get("model"):
            return await self._connection.close(4000, "invalid_model")
        self._state.connections += 1
        await self._send("session.created", session=self._session)
        async for message in self._connection:
            await self._take(json.loads(message))
        for task in self._responses.values():
            task.cancel()
        return None

    async def _take(self, event: dict[str, Any]) -> None:
        self._state.received.append(event)
        try:
            parsed = _CLIENT_EVENT.validate_python(event)
        except ValidationError:
            return await self._refuse(
                event, "invalid_value", f"{event.get('type')} is not of the published shape"
            )
        if unknown := _unknown_fields(parsed):
            return await self._refuse(event, "unknown_parameter", f"Unknown parameter: {unknown[0]}")
        handler = getattr(self, "_on_" + event["type"].replace(".", "_"), None)
        if handler is None:
            return await self._refuse(event, "invalid_value", f"{event['type']} is not spoken here")
        await handler(event)
        return None

    async def _on_session_update(self, event: dict[str, Any]) -> None:
        update = event["session"]
        spoke = bool(self._responses)
        voice = update.get("audio", {}).get("output", {}).get("voice")
        if spoke and voice and voice != self._session["audio"]["output"].get("voice"):
            return await self._refuse(event, "cannot_update_voice", "the voice is fixed once it has spoken")
        _merge(self._session, update)
        await self._send("session.updated", session=self._session)
        return None

    async def _on_input_audio_buffer_append(self, event: dict[str, Any]) -> None:
        self._buffer += base64.b64decode(event["audio"], validate=True)

    async def _on_input_audio_buffer_clear(self, event: dict[str, Any]) -> None:
        self._buffer = b""
        await self._send("input_audio_buffer.cleared")

    async def _on_input_audio_buffer_commit(self, event: dict[str, Any]) -> None:
        if len(self._buffer) < _RATE * 2 // 10:
            return await self._refuse(event, "input_audio_buffer_commit_empty", "at least 100 ms are needed")
        pcm, self._buffer = self._buffer, b""
        item_id = self._id("item")
        self._items.add(item_id)
        await self._send("input_audio_buffer.committed", item_id=item_id, previous_item_id=None)
        item = {"id": item_id, "type": "message", "role": "user", "status": "completed", "content": []}
        await self._send("conversation.item.added", item=item, previous_item_id=None)
        if not self._session["audio"]["input"].get("transcription"):
            return None
        common = {"item_id": item_id, "content_index": 0}
        if self._state.fail_transcription:
            error = {"code": "audio_unintelligible", "message": "no", "type": "transcription_error"}
            await self._send("conversation.item.input_audio_transcription.failed", **common, error=error)
            return None
        transcript = self._state.hears(pcm)
        logprobs = [{"token": t, "bytes": list(t.encode()), "logprob": -0.1} for t in transcript.split()]
        wanted = "item.input_audio_transcription.logprobs" in self._session.get("include", [])
        await self._send(
            "conversation.item.input_audio_transcription.completed",
            **common,
            transcript=transcript,
            usage=_USAGE,
            logprobs=logprobs if wanted else None,
        )
        return None

    async def _on_conversation_item_delete(self, event: dict[str, Any]) -> None:
        if event["item_id"] not in self._items:
            return await self._refuse(event, "item_delete_invalid_item_id", "no such item")
        self._items.remove(event["item_id"])
        await self._send("conversation.item.deleted", item_id=event["item_id"])
        return None

    async def _on_response_create(self, event: dict[str, Any]) -> None:
        response_id = self._id("resp")
        self._responses[response_id] = asyncio.create_task(
            self._respond(response_id, event.get("response", {}))
        )

    async def _on_response_cancel(self, event: dict[str, Any]) -> None:
        task = self._responses.get(event.get("response_id", ""))
        if task is None or task.done():
            return await self._refuse(event, "response_cancel_not_active", "no active response")
        task.cancel()
        self._state.cancelled.append(event["response_id"])
        return None

    async def _respond(self, response_id: str, response: dict[str, Any]) -> None:
        body = {"object": "realtime.response", "id": response_id, "metadata": response.get("metadata")}
        await self._send("response.created", response={**body, "status": "in_progress", "output": []})
        if self._state.fail_response:
            return await self._send("response.done", response={**body, "status": "failed", "output": []})
        spoken = self._state.says(_text_of(response))
        place = {
            "response_id": response_id,
            "item_id": self._id("item"),
            "output_index": 0,
            "content_index": 0,
        }
        try:
            for count, word in enumerate(spoken.split(" ")):
                piece = word if count == 0 else f" {word}"
                if count == self._state.break_after_audio:
                    return self._connection.transport.abort()
                audio = base64.b64encode(_tone(ms=60 * max(1, len(word)))).decode()
                await self._send("response.output_audio.delta", **place, delta=audio)
                await self._send("response.output_audio_transcript.delta", **place, delta=piece)
                await asyncio.sleep(0.002)
        except asyncio.CancelledError:
            return await self._send("response.done", response={**body, "status": "cancelled", "output": []})
        await self._send("response.output_audio.done", **place)
        await self._send("response.output_audio_transcript.done", **place, transcript=spoken)
        return await self._send("response.done", response={**body, "status": "completed", "output": []})

    async def _refuse(self, event: dict[str, Any], code: str, message: str) -> None:
        self._state.errors.append(f"{code}: {message}")
        error = {"type": "invalid_request_error", "code": code, "message": message, "param": None}
        await self._send("error", error={**error, "event_id": event.get("event_id")})

    async def _send(self, event_type: str, **fields: Any) -> None:
        event = {"event_id": self._id("event"), "type": event_type, **fields}
        _SERVER_EVENT.validate_python(event)
        await self._connection.send(json.dumps(event))

    def _id(self, kind: str) -> str:
        self._count += 1
        return f"{kind}_{self._count:06d}"


def _unknown_fields(model: BaseModel, path: str = "") -> list[str]:
    """Names of fields that the published types do not have."""
    found = [f"{path}{name}" for name in model.model_extra or {}]
    for name in type(model).model_fields:
        value = getattr(model, name, None)
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, BaseModel):
                found += _unknown_fields(inner, f"{path}{name}.")
    return found


def _merge(target: dict[str, Any], update: dict[str, Any]) -> None:
    for key, value in update.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], value)
        else:
            target[key] = value


def _text_of(response: dict[str, Any]) -> str:
    return " ".join(part["text"] for item in response["input"] for part in item["content"])


def _tone(*, ms: int) -> bytes:
    t = np.arange(_RATE * ms // 1000) / _RATE
    samples: bytes = (8_000 * np.sin(2 * np.pi * 220 * t)).astype(np.int16).tobytes()
    return samples
