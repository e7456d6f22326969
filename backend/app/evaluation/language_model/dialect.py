"""How a server wants to be asked. Those that call themselves compatible differ in what they refuse; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Message = Mapping[str, str]

# Models that take no temperature think first, and their thoughts count as tokens: ours, room for them.
_THOUGHTS = 5


@dataclass(frozen=True)
class ReplyShape:
    """The JSON schema that a reply has to fit, in the subset that strict servers accept."""

    name: str
    schema: dict[str, Any]


@dataclass(frozen=True)
class Complaint:
    """What a server said about a request: the parameter it named, and its words in lower case."""

    param: str
    words: str

    def names(self, *what: str) -> bool:
        return any(w == self.param or w in self.words for w in what)


@dataclass(frozen=True)
class Dialect:
    """What this server takes; the default is what OpenAI takes."""

    format: Literal["json_schema", "json_object", "text"] = "json_schema"
    limit: Literal["max_completion_tokens", "max_tokens"] = "max_completion_tokens"
    has_temperature: bool = True  # reasoning models take none
    has_usage: bool = True
    streams: bool = True
    has_system: bool = True  # some chat templates know only user and assistant

    def request(
        self, model: str, messages: Sequence[Message], shape: ReplyShape, most_tokens: int
    ) -> dict[str, Any]:
        """The body of ``POST /chat/completions``."""
        body: dict[str, Any] = {
            "model": model,
            "messages": list(messages) if self.has_system else _without_system(messages),
            self.limit: most_tokens if self.has_temperature else most_tokens * _THOUGHTS,
            "stream": self.streams,
        }
        if self.has_temperature:
            body["temperature"] = 0
        if self.streams and self.has_usage:
            body["stream_options"] = {"include_usage": True}
        if self.format == "json_schema":
            schema = {"name": shape.name, "strict": True, "schema": shape.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body


def simpler(dialect: Dialect, complaint: Complaint, tried: frozenset[Dialect]) -> Dialect | None:
    """The next way to ask after this complaint: without what it names, else with less of a format. None: no other."""
    candidates = [*_without_what_is_named(dialect, complaint), *_less_of_a_format(dialect)]
    return next((d for d in candidates if d not in tried), None)


def _without_what_is_named(dialect: Dialect, complaint: Complaint) -> list[Dialect]:
    found = []
    if complaint.names("max_tokens", "max_completion_tokens"):
        other: Literal["max_completion_tokens", "max_tokens"] = (
            "max_tokens" if dialect.limit == "max_completion_tokens" else "max_completion_tokens"
        )
        found.append(replace(dialect, limit=other))
    if complaint.names("temperature"):
        found.append(replace(dialect, has_temperature=False))
    if complaint.names("stream_options", "include_usage"):
        found.append(replace(dialect, has_usage=False))
    if complaint.names("stream"):
        found.append(replace(dialect, streams=False))
    if complaint.names("system role", "role 'system'", "roles must alternate"):
        found.append(replace(dialect, has_system=False))
    return found


def _less_of_a_format(dialect: Dialect) -> list[Dialect]:
    if dialect.format == "json_schema":
        return [replace(dialect, format="json_object"), replace(dialect, format="text")]
    return [replace(dialect, format="text")] if dialect.format == "json_object" else []


def _without_system(messages: Sequence[Message]) -> list[Message]:
    system, first, *rest = messages
    return [{"role": "user", "content": f"{system['content']}\n\n{first['content']}"}, *rest]
