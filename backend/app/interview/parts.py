"""An answer out of its parts: order, text, modality, confidence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.delivery.schemas import Sound
from app.interview.schemas import AnswerPart
from app.interview.terms import Modality
from app.speech.port import Word


@dataclass(frozen=True)
class Part:
    """What was said or written at once; ``sequence`` is the agent's count of utterances, None for text."""

    id: str
    modality: Modality
    text: str
    at: datetime
    sequence: int | None = None
    words: tuple[Word, ...] = ()
    sound: Sound | None = None
    transcription_id: str | None = None
    was_corrected: bool = False  # the candidate changed what the recogniser heard


def in_order(parts: Sequence[Part]) -> list[Part]:
    """Parts as they were said.

    ``parts`` come in the order of arrival. Utterances keep the places that utterances have in it, but among
    themselves go by sequence: one that was sent again after a lost connection arrives late.
    """
    spoken = iter(sorted((p for p in parts if p.sequence is not None), key=lambda p: p.sequence or 0))
    return [next(spoken) if part.sequence is not None else part for part in parts]


def compose(parts: Sequence[Part]) -> str:
    """The text of the answer; utterances run on, written text starts a line of its own."""
    text = ""
    before: Part | None = None
    for part in in_order(parts):
        if not part.text:
            continue
        if before is not None:
            text += " " if before.modality == part.modality == "spoken" else "\n"
        text += part.text
        before = part
    return text


def main_modality(parts: Sequence[Part]) -> Modality:
    """The one of most words; of equals, the first that was used."""
    counts: dict[Modality, int] = {}
    for part in in_order(parts):
        counts[part.modality] = counts.get(part.modality, 0) + len(part.text.split())
    return max(counts, key=lambda modality: counts[modality], default="typed")


def mean_confidence(parts: Sequence[Part]) -> float | None:
    """The recogniser's mean over its words; None where nothing was heard or all of it was corrected."""
    heard = [word.confidence for part in parts if not part.was_corrected for word in part.words]
    return sum(heard) / len(heard) if heard else None


def as_wire(part: Part) -> AnswerPart:
    return AnswerPart(
        modality=part.modality,
        text=part.text,
        at=part.at,
        utterance_id=part.id if part.sequence is not None else None,
        transcription_id=part.transcription_id,
    )
