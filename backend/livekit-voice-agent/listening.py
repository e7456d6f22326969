"""The ear: a stream of samples → utterances, and how long the candidate has been speaking or silent.

``Segmenter`` is pure. It replaces the ready-made detector stream, which buffers an utterance for 60 s and
drops the rest: an interview answer is longer. Utterances here are cut at 25 s at the latest, at the quietest
moment near there.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from livekit import rtc
from livekit.local_inference import EOT, EOT_MAX_SAMPLES, VAD, VAD_WINDOW_SAMPLES

SAMPLE_RATE = 16_000
WINDOW_MS = VAD_WINDOW_SAMPLES * 1000 // SAMPLE_RATE  # 32

# Hysteresis of the voice detector's own authors: in at .5, out below .35.
VOICE_FROM = 0.5
VOICE_UNTIL = 0.35
# Two windows of voice are somebody speaking, one is a click.
VOICE_STARTS_AFTER_MS = 64
# The silence that ends an utterance (not an answer): long enough for a stop consonant, short enough for
# captions.
UTTERANCE_ENDS_AFTER_MS = 400
# Kept from before the voice was noticed, so that a soft first consonant is not lost.
LEAD_IN_MS = 400
LONGEST_UTTERANCE_MS = 25_000
# Where an unbroken flow of speech has to be cut: at its quietest window in the last so many milliseconds.
CUT_WITHIN_MS = 5_000


@dataclass(frozen=True)
class Utterance:
    """One stretch of speech; ``start_ms`` counts from the beginning of listening."""

    pcm: bytes = field(repr=False)
    start_ms: int
    end_ms: int


class Segmenter:
    """Takes 32 ms windows with their probability of voice, gives utterances. No clock: time is counted in
    samples."""

    def __init__(self) -> None:
        self._windows: deque[tuple[bytes, float]] = deque()
        self._now_ms = 0
        self._is_open = False
        self._silence_ms = 0
        self.voiced_ms = 0  # of the current run of voice, 0 in silence

    @property
    def is_open(self) -> bool:
        """An utterance is being heard."""
        return self._is_open

    def push(self, window: bytes, probability: float) -> Utterance | None:
        self._now_ms += WINDOW_MS
        self._windows.append((window, probability))
        is_voice = probability >= VOICE_FROM or (self.voiced_ms > 0 and probability > VOICE_UNTIL)
        self.voiced_ms = self.voiced_ms + WINDOW_MS if is_voice else 0
        self._silence_ms = 0 if is_voice else self._silence_ms + WINDOW_MS
        if not self._is_open:
            self._is_open = self.voiced_ms >= VOICE_STARTS_AFTER_MS
            while not self._is_open and len(self._windows) * WINDOW_MS > LEAD_IN_MS:
                self._windows.popleft()
            return None
        if self._silence_ms >= UTTERANCE_ENDS_AFTER_MS:
            return self._close(len(self._windows), stays_open=False)
        if len(self._windows) * WINDOW_MS >= LONGEST_UTTERANCE_MS:
            return self._close(self._quietest_recent(), stays_open=True)
        return None

    def flush(self) -> Utterance | None:
        """What is open ends here: Done was pressed, or the microphone is muted."""
        return self._close(len(self._windows), stays_open=False) if self._is_open else None

    def _close(self, count: int, *, stays_open: bool) -> Utterance:
        start_ms = self._now_ms - len(self._windows) * WINDOW_MS
        taken = [self._windows.popleft()[0] for _ in range(count)]
        self._is_open = stays_open
        if not stays_open:
            self.voiced_ms = 0
        return Utterance(b"".join(taken), start_ms, start_ms + count * WINDOW_MS)

    def _quietest_recent(self) -> int:
        """How many windows come before the quietest one of the last few seconds."""
        recent = CUT_WITHIN_MS // WINDOW_MS
        probabilities = [probability for _, probability in self._windows]
        first = len(probabilities) - recent
        return min(range(first, len(probabilities)), key=probabilities.__getitem__)


class NoiseSuppression(rtc.FrameProcessor[rtc.AudioFrame]):
    """WebRTC's own noise suppression and high-pass filter on the candidate's microphone."""

    def __init__(self) -> None:
        self._module = rtc.AudioProcessingModule(noise_suppression=True, high_pass_filter=True)
        self._is_enabled = True

    @property
    def enabled(self) -> bool:
        return self._is_enabled

    @enabled.setter
    def enabled(self, value: bool) -> None:
        self._is_enabled = value

    def _process(self, frame: rtc.AudioFrame) -> rtc.AudioFrame:
        self._module.process_stream(frame)
        return frame

    def _close(self) -> None:
        self._is_enabled = False


class Ear:
    """Feeds the segmenter and tells the listener; wall-clock silence goes on when no sound arrives
    (muted)."""

    def __init__(
        self,
        on_utterance: Callable[[Utterance], None],
        on_voice: Callable[[int], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``on_voice`` gets the milliseconds of voice in the current run, and 0 when it ends."""
        self._on_utterance = on_utterance
        self._on_voice = on_voice
        self._clock = clock
        self._segmenter = Segmenter()
        self._detector = VAD()
        self._end_of_turn = EOT()
        self._rest = b""
        self._recent = b""
        self._was_voiced = False
        self._last_sound_at = clock()
        self.last_voice_at = clock()
        self.is_muted = False

    @property
    def is_hearing(self) -> bool:
        """An utterance is open: somebody speaks, or stopped less than 0.4 s ago."""
        return self._segmenter.is_open

    def push(self, frame: rtc.AudioFrame) -> None:
        """Take 16 kHz mono samples."""
        self._last_sound_at = self._clock()
        if self.is_muted:
            return
        self._rest += bytes(frame.data)
        size = VAD_WINDOW_SAMPLES * 2
        while len(self._rest) >= size:
            window, self._rest = self._rest[:size], self._rest[size:]
            self._push_window(window)

    def mute(self, is_muted: bool) -> None:
        """Ignore the room's microphone (push-to-talk records meanwhile)."""
        self.is_muted = is_muted
        if is_muted:
            self.flush()

    def flush(self) -> None:
        if utterance := self._segmenter.flush():
            self._on_utterance(utterance)
        self._tell_voice(0)

    def close_when_silent(self) -> None:
        """A microphone that is switched off sends nothing: what was open ends."""
        if self.is_hearing and self._clock() - self._last_sound_at > 2 * UTTERANCE_ENDS_AFTER_MS / 1000:
            self.flush()

    def end_of_turn_probability(self) -> float:
        """The audio model on the last 1.2 s heard. 75–100 ms of CPU: call it in a thread."""
        samples = np.frombuffer(self._recent[-EOT_MAX_SAMPLES * 2 :], dtype=np.int16)
        return float(self._end_of_turn.predict(samples))

    def _push_window(self, window: bytes) -> None:
        self._recent = (self._recent + window)[-EOT_MAX_SAMPLES * 2 :]
        probability = float(self._detector.predict(np.frombuffer(window, dtype=np.int16)))
        utterance = self._segmenter.push(window, probability)
        self._tell_voice(self._segmenter.voiced_ms)
        if utterance is not None:
            self._on_utterance(utterance)

    def _tell_voice(self, voiced_ms: int) -> None:
        if voiced_ms:
            self.last_voice_at = self._clock()
        if voiced_ms or self._was_voiced:
            self._on_voice(voiced_ms)
        self._was_voiced = voiced_ms > 0
