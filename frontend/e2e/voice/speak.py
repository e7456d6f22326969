"""Speaks texts into wav files with the embedded voice: ``python speak.py < requests``.

Standard input is one JSON list of ``{"text", "file"}``. Each file is 16-bit mono, and appears by one rename, so
that a cache of them never holds half a sentence. Run from the backend's folder by its Python.
"""

import asyncio
import json
import os
import sys
import wave
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "backend"))

from app.speech.piper import PiperSynthesizer


async def speak(requests: list[dict[str, str]]) -> None:
    """Raises SpeechUnavailable when the voice's package is not installed."""
    voice = PiperSynthesizer()
    try:
        for request in requests:
            samples = b"".join([chunk async for chunk in voice.synthesize(request["text"], language="en")])
            _write(Path(request["file"]), samples, voice.sample_rate)
    finally:
        await voice.aclose()


def _write(target: Path, samples: bytes, rate: int) -> None:
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")
    with wave.open(str(unfinished), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples)
    unfinished.replace(target)


if __name__ == "__main__":
    asyncio.run(speak(json.load(sys.stdin)))
