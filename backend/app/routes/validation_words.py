"""What is wrong with a field, in words that a person can act on: the limit, and what to do. Never the value itself."""

from collections.abc import Callable, Mapping
from typing import Any

Mistake = Mapping[str, Any]  # one of pydantic's errors: type, loc, msg, input, ctx

_FIXED = {
    "missing": "This is missing; add it",
    "extra_forbidden": "This is not a field of this request; leave it out",
    "string_type": "This must be text, a JSON string",
    "bool_type": "This must be true or false",
    "int_type": "This must be a whole number",
    "int_from_float": "This must be a whole number",
    "int_parsing": "This must be a whole number",
    "float_type": "This must be a number",
    "finite_number": "This must be a number that ends",
    "list_type": "This must be a list",
    "model_attributes_type": "The body must be one JSON object",
    "dict_type": "The body must be one JSON object",
}


def _too_short(mistake: Mistake) -> str:
    least = mistake["ctx"]["min_length"]
    return (
        "This is empty; write something here" if least == 1 else f"Write at least {least:,} characters here"
    )


def _too_long(mistake: Mistake) -> str:
    most, written = mistake["ctx"]["max_length"], mistake.get("input")
    has = f"; this has {len(written):,}" if isinstance(written, str) else ""
    return f"At most {most:,} characters fit here{has}. Shorten it"


def _too_many(mistake: Mistake) -> str:
    if isinstance(mistake.get("input"), str):  # a text whose length is checked after a function of ours
        return _too_long(mistake)
    return f"At most {mistake['ctx']['max_length']:,} fit in this list. Take some out"


def _too_few(mistake: Mistake) -> str:
    if isinstance(mistake.get("input"), str):
        return _too_short(mistake)
    return f"This list needs at least {mistake['ctx']['min_length']:,}"


_BY_LIMIT: dict[str, Callable[[Mistake], str]] = {
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "too_long": _too_many,
    "too_short": _too_few,
    "greater_than_equal": lambda mistake: f"This must be {mistake['ctx']['ge']:,} or more",
    "less_than_equal": lambda mistake: f"This must be {mistake['ctx']['le']:,} or less",
    "literal_error": lambda mistake: f"This must be one of {mistake['ctx']['expected']}",
}


def in_words(mistake: Mistake) -> str:
    """One or two sentences without a full stop at the end. Our own validators' words are taken as they are."""
    kind = mistake["type"]
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _BY_LIMIT:
        return _BY_LIMIT[kind](mistake)
    return str(mistake["msg"]).removeprefix("Value error, ").removesuffix(".")
