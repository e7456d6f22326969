"""An answer out of its parts: order, text, modality, confidence, as heard and as corrected. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.delivery.schemas import Sound
from app.interview.schemas import AnswerPart, Stretch
from app.interview.terms import Modality
from app.speech.port import Word

# Ours: of words under this the recogniser would itself have written something else nearly as soon.
UNSURE_UNDER = 0.6


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
    was_checked: bool = False  # the candidate went over what was heard: its words are as good as typed
    heard: str | None = None  # what ``text`` was before the candidate corrected it, None where they have not

    @property
    def as_heard(self) -> str:
        return self.text if self.heard is None else self.heard


def in_order(parts: Sequence[Part]) -> list[Part]:
    """Parts as they were said.

    ``parts`` come in the order of arrival. Utterances keep the places that utterances have in it, but among
    themselves go by sequence: one that was sent again after a lost connection arrives late.
    """
    spoken = iter(sorted((p for p in parts if p.sequence is not None), key=lambda p: p.sequence or 0))
    return [next(spoken) if part.sequence is not None else part for part in parts]


def compose(parts: Sequence[Part]) -> str:
    """The text of the answer; utterances run on, written text starts a line of its own."""
    return _joined([(part.modality, part.text) for part in in_order(parts)])


def compose_as_heard(parts: Sequence[Part]) -> str | None:
    """The same before the candidate corrected it; None where nothing was corrected."""
    if all(part.heard is None for part in parts):
        return None
    return _joined([(part.modality, part.as_heard) for part in in_order(parts)])


def _joined(pieces: Sequence[tuple[Modality, str]]) -> str:
    text = ""
    before: Modality | None = None
    for modality, piece in pieces:
        if not piece:
            continue
        if before is not None:
            text += " " if before == modality == "spoken" else "\n"
        text += piece
        before = modality
    return text


def main_modality(parts: Sequence[Part]) -> Modality:
    """The one of most words; of equals, the first that was used."""
    counts: dict[Modality, int] = {}
    for part in in_order(parts):
        counts[part.modality] = counts.get(part.modality, 0) + len(part.text.split())
    return max(counts, key=lambda modality: counts[modality], default="typed")


def mean_confidence(parts: Sequence[Part]) -> float | None:
    """The recogniser's mean over its words; None where nothing was heard or the candidate checked all of it."""
    heard = [word.confidence for part in parts if not part.was_checked for word in part.words]
    return sum(heard) / len(heard) if heard else None


def unsure_words(part: Part) -> list[Stretch]:
    """Where words stand that the recogniser was unsure of; code points of what was heard, in order."""
    found: list[Stretch] = []
    text, at = part.as_heard, 0
    for word in part.words:
        heard = word.text.strip()
        start = text.find(heard, at) if heard else -1
        if start < 0:  # the candidate wrote it in another way before it was sent
            continue
        at = start + len(heard)
        if word.confidence < UNSURE_UNDER:
            found.append(Stretch(start=start, end=at))
    return found


def as_wire(part: Part) -> AnswerPart:
    return AnswerPart(
        modality=part.modality,
        text=part.text,
        at=part.at,
        utterance_id=part.id if part.sequence is not None else None,
        transcription_id=part.transcription_id,
        heard=part.heard,
        unsure=unsure_words(part) or None,
    )
