"""Stock LiveKit turn-taking on the same features, as read in the source of livekit-agents 1.8.9.

``voice/audio_recognition.py``: a turn is over so long after the last voice, if a quarter of a second of silence was
heard and nobody has spoken since; with the audio model, the longer delay where it says less than its threshold.
Words are taken to be there in time, which is the best case for its speed.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

from benchmarks.turn_taking_features import Heard
from benchmarks.turn_taking_replay import Course
from listening import VOICE_FROM, VOICE_UNTIL, WINDOW_MS

# inference/vad.py; its thresholds are those of our own ear.
STARTS_AFTER_MS = 50
ENDS_AFTER_MS = 250
# voice/endpointing.py and what goes with the audio model; inference/eot/languages.py for English.
SHORT_DELAY_MS = 500
LONG_DELAY_MS = 2_500
UNLIKELY_UNDER = 0.36

Detection = Literal["vad", "v1-mini"]


class AudioModel(Protocol):
    def end_of_turn(self, windows: tuple[bytes, ...], at: int) -> float:
        """How likely the turn is over, 0–1, by the sound up to and with window ``at``."""
        ...


@dataclass
class _Vad:
    is_speaking: bool = False
    voiced_ms: int = 0
    silence_ms: int = 0

    def push(self, probability: float) -> bool:
        """Whether speech ended with this window."""
        if probability >= VOICE_FROM or (self.is_speaking and probability > VOICE_UNTIL):
            self.voiced_ms += WINDOW_MS
            self.silence_ms = 0
            self.is_speaking = self.is_speaking or self.voiced_ms >= STARTS_AFTER_MS
            return False
        self.voiced_ms, self.silence_ms = 0, self.silence_ms + WINDOW_MS
        ended = self.is_speaking and self.silence_ms >= ENDS_AFTER_MS
        self.is_speaking = self.is_speaking and not ended
        return ended


def stock(heard: Heard, model: AudioModel, detection: Detection) -> Course:
    """The moments at which a stock agent would have taken the turn."""
    course, vad, due_ms = Course(heard), _Vad(), None
    for at, probability in enumerate(heard.voice):
        now_ms = (at + 1) * WINDOW_MS
        if vad.push(probability):
            delay_ms = SHORT_DELAY_MS
            if detection == "v1-mini" and model.end_of_turn(heard.windows, at) < UNLIKELY_UNDER:
                delay_ms = LONG_DELAY_MS
            due_ms = now_ms - vad.silence_ms + delay_ms
        if vad.is_speaking:
            due_ms = None
        if due_ms is not None and now_ms >= due_ms:
            course.finished_ms.append(now_ms)
            due_ms = None
    return course
