"""What the agent's senses make of a recording: voice, words, end of turn. Each computed once, then remembered.

The pieces are the product's: its noise suppression, its voice detector, its segmenter, its recogniser.
"""

import asyncio
import hashlib
import time
from dataclasses import dataclass

import numpy as np
from livekit import rtc
from livekit.local_inference import EOT, EOT_MAX_SAMPLES, VAD, VAD_WINDOW_SAMPLES

from app.speech.decode import SAMPLE_RATE
from app.speech.whisper import WhisperTranscriber
from benchmarks.turn_taking_answers import Samples, SpokenAnswer
from benchmarks.turn_taking_memory import Memory
from listening import NoiseSuppression, Segmenter, Utterance

_APM_FRAME = SAMPLE_RATE // 100


@dataclass(frozen=True)
class Recognised:
    """``took_ms`` is the recogniser's processor time: what it takes when one core is free."""

    text: str
    took_ms: int


@dataclass(frozen=True)
class Heard:
    """One recording as windows of 32 ms with their probability of voice, and its utterances by end of window."""

    answer: SpokenAnswer
    windows: tuple[bytes, ...]
    voice: tuple[float, ...]
    words: dict[int, Recognised]  # by the start of the utterance, in ms
    end_of_turn: dict[int, float]  # by window: what the audio model says there


class Senses:
    """The installed models behind the memory."""

    def __init__(self, memory: Memory, recogniser: WhisperTranscriber) -> None:
        self._memory = memory
        self._recogniser = recogniser
        self._detector: EOT | None = None

    def hear(self, answer: SpokenAnswer) -> Heard:
        """All features of one answer. The audio model is asked where an utterance ends."""
        samples = _quieted(answer.samples)
        windows = _windows(samples)
        voice = self._voice(samples, windows)
        segmenter, words, judged = Segmenter(), {}, {}
        for i, (window, probability) in enumerate(zip(windows, voice, strict=True)):
            utterance = segmenter.push(window, probability)
            if utterance is not None:
                words[utterance.start_ms] = self._words(utterance)
                judged[i] = self.end_of_turn(windows, i)
        return Heard(answer, windows, voice, words, judged)

    def end_of_turn(self, windows: tuple[bytes, ...], at: int) -> float:
        """The audio model on the last 1.2 s up to and with window ``at``."""
        count = -(-EOT_MAX_SAMPLES // VAD_WINDOW_SAMPLES)
        heard = b"".join(windows[max(0, at + 1 - count) : at + 1])[-EOT_MAX_SAMPLES * 2 :]
        key = hashlib.sha256(heard).hexdigest()
        if (known := self._memory.recall("end of turn", key)) is None:
            self._detector = self._detector or EOT()
            known = float(self._detector.predict(np.frombuffer(heard, np.int16)))
            self._memory.keep("end of turn", key, known)
        return float(known)

    def _voice(self, samples: Samples, windows: tuple[bytes, ...]) -> tuple[float, ...]:
        key = hashlib.sha256(samples.tobytes()).hexdigest()
        if (known := self._memory.recall("voice", key)) is None:
            detector = VAD()
            known = [round(float(detector.predict(np.frombuffer(w, np.int16))), 4) for w in windows]
            self._memory.keep("voice", key, known)
        return tuple(known)

    def _words(self, utterance: Utterance) -> Recognised:
        key = hashlib.sha256(utterance.pcm).hexdigest()
        if (known := self._memory.recall("words", key)) is None:
            began = time.process_time()
            heard = asyncio.run(
                self._recogniser.transcribe_pcm(utterance.pcm, sample_rate=SAMPLE_RATE, language="en")
            )
            known = [heard.text, round((time.process_time() - began) * 1000)]
            self._memory.keep("words", key, known)
        return Recognised(*known)


def _quieted(samples: Samples) -> Samples:
    """Through the noise suppression that stands before the agent's ear, 10 ms at a time."""
    suppression, quieted = NoiseSuppression(), []
    for start in range(0, len(samples) - _APM_FRAME + 1, _APM_FRAME):
        frame = rtc.AudioFrame(samples[start : start + _APM_FRAME].tobytes(), SAMPLE_RATE, 1, _APM_FRAME)
        quieted.append(np.frombuffer(bytes(suppression._process(frame).data), np.int16))
    return np.concatenate(quieted)


def _windows(samples: Samples) -> tuple[bytes, ...]:
    size = VAD_WINDOW_SAMPLES
    return tuple(samples[i : i + size].tobytes() for i in range(0, len(samples) - size + 1, size))
