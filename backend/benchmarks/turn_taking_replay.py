"""Features replayed in virtual time through the agent's own pieces: segmenter, silence, answer so far, decision."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime

from answer_in_progress import AnswerInProgress
from app.evaluation.embedded.completeness import completeness
from app.evaluation.embedded.lexicon import load_lexicon
from app.interview.parts import Part, compose
from app.interview.schemas import UtteranceStored
from app.interview.script import commands
from app.interview.terms import Patience
from benchmarks.turn_taking_features import Heard
from commands import closing_phrases
from interviewer import TICK_S
from listening import WINDOW_MS, Segmenter, Utterance
from own_pauses import OwnPauses
from silence import Silence
from turn_taking import decide

# The recogniser has both cores of the machine that the goals are for; its processor time is spread over them.
CORES = 2
# The API stores an utterance and tells what it makes of the answer.
STORED_AFTER_MS = 30
# The audio model says how the voice ended (measured: 60–270 ms on busy cores).
JUDGED_AFTER_MS = 150
# A nudge takes so long to say; a silence begins anew after it.
NUDGE_LASTS_MS = 3_000
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Course:
    """How one answer went, in milliseconds of its recording."""

    heard: Heard
    finished_ms: list[int] = field(default_factory=list)  # each decision that it was over
    nudged_ms: list[int] = field(default_factory=list)

    @property
    def decided_ms(self) -> int | None:
        """From the end of the last word to the decision; None where it never came."""
        end_ms = self.heard.answer.end_ms
        return next((at - end_ms for at in self.finished_ms if at >= end_ms), None)


@dataclass
class _Replay:
    """One answer, one patience. A decision that falls too early is undone by the next word, as in the room."""

    course: Course
    patience: Patience
    learns_pauses: bool
    now_ms: int = 0
    is_over: bool = False
    speaks_until_ms: int = -1
    recogniser_free_ms: int = 0

    def __post_init__(self) -> None:
        self.segmenter = Segmenter()
        self.silence = Silence(lambda: self.now_ms / 1000)
        self.answer = AnswerInProgress(None)
        self.closings = closing_phrases(commands("en"))
        self.parts: list[Part] = []
        self.waiting: deque[tuple[int, Utterance]] = deque()
        self.judging: tuple[int, float, float] | None = None

    def listen(self, at: int) -> None:
        """One window of sound."""
        heard = self.course.heard
        utterance = self.segmenter.push(heard.windows[at], heard.voice[at])
        if self.segmenter.voiced_ms:
            self.silence.voiced(self.segmenter.voiced_ms)
            if self.segmenter.is_open:
                self.is_over, self.speaks_until_ms = False, -1
        if utterance is not None:
            took_ms = heard.words[utterance.start_ms].took_ms // CORES + STORED_AFTER_MS
            self.recogniser_free_ms = max(self.now_ms, self.recogniser_free_ms) + took_ms
            self.waiting.append((self.recogniser_free_ms, utterance))
            judged_at_ms = self.now_ms + JUDGED_AFTER_MS
            self.judging = (judged_at_ms, heard.end_of_turn[at], self.silence.since)

    def settle(self) -> None:
        """What was under way and is ready by now."""
        while self.waiting and self.waiting[0][0] <= self.now_ms:
            self._store(self.waiting.popleft()[1])
        if self.judging and self.judging[0] <= self.now_ms:
            self.silence.take(self.judging[1], self.judging[2])
            self.judging = None

    def _store(self, utterance: Utterance) -> None:
        text = self.course.heard.words[utterance.start_ms].text
        if not text:
            return
        number = len(self.parts)
        self.parts.append(Part(str(number), "spoken", text, _EPOCH, sequence=number))
        so_far = compose(self.parts)
        stored = UtteranceStored(
            utterance_id=str(number),
            question_id="",
            answer_so_far=so_far,
            completeness=completeness(self.course.heard.answer.question, so_far, load_lexicon()),
        )
        self.answer.take(stored, utterance)
        if not self.learns_pauses:
            self.answer.pauses = OwnPauses()

    def tick(self) -> None:
        """What the interviewer does ten times a second."""
        if self.now_ms < self.speaks_until_ms:
            self.silence.begin()
            return
        if self.is_over or self.segmenter.is_open or self.waiting:
            return
        decision = decide(
            self.answer.facts(
                closings=self.closings,
                silence_ms=round(self.silence.length_s * 1000),
                end_of_turn=self.silence.end_of_turn,
                patience=self.patience,
                is_away=False,
            )
        )
        if decision == "nudge":
            self.answer.was_nudged = True
            self.course.nudged_ms.append(self.now_ms)
            self.speaks_until_ms = self.now_ms + NUDGE_LASTS_MS
        elif decision == "finish":
            self.course.finished_ms.append(self.now_ms)
            self.is_over = True


def replay(heard: Heard, patience: Patience, *, learns_pauses: bool = True) -> Course:
    """The answer from its first word until it is taken as over, or the recording ends.

    Without ``learns_pauses`` the candidate is taken for one whose pauses are usual.
    """
    run = _Replay(Course(heard), patience, learns_pauses)
    next_tick_ms = 0.0
    for at in range(len(heard.windows)):
        run.now_ms = (at + 1) * WINDOW_MS
        run.listen(at)
        run.settle()
        if run.now_ms >= next_tick_ms:
            next_tick_ms += TICK_S * 1000
            run.tick()
        if run.is_over and run.now_ms > heard.answer.end_ms:
            break
    return run.course
