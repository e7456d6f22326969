"""The voice of the interviewer: what hears the candidate and what speaks the interview's texts.

A voice is a pair of the speech ports. The Realtime voice fits the same pair: one response per text of the API
is its ``synthesize``, input transcription of a committed buffer is its ``transcribe_pcm``; turn detection
stays ours.
"""

import logging
from dataclasses import dataclass
from typing import Literal

from app.speech.port import SpeechUnavailable, Synthesizer, Transcriber

log = logging.getLogger("hirecoach.agent")


@dataclass(frozen=True)
class Voice:
    """One voice; everything it holds is closed by ``aclose``."""

    name: Literal["embedded", "openai_pipeline", "openai_realtime"]
    transcriber: Transcriber
    synthesizer: Synthesizer

    async def aclose(self) -> None:
        await self.transcriber.aclose()
        await self.synthesizer.aclose()


def prewarm(voice: Voice) -> None:
    """Load what the voice needs, now. Blocks a second or two; a part that fails is tried again when it is
    used."""
    for part in (voice.transcriber, voice.synthesizer):
        load = getattr(part, "prewarm", None)
        if load is not None:
            try:
                load()
            except SpeechUnavailable as error:
                log.warning("not ready yet: %s", error)
