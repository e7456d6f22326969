"""OpenAI's audio API, against a local server that speaks it."""

import pytest
from fakes.openai_audio import OpenAIAudioServer

from app.speech.openai import OpenAISynthesizer, OpenAITranscriber, make_client
from app.speech.port import SpeechUnavailable

PCM = b"\x00\x10" * 16_000


async def test_models_without_word_times_give_a_confidence_instead(openai_audio: OpenAIAudioServer) -> None:
    transcriber = OpenAITranscriber(
        make_client("a-key", openai_audio.base_url), model="gpt-4o-mini-transcribe"
    )
    heard = await transcriber.transcribe_pcm(PCM, sample_rate=16_000, language="pt-BR")
    assert heard.words == []
    assert heard.confidence == pytest.approx(0.905, abs=0.001)  # e^-0.1
    assert openai_audio.requests[0]["language"] == "pt"
    await transcriber.aclose()


@pytest.mark.parametrize("status", [400, 401, 500])
async def test_a_server_that_refuses_is_unavailable(openai_audio: OpenAIAudioServer, status: int) -> None:
    openai_audio.status = status
    client = make_client("a-key", openai_audio.base_url).with_options(max_retries=0)
    with pytest.raises(SpeechUnavailable):
        await OpenAITranscriber(client, model="whisper-1").transcribe_pcm(
            PCM, sample_rate=16_000, language="en"
        )
    with pytest.raises(SpeechUnavailable):
        [chunk async for chunk in OpenAISynthesizer(client, model="m", voice="alloy").synthesize("Hello.")]
    await client.close()


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    client = make_client("a-key", "http://127.0.0.1:9/v1").with_options(max_retries=0)
    with pytest.raises(SpeechUnavailable):
        [chunk async for chunk in OpenAISynthesizer(client, model="m", voice="alloy").synthesize("Hello.")]
    await client.close()
