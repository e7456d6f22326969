"""What a language model must send back, and reading it without believing it; pure."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError

from app.evaluation.language_model.dialect import ReplyShape
from app.evaluation.language_model.errors import InvalidReply
from app.evaluation.language_model.shown import ShownAnswer
from app.evaluation.port import DimensionName, DimensionScore, Evidence

Shows = Literal[
    "situation",
    "own_action",
    "reason",
    "result",
    "lesson",
    "detail",
    "knowledge",
    "generality",
    "other_topic",
    "instruction",
]
SHOWS: tuple[Shows, ...] = get_args(Shows)

_MOST_SPANS = 12
_MOST_EVIDENCE = 3
# The prompt asks for a sentence each.
_MOST_CHARACTERS = 400
# Thinking aloud, as some models do where no schema holds them.
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_MOST_OBJECTS = 40
_Model = TypeVar("_Model", bound=BaseModel)

_STEPS = [step / 2 for step in range(11)]


def _words(text: str) -> str:
    """What a page can show and every database can store: no control characters (PostgreSQL refuses NUL), no essay."""
    readable = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
    return " ".join(readable.split())[:_MOST_CHARACTERS]


def _insufficient(score: object) -> object:
    return None if score == "insufficient" else score


Words = Annotated[str, AfterValidator(_words)]


class QuotedSpan(BaseModel):
    """A passage as the model gives it: not yet known to be one."""

    quote: str
    shows: Shows = "detail"


class Judgement(BaseModel):
    """One dimension, reason first. ``score`` None: not enough in the answer to judge."""

    reason: Words = Field(min_length=1)
    spans: list[int]
    score: Annotated[float | None, Field(ge=0, le=5), BeforeValidator(_insufficient)]
    fix: Words = ""
    retry: Words = ""


@dataclass(frozen=True)
class LocatedSpan:
    """A passage that is in the answer."""

    evidence: Evidence
    shows: Shows


@dataclass(frozen=True)
class LocatedSpans:
    """``has_made_up``: some of what was given as quotes is not in the answer.

    ``instructions`` are addressed to the evaluator: the word lists know only some ways and languages to say them.
    """

    found: tuple[LocatedSpan, ...]
    has_made_up: bool
    instructions: tuple[Evidence, ...] = ()


def spans_shape() -> ReplyShape:
    span = _object(quote={"type": "string"}, shows={"type": "string", "enum": list(SHOWS)})
    return ReplyShape("spans", _object(spans={"type": "array", "items": span}))


def judgement_shape(names: Sequence[DimensionName]) -> ReplyShape:
    """One object a dimension, by name: none can be left out, none invented."""
    one = _object(
        reason={"type": "string"},
        spans={"type": "array", "items": {"type": "integer"}},
        score={"type": ["number", "null"], "enum": [*_STEPS, None]},
        fix={"type": "string"},
        retry={"type": "string"},
    )
    return ReplyShape("judgement", _object(**dict.fromkeys(names, one)))


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def read_spans(content: str, shown: ShownAnswer) -> LocatedSpans:
    """Keep the passages that are in the answer. Raises InvalidReply: another shape, or not one of them is there."""
    listed = json_object_in(content).get("spans")
    if not isinstance(listed, list):
        raise InvalidReply('"spans" must be a list.')
    given = [_valid(QuotedSpan, span, f"spans[{i}]") for i, span in enumerate(listed[:_MOST_SPANS])]
    located = [LocatedSpan(e, span.shows) for span in given if (e := shown.locate(span.quote)) is not None]
    if given and not located:
        raise InvalidReply(
            "none of these quotes is in the answer. Copy them from the answer block, word for word."
        )
    instructions = tuple(span.evidence for span in located if span.shows == "instruction")
    if shown.loses_most_to(instructions):
        raise InvalidReply('a whole answer is hardly an "instruction". List what is in it.')
    # What overlaps an instruction is no evidence of anything else.
    kept = {s.evidence.start: s for s in located if not any(_overlap(s.evidence, i) for i in instructions)}
    return LocatedSpans(tuple(kept[start] for start in sorted(kept)), len(located) < len(given), instructions)


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def read_judgements(content: str, names: Sequence[DimensionName]) -> dict[DimensionName, Judgement]:
    """One judgement for each of ``names``; what else is there is left. Raises InvalidReply."""
    judged = json_object_in(content)
    if missing := [name for name in names if name not in judged]:
        raise InvalidReply(f"these dimensions are missing: {', '.join(missing)}.")
    return {name: _valid(Judgement, judged[name], name) for name in names}


def dimension_of(name: DimensionName, judgement: Judgement, spans: Sequence[LocatedSpan]) -> DimensionScore:
    """A dimension with the passages it stands on; numbers that no passage has are left out."""
    numbers = list(dict.fromkeys(n for n in judgement.spans if 1 <= n <= len(spans)))[:_MOST_EVIDENCE]
    return DimensionScore(
        name=name,
        # "Insufficient" is no evidence, which the rubric calls 0.
        score=round(judgement.score or 0.0, 1),
        evidence=[spans[n - 1].evidence for n in numbers],
        comment=judgement.reason,
    )


def json_object_in(content: str) -> dict[str, Any]:
    """The largest JSON object in a reply, also among prose, thoughts and code fences. Raises InvalidReply."""
    text = _THOUGHTS.sub("", content)
    decoder = json.JSONDecoder(parse_constant=_refuse)
    best: tuple[int, dict[str, Any]] | None = None
    start = text.find("{")
    for _ in range(_MOST_OBJECTS):
        if start < 0:
            break
        try:
            read, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if best is None or end - start > best[0]:
                best = end - start, read
        start = text.find("{", end)
    if best is None:
        raise InvalidReply("there is no complete JSON object in it.")
    return best[1]


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def _valid(model: type[_Model], value: object, where: str) -> _Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join([where, *map(str, first["loc"])])
        raise InvalidReply(f"{place}: {first['msg']}.") from None
