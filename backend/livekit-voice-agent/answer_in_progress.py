"""What the agent knows of the answer that is being given: facts for the timing, nothing that must not be
lost."""

from dataclasses import dataclass, field

from app.evaluation.port import Completeness
from app.interview.schemas import Question, UtteranceStored
from app.interview.terms import Patience
from commands import ends_with_one_of
from listening import Utterance
from own_pauses import OwnPauses
from turn_taking import Facts

_LAST_WORDS = 6


@dataclass
class AnswerInProgress:
    """Of one question, None after the last one. The API's word on the text is final."""

    question: Question | None
    so_far: str = ""
    completeness: Completeness = field(default_factory=Completeness)
    pauses: OwnPauses = field(default_factory=OwnPauses)
    was_nudged: bool = False
    asked_for_moment: bool = False

    def is_of(self, question_id: str) -> bool:
        return self.question is not None and self.question.id == question_id

    def take(self, stored: UtteranceStored, utterance: Utterance) -> None:
        """An utterance was stored."""
        self.update(stored.answer_so_far, stored.completeness)
        self.pauses.take(utterance)

    def update(self, so_far: str, completeness: Completeness | None = None) -> None:
        self.so_far = so_far
        self.completeness = completeness or self.completeness
        self.was_nudged = self.asked_for_moment = False

    def facts(
        self,
        *,
        closings: tuple[str, ...],
        silence_ms: int,
        end_of_turn: float | None,
        patience: Patience,
        is_away: bool,
    ) -> Facts:
        words = self.so_far.split()
        last_words = " ".join(words[-_LAST_WORDS:])
        # The recogniser often runs "that's it" into the sentence before, where the API does not look for it.
        is_closed = self.completeness.closing_phrase or ends_with_one_of(last_words, closings)
        return Facts(
            silence_ms=silence_ms,
            words=len(words),
            last_words=last_words,
            end_of_turn=end_of_turn,
            completeness=self.completeness.model_copy(update={"closing_phrase": is_closed}),
            patience=patience,
            own_pause_ms=self.pauses.typical_ms,
            was_nudged=self.was_nudged,
            asked_for_moment=self.asked_for_moment,
            is_away=is_away,
        )
