"""Delivery of a spoken answer, from its timed words."""

from collections.abc import Sequence

from app.delivery.schemas import Delivery
from app.speech.port import Word


def measure_delivery(
    utterances: Sequence[Sequence[Word]],
    *,
    language: str,
    kind: str,
    duration_ms: int | None = None,
    recogniser_keeps_fillers: bool = False,
) -> Delivery | None:
    """Measure pace, fillers, long pauses and length; None when nothing was spoken."""
    return None
