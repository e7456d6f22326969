"""How long the candidate's own pauses are: who thinks for two seconds in the middle of an answer will do it again."""

from dataclasses import dataclass

from listening import LEAD_IN_MS, UTTERANCE_ENDS_AFTER_MS, Utterance

# Shorter silences are breath. Between two utterances so much silence belongs to them: the end of the first one,
# the lead-in of the second.
BREATH_MS = UTTERANCE_ENDS_AFTER_MS + LEAD_IN_MS
# Thinking pauses are this much longer than a breath, until the candidate's own are known. Ours: set where the
# benchmark's answers were neither cut off nor waited for too long.
USUAL_MS = 600
# As good as this many pauses of the candidate's own.
USUAL_COUNTS = 4
# One pause counts for so much at most: somebody looked for a paper.
MOST_MS = 3_000


@dataclass
class OwnPauses:
    """Of one candidate, in the whole interview."""

    beyond_breath_ms: int = 0
    count: int = 0
    _spoke_until_ms: int | None = None

    def take(self, utterance: Utterance) -> None:
        """The next utterance of the same answer; one that follows without a gap was no pause."""
        until_ms, self._spoke_until_ms = self._spoke_until_ms, utterance.end_ms
        if until_ms is not None and (gap_ms := utterance.start_ms - until_ms) > 0:
            self.beyond_breath_ms += min(gap_ms, MOST_MS)
            self.count += 1

    def begin_answer(self) -> None:
        """What comes next is another answer: the silence before it was no pause."""
        self._spoke_until_ms = None

    @property
    def typical_ms(self) -> int:
        """Mean length beyond a breath, drawn towards what is usual while there are few."""
        return (USUAL_COUNTS * USUAL_MS + self.beyond_breath_ms) // (USUAL_COUNTS + self.count)
