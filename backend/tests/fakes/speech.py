"""Fakes of the speech ports. They pass the contract that the real recognisers and voices pass."""

import asyncio
from collections.abc import AsyncIterator

from app.speech.decode import SAMPLE_RATE, decode, duration_ms
from app.speech.port import SpeechUnavailable, Transcript, Word

# Samples louder than this (of 32,768) are somebody speaking; digital silence and its rounding are not.
_SPEECH_LEVEL = 200


class FakeTranscriber:
    """Hears ``says`` (one text a call, the last one for ever) in anything that is loud enough."""

    name = "fake"

    def __init__(self, *says: str) -> None:
        self._says = list(says) or ["I led the migration of our billing system."]
        self._next: list[str] = []
        self.is_away = False
        self.heard_ms: list[int] = []

    async def transcribe(self, audio: bytes, *, language: str, max_seconds: float) -> Transcript:
        pcm = await asyncio.to_thread(decode, audio, max_seconds=max_seconds)
        return await self.transcribe_pcm(pcm, sample_rate=SAMPLE_RATE, language=language)

    async def transcribe_pcm(self, pcm: bytes, *, sample_rate: int, language: str) -> Transcript:
        if self.is_away:
            raise SpeechUnavailable("the fake recogniser is away")
        length_ms = duration_ms(pcm, sample_rate)
        self.heard_ms.append(length_ms)
        is_silent = max(memoryview(pcm).cast("h"), default=0) < _SPEECH_LEVEL
        text = "" if is_silent else self._next_text()
        parts = text.split()
        step = length_ms // max(1, len(parts))
        words = [
            Word(text=part, start_ms=i * step, end_ms=(i + 1) * step, confidence=0.9)
            for i, part in enumerate(parts)
        ]
        return Transcript(
            text=text,
            words=words,
            confidence=0.9 if words else None,
            language=language.split("-")[0],
            duration_ms=length_ms,
        )

    async def aclose(self) -> None:
        return None

    def hear_next(self, text: str) -> None:
        """Put a text behind those that were put here and are not heard yet."""
        self._next.append(text)

    def _next_text(self) -> str:
        if self._next:
            return self._next.pop(0)
        return self._says.pop(0) if len(self._says) > 1 else self._says[0]


class FakeSynthesizer:
    """A hum of 20 ms for every character, in pieces of 100 ms."""

    name = "fake"
    sample_rate = 16_000

    def __init__(self) -> None:
        self.spoken: list[str] = []
        self.is_away = False

    async def synthesize(self, text: str, *, language: str = "en") -> AsyncIterator[bytes]:
        if self.is_away:
            raise SpeechUnavailable("the fake voice is away")
        self.spoken.append(text)
        left_ms = len(text) * 20
        while left_ms > 0:
            piece_ms = min(100, left_ms)
            left_ms -= piece_ms
            await asyncio.sleep(0)
            yield b"\x00\x10\x00\xf0" * (self.sample_rate * piece_ms // 2_000)

    async def aclose(self) -> None:
        return None
