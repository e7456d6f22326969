"""What the coach says in one language, validated when it is read."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.evaluation.embedded.coaching import Fix


class Comments(BaseModel):
    """One sentence about each dimension."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    relevance_high: str
    relevance_part: str
    relevance_low: str
    relevance_open: str
    correctness_open: str
    structure_all: str
    structure_missing: str
    situation: str
    action: str
    result: str
    details: str
    no_details: str
    own: str
    no_own: str
    no_result: str
    result_bare: str
    result_full: str


class Wording(BaseModel):
    """``words/{language}.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    strength: dict[str, str]
    fix: dict[str, Fix]
    notes: dict[str, str]
    comments: Comments


@cache
def wording(language: str) -> Wording:
    """One of ``LANGUAGES``; raises ValidationError when the file does not fit the schema."""
    with (Path(__file__).parent / "words" / f"{language}.toml").open("rb") as file:
        return Wording.model_validate(tomllib.load(file))
