"""Recogniser and voice by any server that speaks OpenAI's audio API (``OPENAI_BASE_URL`` honoured)."""

import asyncio
import io
import math
import wave
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from app.speech.decode import SAMPLE_RATE, decode, duration_ms
from app.speech.port import SpeechUnavailable, Transcript, Word

if TYPE_CHECKING:
    from openai import AsyncOpenAI

REQUEST_TIMEOUT_S = 30.0
# Sample rate of ``response_format=pcm``, as OpenAI documents it.
SPEECH_SAMPLE_RATE = 24_000


def make_client(api_key: str, base_url: str | None) -> "AsyncOpenAI":
    from openai import AsyncOpenAI

    return AsyncOpenAI(api_key=api_key, base_url=base_url, timeout=REQUEST_TIMEOUT_S, max_retries=1)


class OpenAITranscriber:
    """``whisper-*`` models give timed words; the ``gpt-4o`` ones give text and token probabilities only."""

    name = "openai"

    def __init__(self, client: "AsyncOpenAI", *, model: str) -> None:
        self._client = client
        self._model = model

    async def transcribe(self, audio: bytes, *, language: str, max_seconds: float) -> Transcript:
        pcm = await asyncio.to_thread(decode, audio, max_seconds=max_seconds)
        return await self.transcribe_pcm(pcm, sample_rate=SAMPLE_RATE, language=language)

    async def transcribe_pcm(self, pcm: bytes, *, sample_rate: int, language: str) -> Transcript:
        from openai import OpenAIError

        length_ms = duration_ms(pcm, sample_rate)
        primary = language.split("-")[0].lower()
        if not any(pcm):  # digital silence: nothing to pay for
            return Transcript(text="", words=[], confidence=None, language=primary, duration_ms=length_ms)
        recording = ("speech.wav", _wav(pcm, sample_rate), "audio/wav")
        try:
            heard = await self._client.audio.transcriptions.create(
                file=recording, model=self._model, language=primary, **self._detail()
            )
        except OpenAIError as error:
            raise SpeechUnavailable(
                f"the speech server refused or did not answer ({type(error).__name__})"
            ) from error
        words = [_word(word) for word in getattr(heard, "words", None) or []]
        return Transcript(
            text=heard.text.strip(),
            words=words,
            confidence=_confidence(getattr(heard, "logprobs", None)),
            language=primary,
            duration_ms=length_ms,
        )

    async def aclose(self) -> None:
        await self._client.close()

    def _detail(self) -> dict[str, Any]:
        if self._model.startswith("whisper"):
            return {"response_format": "verbose_json", "timestamp_granularities": ["word"]}
        if self._model.startswith("gpt-4o"):
            return {"response_format": "json", "include": ["logprobs"]}
        return {"response_format": "json"}


class OpenAISynthesizer:
    """Streams 24 kHz samples as the server makes them."""

    name = "openai"
    sample_rate = SPEECH_SAMPLE_RATE

    def __init__(self, client: "AsyncOpenAI", *, model: str, voice: str) -> None:
        self._client = client
        self._model = model
        self._voice = voice

    async def synthesize(self, text: str, *, language: str = "en") -> AsyncIterator[bytes]:
        from openai import OpenAIError

        odd_byte = b""  # chunks are cut anywhere, samples have two bytes
        try:
            async with self._client.audio.speech.with_streaming_response.create(
                model=self._model, voice=self._voice, input=text, response_format="pcm"
            ) as response:
                async for chunk in response.iter_bytes(4_800):
                    whole = odd_byte + chunk
                    odd_byte = whole[len(whole) & ~1 :]
                    if len(whole) > 1:
                        yield whole[: len(whole) & ~1]
        except OpenAIError as error:
            raise SpeechUnavailable(
                f"the voice server refused or did not answer ({type(error).__name__})"
            ) from error

    async def aclose(self) -> None:
        await self._client.close()


def _wav(pcm: bytes, sample_rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(sample_rate)
        writer.writeframes(pcm)
    return file.getvalue()


def _word(word: Any) -> Word:
    return Word(
        text=word.word.strip()[:200], start_ms=round(word.start * 1000), end_ms=round(word.end * 1000)
    )


def _confidence(logprobs: list[Any] | None) -> float | None:
    """Mean token probability; None where the server tells none."""
    if not logprobs:
        return None
    return min(1.0, sum(math.exp(token.logprob) for token in logprobs) / len(logprobs))
