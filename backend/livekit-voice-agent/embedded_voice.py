"""The voice that needs nothing but this machine."""

from app.config import Settings
from app.speech.piper import PiperSynthesizer
from app.speech.whisper import WhisperTranscriber
from voice import Voice


def make_embedded_voice(settings: Settings) -> Voice:
    """Whisper and Piper on this machine's CPU; models load on first use, or before it by ``prewarm``."""
    return Voice(
        name="embedded",
        transcriber=WhisperTranscriber(model=settings.speech_model, cache_dir=settings.state_dir / "models"),
        synthesizer=PiperSynthesizer(),
    )
