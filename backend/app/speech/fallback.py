"""A voice that takes over when another one is away or leaves its script."""

from collections.abc import AsyncIterator

import av
import numpy as np

from app.speech.port import SpeechUnavailable, Synthesizer, Transcriber, Transcript
from app.speech.sentences import spoken_pieces


class SynthesizerWithFallback:
    """Speaks by ``primary``; what it does not deliver is spoken, from that sentence on, by ``secondary``."""

    def __init__(self, primary: Synthesizer, secondary: Synthesizer) -> None:
        self.name = primary.name
        self.sample_rate = primary.sample_rate
        self._primary = primary
        self._secondary = secondary

    async def synthesize(self, text: str, *, language: str = "en") -> AsyncIterator[bytes]:
        """Yield sound of all of ``text``. Raises SpeechUnavailable when both voices are away."""
        for sentence in spoken_pieces(text):
            try:
                async for chunk in self._primary.synthesize(sentence, language=language):
                    yield chunk
            except SpeechUnavailable:
                async for chunk in self._by_secondary(sentence, language):
                    yield chunk

    async def _by_secondary(self, sentence: str, language: str) -> AsyncIterator[bytes]:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=self.sample_rate)
        async for chunk in self._secondary.synthesize(sentence, language=language):
            if self._secondary.sample_rate == self.sample_rate:
                yield chunk
                continue
            frame = av.AudioFrame.from_ndarray(
                np.frombuffer(chunk, dtype=np.int16)[None, :], format="s16", layout="mono"
            )
            frame.sample_rate = self._secondary.sample_rate
            for resampled in resampler.resample(frame):
                yield resampled.to_ndarray().tobytes()
        if self._secondary.sample_rate != self.sample_rate:
            for rest in resampler.resample(None):
                yield rest.to_ndarray().tobytes()

    async def aclose(self) -> None:
        await self._primary.aclose()
        await self._secondary.aclose()


class TranscriberWithFallback:
    """Hears by ``primary``, and by ``secondary`` when that is away."""

    def __init__(self, primary: Transcriber, secondary: Transcriber) -> None:
        self.name = primary.name
        self._primary = primary
        self._secondary = secondary

    async def transcribe(self, audio: bytes, *, language: str, max_seconds: float) -> Transcript:
        try:
            return await self._primary.transcribe(audio, language=language, max_seconds=max_seconds)
        except SpeechUnavailable:
            return await self._secondary.transcribe(audio, language=language, max_seconds=max_seconds)

    async def transcribe_pcm(self, pcm: bytes, *, sample_rate: int, language: str) -> Transcript:
        try:
            return await self._primary.transcribe_pcm(pcm, sample_rate=sample_rate, language=language)
        except SpeechUnavailable:
            return await self._secondary.transcribe_pcm(pcm, sample_rate=sample_rate, language=language)

    async def aclose(self) -> None:
        await self._primary.aclose()
        await self._secondary.aclose()
