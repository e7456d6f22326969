"""What OpenAI refuses in a request to ``/chat/completions``, so that a local server can be as strict."""

import re
from typing import Any

Complaint = tuple[str, str]  # (param, message)

_KNOWN = {
    "model",
    "messages",
    "temperature",
    "max_tokens",
    "max_completion_tokens",
    "stream",
    "stream_options",
}
_ROLES = {"system", "user", "assistant"}
# The keywords of JSON schema that strict mode takes and we need.
_OBJECT = {"type", "properties", "required", "additionalProperties"}
_LEAF = {"type", "enum"}
_TYPES = {"string", "number", "integer", "boolean", "null"}


def complaint_about(body: dict[str, Any]) -> Complaint | None:
    """The first thing that OpenAI would refuse with 400, None when it would take the request."""
    for name in body:
        if name not in _KNOWN | {"response_format"}:
            return name, f"Unrecognized request argument supplied: {name}"
    if not isinstance(body.get("model"), str):
        return "model", "you must provide a model parameter"
    return _messages(body.get("messages")) or _numbers(body) or _stream(body) or _format(body)


def _messages(messages: object) -> Complaint | None:
    if not isinstance(messages, list) or not messages:
        return "messages", "[] is too short - 'messages'"
    for i, message in enumerate(messages):
        if set(message) != {"role", "content"} or message["role"] not in _ROLES:
            return f"messages[{i}]", "Invalid message"
        if not isinstance(message["content"], str):
            return f"messages[{i}].content", "Invalid type"
    return None


def _numbers(body: dict[str, Any]) -> Complaint | None:
    if not 0 <= body.get("temperature", 1) <= 2:
        return "temperature", "Invalid 'temperature'"
    limits = [name for name in ("max_tokens", "max_completion_tokens") if name in body]
    if len(limits) == 2:
        return (
            "max_tokens",
            "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
        )
    if any(not isinstance(body[name], int) or body[name] < 1 for name in limits):
        return limits[0], f"Invalid '{limits[0]}'"
    return None


def _stream(body: dict[str, Any]) -> Complaint | None:
    if "stream_options" not in body:
        return None
    if body.get("stream") is not True:
        return "stream_options", "The 'stream_options' parameter is only allowed when 'stream' is enabled."
    if body["stream_options"] != {"include_usage": True}:
        return "stream_options", "Invalid 'stream_options'"
    return None


def _format(body: dict[str, Any]) -> Complaint | None:
    wanted = body.get("response_format", {"type": "text"})
    if wanted["type"] == "json_object" and set(wanted) == {"type"}:
        if any("json" in message["content"].lower() for message in body["messages"]):
            return None
        return "messages", "'messages' must contain the word 'json' in some form"
    if wanted["type"] == "json_schema" and set(wanted) == {"type", "json_schema"}:
        schema = wanted["json_schema"]
        if set(schema) != {"name", "strict", "schema"} or not re.fullmatch(r"[\w-]{1,64}", schema["name"]):
            return "response_format", "Invalid 'response_format.json_schema'"
        wrong = _strict_schema(schema["schema"], "()")
        return ("response_format", f"Invalid schema for response_format: {wrong}") if wrong else None
    return None if wanted == {"type": "text"} else ("response_format", "Invalid 'response_format'")


def _strict_schema(schema: dict[str, Any], at: str) -> str | None:
    if schema.get("type") == "object":
        if set(schema) != _OBJECT or schema["additionalProperties"] is not False:
            return f"In context={at}, 'additionalProperties' is required to be supplied and to be false."
        if set(schema["required"]) != set(schema["properties"]):
            return f"In context={at}, 'required' is required to include every key in properties."
        found = (_strict_schema(value, f"{at}.{name}") for name, value in schema["properties"].items())
        return next((wrong for wrong in found if wrong), None)
    if schema.get("type") == "array":
        return _strict_schema(schema["items"], f"{at}.items") if set(schema) == {"type", "items"} else at
    types = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type")]
    return None if set(schema) <= _LEAF and set(types) <= _TYPES else f"In context={at}, not permitted."
