"""The OpenAI voices: both drive the same interview through the same ports.

Neither can stop it: what the cloud does not hear or say, the embedded voice does.
"""

from dataclasses import replace

from app.config import Settings
from app.speech.fallback import SynthesizerWithFallback, TranscriberWithFallback
from app.speech.openai import OpenAISynthesizer, OpenAITranscriber, make_client
from app.speech.openai_realtime import RealtimeSynthesizer, RealtimeTranscriber
from app.speech.openai_realtime_connection import RealtimeConnection
from embedded_voice import make_embedded_voice
from voice import Voice


def make_realtime_voice(settings: Settings) -> Voice:
    """One Realtime connection that hears and speaks.

    A text that it does not read word for word is spoken by the pipeline's voice, or by the embedded one.
    """
    api_key = _api_key(settings)
    pipeline = make_pipeline_voice(settings)
    connection = RealtimeConnection(
        make_client(api_key, settings.openai_base_url),
        model=settings.openai_realtime_model,
        voice=settings.openai_voice,
        transcription_model=settings.openai_transcription_model,
    )
    return replace(
        pipeline,
        name="openai_realtime",
        transcriber=TranscriberWithFallback(
            RealtimeTranscriber(connection, recordings=pipeline.transcriber), pipeline.transcriber
        ),
        synthesizer=SynthesizerWithFallback(RealtimeSynthesizer(connection), pipeline.synthesizer),
    )


def make_pipeline_voice(settings: Settings) -> Voice:
    """Speech to text, the API's own words, text to speech: two requests of the audio API."""
    api_key = _api_key(settings)
    embedded = make_embedded_voice(settings)
    return replace(
        embedded,
        name="openai_pipeline",
        transcriber=TranscriberWithFallback(
            OpenAITranscriber(
                make_client(api_key, settings.openai_base_url), model=settings.openai_transcription_model
            ),
            embedded.transcriber,
        ),
        synthesizer=SynthesizerWithFallback(
            OpenAISynthesizer(
                make_client(api_key, settings.openai_base_url),
                model=settings.openai_speech_model,
                voice=settings.openai_voice,
            ),
            embedded.synthesizer,
        ),
    )


def _api_key(settings: Settings) -> str:
    if settings.openai_api_key is None:
        raise ValueError("settings let an OpenAI voice be chosen without OPENAI_API_KEY")
    return settings.openai_api_key.get_secret_value()
