"""Utterances → text, one after the other in the background, so that their order is the order of speaking."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.delivery.schemas import Sound
from app.delivery.sound import measure_sound
from app.speech.port import SpeechUnavailable, Transcriber, Word
from listening import SAMPLE_RATE, Utterance

log = logging.getLogger("hirecoach.agent")

TRIES = 3
RETRY_AFTER_S = 0.5


@dataclass(frozen=True)
class Said:
    """What was recognised; times of the words count from the beginning of listening."""

    utterance: Utterance
    text: str
    words: list[Word]
    was_over_us: bool  # the interviewer was speaking
    sound: Sound | None = None  # None: too short to say anything of the voice


class Transcribing:
    """A queue in front of the recogniser. ``on_said`` gets every utterance that had words in it."""

    def __init__(
        self,
        transcriber: Transcriber,
        language: str,
        on_said: Callable[[Said], Awaitable[None]],
        on_not_understood: Callable[[], None],
    ) -> None:
        self._transcriber = transcriber
        self._language = language
        self._on_said = on_said
        self._on_not_understood = on_not_understood
        self._queue: asyncio.Queue[tuple[Utterance, bool]] = asyncio.Queue()
        self._under_way = 0

    @property
    def is_idle(self) -> bool:
        """Everything that was heard is understood and stored."""
        return self._under_way == 0

    def add(self, utterance: Utterance, *, was_over_us: bool) -> None:
        self._under_way += 1
        self._queue.put_nowait((utterance, was_over_us))

    async def join(self) -> None:
        await self._queue.join()

    async def run(self) -> None:
        while True:
            utterance, was_over_us = await self._queue.get()
            try:
                said = await self._understand(utterance, was_over_us)
                if said is not None and said.text:
                    await self._on_said(said)
            finally:
                self._under_way -= 1
                self._queue.task_done()

    async def _understand(self, utterance: Utterance, was_over_us: bool) -> Said | None:
        voice = asyncio.to_thread(measure_sound, utterance.pcm, SAMPLE_RATE)
        measuring = asyncio.create_task(voice)  # done long before the words are there
        for _ in range(TRIES):
            try:
                heard = await self._transcriber.transcribe_pcm(
                    utterance.pcm, sample_rate=SAMPLE_RATE, language=self._language
                )
            except SpeechUnavailable:
                await asyncio.sleep(RETRY_AFTER_S)
            else:
                words = [_moved(word, utterance.start_ms) for word in heard.words]
                return Said(utterance, heard.text, words, was_over_us, await measuring)
        log.error("the recogniser is away: %d ms of speech not understood", len(utterance.pcm) // 32)
        self._on_not_understood()
        return None


def _moved(word: Word, offset_ms: int) -> Word:
    return word.model_copy(update={"start_ms": word.start_ms + offset_ms, "end_ms": word.end_ms + offset_ms})
