"""Which voice the settings choose. What is not chosen is not imported: OpenAI's client takes a second."""

from app.config import Settings
from voice import Voice


def make_voice(settings: Settings) -> Voice:
    """Choose the voice that the settings name. Each job calls it once; it must not block."""
    if settings.resolved_voice == "openai_realtime":
        from openai_voice import make_realtime_voice

        return make_realtime_voice(settings)
    if settings.resolved_voice == "openai_pipeline":
        from openai_voice import make_pipeline_voice

        return make_pipeline_voice(settings)
    from embedded_voice import make_embedded_voice

    return make_embedded_voice(settings)
