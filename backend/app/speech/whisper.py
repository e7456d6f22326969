"""Whisper on the CPU (CTranslate2), with weights that came as Python packages."""

import asyncio
import os
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.speech import weights
from app.speech.decode import SAMPLE_RATE, decode, duration_ms, resample
from app.speech.port import SpeechUnavailable, Transcript, Word

if TYPE_CHECKING:
    from faster_whisper import WhisperModel  # type: ignore[import-untyped] # it ships no types

ModelName = Literal["tiny.en", "base"]

# Recordings waiting for the one recogniser; more than these would wait longer than a person does.
MAX_WAITING = 8

# Whisper writes fluent sentences about noise. A segment that it doubts itself (no speech likelier than not,
# and words less likely than e^-1) is dropped; both thresholds are those of the reference implementation.
_NO_SPEECH_PROBABILITY = 0.6
_LOG_PROBABILITY = -1.0
# Text that compresses this well says the same thing over and over: what the model writes for beeps and music.
# The threshold is that of the Whisper paper's own decoder (Radford et al. 2022, section 4.5).
_COMPRESSION_RATIO = 2.4

# Hypotheses followed at a time. tiny.en spends most of its time in the encoder, so 5 cost it hardly more than 1
# (12 % of CPU, measured) and take its word error rate from 3.0 to 2.6 %, in noise at 10 dB from 5.6 to 4.3 %.
_BEAM_SIZE: dict[ModelName, int] = {"tiny.en": 5, "base": 2}

# Quiet speakers count as speech below the detector's usual 0.5; pauses under 2 s stay in, so that word times
# are true.
_VOICE_ACTIVITY = {"threshold": 0.35, "min_silence_duration_ms": 2_000, "speech_pad_ms": 300}


class WhisperTranscriber:
    """English by tiny.en (unless ``model`` says base), every other language by base.

    Models load in a thread on first use, so that a process which never hears anything stays small.
    """

    name = "whisper"

    def __init__(self, *, model: Literal["auto", "tiny.en", "base"] = "auto", cache_dir: Path) -> None:
        self._english_model: ModelName = "base" if model == "base" else "tiny.en"
        self._cache_dir = cache_dir
        self._models: dict[ModelName, WhisperModel] = {}
        self._loading = threading.Lock()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="whisper")
        self._waiting = 0
        self._is_closed = False

    async def transcribe(self, audio: bytes, *, language: str, max_seconds: float) -> Transcript:
        pcm = await asyncio.to_thread(decode, audio, max_seconds=max_seconds)
        return await self.transcribe_pcm(pcm, sample_rate=SAMPLE_RATE, language=language)

    async def transcribe_pcm(self, pcm: bytes, *, sample_rate: int, language: str) -> Transcript:
        if self._is_closed:
            raise SpeechUnavailable("the recogniser is closed")
        if self._waiting >= MAX_WAITING:
            raise SpeechUnavailable("the recogniser is busy")
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, self._recognise, pcm, sample_rate, language)
        finally:
            self._waiting -= 1

    def prewarm(self, language: str = "en") -> None:
        """Load the language's model and run it once, now: the first run allocates its buffers. Blocks ~1
        s."""
        model = self._model(self._model_name(language))
        import numpy as np

        segments, _ = model.transcribe(np.zeros(SAMPLE_RATE, dtype=np.float32), language="en", beam_size=1)
        list(segments)

    async def aclose(self) -> None:
        self._is_closed = True
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._models.clear()

    def _model_name(self, language: str) -> ModelName:
        return self._english_model if primary_language(language) == "en" else "base"

    def _model(self, name: ModelName) -> "WhisperModel":
        with self._loading:
            if name not in self._models:
                self._models[name] = _load(name, self._cache_dir)
            return self._models[name]

    def _recognise(self, pcm: bytes, sample_rate: int, language: str) -> Transcript:
        import numpy as np

        model = self._model(self._model_name(language))
        pcm_16k = resample(pcm, sample_rate=sample_rate)
        samples = np.frombuffer(pcm_16k, dtype="<i2").astype(np.float32) / 32_768
        known = primary_language(language)
        segments, info = model.transcribe(
            samples,
            language=known if known in model.supported_languages else None,
            beam_size=_BEAM_SIZE[self._model_name(language)],
            temperature=[
                0.0,
                0.4,
            ],  # the second only when the first fails its own checks: at most twice the time
            word_timestamps=True,
            condition_on_previous_text=False,
            vad_filter=True,
            vad_parameters=_VOICE_ACTIVITY,
        )
        return _transcript(segments, language=info.language, length_ms=duration_ms(pcm_16k))


def primary_language(tag: str) -> str:
    """``pt-BR`` → ``pt``."""
    return tag.split("-")[0].lower()


def _load(name: ModelName, cache_dir: Path) -> "WhisperModel":
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing is ever fetched
    from faster_whisper import WhisperModel

    folder = weights.whisper_tiny_en() if name == "tiny.en" else weights.whisper_base(cache_dir)
    threads = min(4, os.cpu_count() or 1)
    try:
        return WhisperModel(
            str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise SpeechUnavailable("the speech model could not be loaded") from error


def _transcript(segments: Iterable[Any], *, language: str, length_ms: int) -> Transcript:
    kept = [segment for segment in segments if not _is_doubtful(segment)]
    words = [
        Word(
            text=word.word.strip()[:200],
            start_ms=max(0, round(word.start * 1000)),
            end_ms=max(0, round(word.end * 1000)),
            confidence=min(1.0, max(0.0, word.probability)),
        )
        for segment in kept
        for word in segment.words or []
        if word.word.strip()
    ]
    return Transcript(
        text=" ".join(segment.text.strip() for segment in kept).strip(),
        words=words,
        confidence=sum(word.confidence for word in words) / len(words) if words else None,
        language=language,
        duration_ms=length_ms,
    )


def _is_doubtful(segment: Any) -> bool:
    is_unlikely = segment.no_speech_prob > _NO_SPEECH_PROBABILITY and segment.avg_logprob < _LOG_PROBABILITY
    is_a_loop = segment.compression_ratio > _COMPRESSION_RATIO
    return bool(is_unlikely or is_a_loop or not any(character.isalnum() for character in segment.text))
