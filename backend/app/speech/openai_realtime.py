"""OpenAI Realtime as a pair of speech ports.

The interview is fixed by the API, so the model neither listens for turns nor answers: turn detection is off,
no response is automatic, each text of the interview is one out-of-band response that reads it aloud, and each
utterance is one committed buffer of which only the input transcription is used. What the model says is
compared with the text while it comes; on a difference it is stopped and the caller's other voice takes over.
"""

import asyncio
import base64
import contextlib
import math
from collections.abc import AsyncIterator
from typing import Any

from openai.types.realtime.realtime_response_create_params_param import RealtimeResponseCreateParamsParam

from app.platform.ids import new_id
from app.speech.decode import resample
from app.speech.openai_realtime_connection import (
    AWAY,
    READ_ALOUD,
    SAMPLE_RATE,
    RealtimeConnection,
    as_unavailable,
    next_event,
)
from app.speech.port import SpeechUnavailable, Transcriber, Transcript, Word
from app.speech.verbatim import is_complete, verified_prefix

_MINIMUM_COMMIT_MS = 100  # the server refuses to commit less


class SaidSomethingElse(SpeechUnavailable):
    """The model left its script; nothing that it added was passed on."""


class RealtimeSynthesizer:
    """Reads texts aloud through a RealtimeConnection."""

    name = "openai_realtime"
    sample_rate = SAMPLE_RATE

    def __init__(self, connection: RealtimeConnection) -> None:
        self._connection = connection

    async def synthesize(self, text: str, *, language: str = "en") -> AsyncIterator[bytes]:
        """Yield the sound of ``text`` as far as the transcript agrees with it.

        Raises SaidSomethingElse when the model leaves the script, SpeechUnavailable when it is away.
        """
        key = f"speech-{new_id()}"
        connection = await self._connection.open()
        with self._connection.listen_for(key) as events:
            response_id: str | None = None
            is_done = False
            try:
                with as_unavailable():
                    await connection.response.create(event_id=key, response=_read_aloud(text, key))
                reading = _Reading(text)
                while not is_done:
                    event = await next_event(events)
                    if event.type == "response.created":
                        response_id = event.response.id
                    elif event.type == "response.done":
                        is_done = True
                        reading.finish(event.response.status)
                    for chunk in reading.take(event):
                        yield chunk
            finally:
                self._connection.forget(response_id)
                if response_id is not None and not is_done:
                    with contextlib.suppress(*AWAY):
                        await connection.response.cancel(response_id=response_id)

    async def aclose(self) -> None:
        await self._connection.aclose()


class _Reading:
    """One text being read: holds sound back until a transcript that agrees has come for it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._transcript = ""
        self._held: list[bytes] = []

    def take(self, event: Any) -> list[bytes]:
        """Return the sound that may be passed on now. Raises SaidSomethingElse."""
        if event.type == "response.output_audio.delta":
            self._held.append(base64.b64decode(event.delta))
        elif event.type == "response.output_audio_transcript.delta":
            self._transcript += event.delta
            if verified_prefix(self._text, self._transcript) is None:
                raise SaidSomethingElse("realtime: the model left its script")
        if not self._transcript:
            return []
        released, self._held = self._held, []
        return released

    def finish(self, status: str | None) -> None:
        """The response is over. Raises SpeechUnavailable or SaidSomethingElse when it is not all of the
        text."""
        if status != "completed":
            raise SpeechUnavailable(f"realtime: response {status}")
        if not is_complete(self._text, self._transcript):
            raise SaidSomethingElse("realtime: the model left something out")


class RealtimeTranscriber:
    """Transcribes utterances through a RealtimeConnection; whole recordings go to ``recordings``.

    The protocol gives no times for words, so ``words`` is empty and delivery is not measured.
    """

    name = "openai_realtime"

    def __init__(self, connection: RealtimeConnection, recordings: Transcriber) -> None:
        self._connection = connection
        self._recordings = recordings
        self._turn = asyncio.Lock()

    async def transcribe(self, audio: bytes, *, language: str, max_seconds: float) -> Transcript:
        return await self._recordings.transcribe(audio, language=language, max_seconds=max_seconds)

    async def transcribe_pcm(self, pcm: bytes, *, sample_rate: int, language: str) -> Transcript:
        """Transcribe one utterance. Raises SpeechUnavailable."""
        duration_ms = len(pcm) * 1000 // (2 * sample_rate)
        if duration_ms < _MINIMUM_COMMIT_MS:
            return _transcript("", None, language, duration_ms)
        resampled = resample(pcm, sample_rate=sample_rate, wanted=SAMPLE_RATE)
        with as_unavailable():
            async with self._turn:
                primary = language.split("-")[0].lower()
                item_id = await self._connection.commit(
                    resampled, event_id=f"commit-{new_id()}", language=primary
                )
            return await self._completed(item_id, language, duration_ms)

    async def _completed(self, item_id: str, language: str, duration_ms: int) -> Transcript:
        events = self._connection.queue_of_item(item_id)
        try:
            while True:
                event = await next_event(events)
                if event.type == "conversation.item.input_audio_transcription.completed":
                    return _transcript(event.transcript, event.logprobs, language, duration_ms)
                if event.type == "conversation.item.input_audio_transcription.failed":
                    raise SpeechUnavailable("realtime: transcription failed")
        finally:
            self._connection.forget(item_id)
            # The sound has served its purpose; kept in the conversation it would be paid for again.
            with contextlib.suppress(*AWAY, SpeechUnavailable):
                await (await self._connection.open()).conversation.item.delete(item_id=item_id)

    async def aclose(self) -> None:
        await self._connection.aclose()
        await self._recordings.aclose()


def _read_aloud(text: str, key: str) -> RealtimeResponseCreateParamsParam:
    return {
        "conversation": "none",
        "metadata": {"speech": key},
        "output_modalities": ["audio"],
        "instructions": READ_ALOUD,
        "input": [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}],
    }


def _transcript(text: str, logprobs: Any, language: str, duration_ms: int) -> Transcript:
    confidence = math.exp(sum(p.logprob for p in logprobs) / len(logprobs)) if logprobs else None
    words: list[Word] = []
    return Transcript(
        text=text.strip(), words=words, confidence=confidence, language=language, duration_ms=duration_ms
    )
