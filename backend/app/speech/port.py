"""Ports of the speech layer: text out of sound, and sound out of text."""

from collections.abc import AsyncIterator
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

# A day: far more than any interview, and small enough to be calculated with.
MAX_MS = 24 * 60 * 60 * 1000


class Word(BaseModel):
    """One recognised word.

    ``start_ms`` and ``end_ms`` are milliseconds from the beginning of the audio it was heard in;
    ``confidence`` is the recogniser's probability, 0–1.
    """

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=200)
    start_ms: int = Field(ge=0, le=MAX_MS)
    end_ms: int = Field(ge=0, le=MAX_MS)
    confidence: float = Field(default=1.0, ge=0, le=1)


class Transcript(BaseModel):
    """What a recogniser heard. ``confidence`` is the mean over words, None where nothing was heard."""

    text: str
    words: list[Word]
    confidence: float | None
    language: str
    duration_ms: int


class SpeechError(Exception):
    """Base of what a speech adapter may raise."""


class AudioNotDecodable(SpeechError):
    """The bytes are not audio that we can read."""


class AudioTooLong(SpeechError):
    """The audio is longer than the caller allows."""


class SpeechUnavailable(SpeechError):
    """The recogniser or the voice is away (process died, server down); trying again later may help."""


class Transcriber(Protocol):
    """Text out of sound."""

    name: str

    async def transcribe(self, audio: bytes, *, language: str, max_seconds: float) -> Transcript:
        """Transcribe one recording in any container that browsers record (webm, ogg, mp4, wav).

        Raises AudioNotDecodable, AudioTooLong, SpeechUnavailable. Silence gives an empty transcript.
        """
        ...

    async def transcribe_pcm(self, pcm: bytes, *, sample_rate: int, language: str) -> Transcript:
        """Transcribe mono signed 16-bit little-endian samples. Raises SpeechUnavailable."""
        ...

    async def aclose(self) -> None: ...


class Synthesizer(Protocol):
    """Sound out of text."""

    name: str
    sample_rate: int

    def synthesize(self, text: str, *, language: str = "en") -> AsyncIterator[bytes]:
        """Yield mono signed 16-bit little-endian chunks as soon as they exist. Raises SpeechUnavailable."""
        ...

    async def aclose(self) -> None: ...
