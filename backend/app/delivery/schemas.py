"""How an answer was spoken: raw figures, weight 0 in every score."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Band = Literal["fine", "say_something", "strongly", "not_measured", "no_bands"]


class Sound(BaseModel):
    """Pitch and loudness of one stretch of speech; variation in semitones around its own middle."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    voiced_ms: int = Field(ge=0, le=24 * 60 * 60 * 1000)
    pitch_hz: float = Field(ge=20, le=1_000)
    pitch_variation_st: float = Field(ge=0, le=48)
    loudness_dbfs: float = Field(ge=-120, le=0)


class Metric(BaseModel):
    """One figure with its band and a sentence for the candidate; ``value`` is None where not measured."""

    value: float | None
    unit: str
    band: Band
    comment: str = ""


class Delivery(BaseModel):
    """Delivery of a spoken answer: words a minute, fillers a minute, pauses ≥ 2.5 s a minute, seconds.

    Where its sound was there: pitch variation in semitones, loudness in decibels below full scale; never judged.
    """

    pace: Metric
    fillers: Metric
    long_pauses: Metric
    length: Metric
    pitch_variation: Metric | None = None
    loudness: Metric | None = None
