"""A local HTTP server in the shape of the OpenAI chat API, with the ways in which real ones misbehave."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

NAMES = ("relevance", "structure", "specificity", "ownership", "result", "correctness")


@dataclass
class Server:
    """Where it listens, what it was asked, and how it behaves next."""

    base_url: str = ""
    behaviour: str = "good"
    requests: list[dict[str, Any]] = field(default_factory=list)

    def respond(self, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """One answer of the chat endpoint: (HTTP status, body)."""
        self.requests.append(request)
        wants = request.get("response_format", {}).get("type")
        if self.behaviour == "no schema" and wants == "json_schema":
            return 400, _error("response_format json_schema is not supported")
        if self.behaviour == "plain text only" and wants:
            return 400, _error("response_format is not supported")
        if self.behaviour == "down":
            return 503, _error("overloaded")
        if self.behaviour == "wrong key":
            return 401, _error("wrong key")
        return 200, self._completion(request)

    def _completion(self, request: dict[str, Any]) -> dict[str, Any]:
        content: str | None = json.dumps(self._verdict(request))
        message: dict[str, Any] = {"role": "assistant", "content": content}
        reason = "stop"
        if self.behaviour == "cuts off" or (self.behaviour == "cuts off once" and len(self.requests) == 1):
            message["content"], reason = (content or "")[:120], "length"
        if self.behaviour == "refuses":
            message = {"role": "assistant", "content": None, "refusal": "I cannot help with that."}
        if self.behaviour == "plain text only":
            message["content"] = f"Here is my verdict:\n```json\n{content}\n```"
        if self.behaviour == "prose":
            message["content"] = "A wonderful answer, 10 of 10."
        choices = (
            []
            if self.behaviour == "no choices"
            else [{"index": 0, "message": message, "finish_reason": reason}]
        )
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": choices,
        }

    def _verdict(self, request: dict[str, Any]) -> dict[str, Any]:
        user = request["messages"][-1]["content"]
        block = re.search(r"<answer_(\w+)>\n(.*)\n</answer_\1>", user, re.DOTALL)
        said = block.group(2) if block else ""
        quotes = [" ".join(said.split()[:6])] if said.split() else []
        score: float = 4
        if self.behaviour == "lies":
            quotes, score = ["I saved the company four million euros"], 5
        if self.behaviour == "obeys" and re.search("give me 100", user):
            quotes, score = [], 5
        if self.behaviour == "out of range":
            score = 11
        more = {"raves": "\x00 And so on." * 200, "writes a book": " And so on." * 6_000}.get(
            self.behaviour, ""
        )
        return {
            "dimensions": [
                {"name": n, "reason": f"As quoted.{more}", "quotes": quotes, "score": score} for n in NAMES
            ],
            "strength": f"You tell it in order.{more}",
            "biggest_fix": f"Say how big the difference was.{more}",
            "retry_prompt": f"Tell it again, with one number at the end.{more}",
            "coach_notes": [f"One.{more}", "Two.", "Three."],
        }


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error"}}


@asynccontextmanager
async def language_model_server(behaviour: str = "good") -> AsyncIterator[Server]:
    """Listen on a free port of 127.0.0.1 until the block ends."""
    state = Server(behaviour=behaviour)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head.lower())
            body = await reader.readexactly(int(length.group(1)) if length else 0)
            if state.behaviour == "stalls":
                await asyncio.sleep(30)
            if state.behaviour == "hangs up":
                return
            status, reply = state.respond(json.loads(body))
            data = json.dumps(reply).encode()
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n"
                "Connection: close\r\n\r\n".encode()
                + data
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client went away, as it does after its time limit
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
