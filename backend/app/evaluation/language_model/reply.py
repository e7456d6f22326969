"""Putting a reply together from what arrives: server-sent events, or one JSON from servers that do not stream; pure."""

import json
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.evaluation.language_model.errors import ChatFailed, ModelRefused
from app.evaluation.language_model.spending import Usage

# A verdict has a few thousand characters; a server that ignores the token limit is not read to its end.
MOST_BYTES = 4_000_000
MOST_CHARACTERS = 60_000


@dataclass(frozen=True)
class Reply:
    """``is_cut``: it ended before the model was done."""

    content: str
    usage: Usage | None
    is_cut: bool


class ReplyReader:
    """Feed it bytes as they come; ``reply`` is what they amount to. Raises ChatFailed, ModelRefused."""

    def __init__(self, *, is_stream: bool) -> None:
        self._is_stream = is_stream
        self._pending = b""
        self._bytes = self._characters = 0
        self._pieces: list[str] = []
        self._usage: Usage | None = None
        self._finish: str | None = None

    def feed(self, chunk: bytes) -> None:
        self._bytes += len(chunk)
        if self._bytes > MOST_BYTES:
            raise ChatFailed("endless", "the model server did not come to an end")
        *lines, self._pending = (
            (self._pending + chunk).split(b"\n") if self._is_stream else [self._pending + chunk]
        )
        for line in lines:
            self._event(line)

    def reply(self) -> Reply:
        """Everything has arrived."""
        if self._is_stream:
            self._event(self._pending)
        else:
            self._take(_json(self._pending), "message")
        if self._finish == "content_filter":
            raise ModelRefused
        return Reply("".join(self._pieces), self._usage, is_cut=self._finish in (None, "length"))

    def _event(self, line: bytes) -> None:
        if line.startswith(b"data:") and (data := line[5:].strip()) not in (b"", b"[DONE]"):
            self._take(_json(data), "delta")

    def _take(self, event: dict[str, Any], part: str) -> None:
        if event.get("error"):
            # llama.cpp answers 200, and says in the stream that it broke.
            raise ChatFailed("broken", "the model server broke off with an error", is_passing=True)
        self._usage = _usage(event.get("usage")) or self._usage
        choices = event.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            return
        self._finish = choice.get("finish_reason") or self._finish
        message = choice.get(part)
        if not isinstance(message, dict):
            return
        if message.get("refusal"):
            raise ModelRefused
        if isinstance(content := message.get("content"), str):
            self._add(content)

    def _add(self, content: str) -> None:
        self._characters += len(content)
        if self._characters > MOST_CHARACTERS:
            raise ChatFailed("endless", "the language model did not come to an end")
        self._pieces.append(content)


def _json(data: bytes) -> dict[str, Any]:
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        raise ChatFailed("broken", "the model server sent what is no JSON", is_passing=True) from None
    return read if isinstance(read, dict) else {}


def _usage(told: object) -> Usage | None:
    if not isinstance(told, dict):
        return None
    details = told.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else None
    try:
        return Usage(
            prompt=told.get("prompt_tokens") or 0,
            completion=told.get("completion_tokens") or 0,
            cached=cached or 0,
        )
    except ValidationError:  # a server that counts in words is not asked how
        return None
