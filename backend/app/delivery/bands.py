"""Bands and words of delivery, as data."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PaceBand(_Data):
    """Words a minute."""

    slow_below: float
    fine_from: float
    fine_to: float
    fast_above: float


class FillerBand(_Data):
    """Fillers a minute."""

    fine_to: float
    strongly_from: float


class PauseBand(_Data):
    """Pauses of at least ``from_ms``, a minute."""

    from_ms: int
    fine_to: float


class LengthBand(_Data):
    """Seconds: what is fine for a kind of question, and what is too long for any."""

    too_long_s: float
    fine: dict[str, tuple[float, float]]


class FillerWords(_Data):
    """What counts as a filler; ``set_off`` only between pauses or commas."""

    always: tuple[str, ...]
    set_off: tuple[str, ...]
    pause_ms: int


class Bands(_Data):
    """``delivery.toml``."""

    pace: PaceBand
    fillers: FillerBand
    long_pauses: PauseBand
    length: LengthBand
    filler_words: FillerWords
    words: dict[str, str]


@cache
def load_bands() -> Bands:
    """Read the bands; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("delivery.toml").open("rb") as file:
        return Bands.model_validate(tomllib.load(file))
