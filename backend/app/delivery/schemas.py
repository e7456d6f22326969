"""How an answer was spoken: raw figures, weight 0 in every score."""

from typing import Literal

from pydantic import BaseModel

Band = Literal["fine", "say_something", "strongly", "not_measured", "no_bands"]


class Metric(BaseModel):
    """One figure with its band and a sentence for the candidate; ``value`` is None where not measured."""

    value: float | None
    unit: str
    band: Band
    comment: str = ""


class Delivery(BaseModel):
    """Delivery of a spoken answer: words a minute, fillers a minute, pauses ≥ 2.5 s a minute, seconds."""

    pace: Metric
    fillers: Metric
    long_pauses: Metric
    length: Metric
