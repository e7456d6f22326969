"""What every recogniser and every voice must do, the fakes and the real ones alike."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from fakes.openai_audio import OpenAIAudioServer
from fakes.speech import FakeSynthesizer, FakeTranscriber

from app.speech.decode import resample
from app.speech.openai import OpenAISynthesizer, OpenAITranscriber, make_client
from app.speech.piper import PiperSynthesizer
from app.speech.port import AudioNotDecodable, AudioTooLong, Synthesizer, Transcriber
from app.speech.whisper import WhisperTranscriber

from .recordings import RATE, recorded, silence

SENTENCE = "I led a team of five engineers through a difficult migration."


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> WhisperTranscriber:
    return WhisperTranscriber(cache_dir=tmp_path_factory.mktemp("models"))


@pytest.fixture(params=["fake", "openai", pytest.param("whisper", marks=pytest.mark.speech)])
async def transcriber(
    request: pytest.FixtureRequest, openai_audio: OpenAIAudioServer
) -> AsyncIterator[Transcriber]:
    if request.param == "fake":
        yield FakeTranscriber(SENTENCE)
    elif request.param == "openai":
        client = make_client("a-key", openai_audio.base_url)
        yield OpenAITranscriber(client, model="whisper-1")
        await client.close()
    else:
        yield request.getfixturevalue("whisper")


@pytest.fixture(params=["fake", "openai", pytest.param("piper", marks=pytest.mark.speech)])
async def synthesizer(
    request: pytest.FixtureRequest, openai_audio: OpenAIAudioServer
) -> AsyncIterator[Synthesizer]:
    made: dict[str, Callable[[], Synthesizer]] = {
        "fake": FakeSynthesizer,
        "openai": lambda: OpenAISynthesizer(
            make_client("a-key", openai_audio.base_url), model="gpt-4o-mini-tts", voice="alloy"
        ),
        "piper": PiperSynthesizer,
    }
    voice = made[request.param]()
    yield voice
    await voice.aclose()


@pytest.fixture(scope="module")
def speech_48k() -> bytes:
    return asyncio.run(_spoken(SENTENCE))


async def test_speech_becomes_text_with_timed_words(transcriber: Transcriber, speech_48k: bytes) -> None:
    heard = await transcriber.transcribe_pcm(speech_48k, sample_rate=RATE, language="en")
    assert {"team", "migration"} <= {word.strip(".,").lower() for word in heard.text.split()}
    assert [word.start_ms for word in heard.words] == sorted(word.start_ms for word in heard.words)
    assert heard.words[-1].end_ms <= heard.duration_ms + 500
    assert heard.confidence is None or 0 < heard.confidence <= 1
    assert heard.duration_ms == pytest.approx(len(speech_48k) / 2 / RATE * 1000, abs=20)


async def test_a_recording_of_a_browser_becomes_text(transcriber: Transcriber, speech_48k: bytes) -> None:
    webm = recorded(speech_48k, container="webm", codec="libopus")
    assert "team" in (await transcriber.transcribe(webm, language="en-GB", max_seconds=30)).text


async def test_silence_gives_an_empty_transcript(transcriber: Transcriber) -> None:
    heard = await transcriber.transcribe_pcm(silence(2), sample_rate=RATE, language="en")
    assert (heard.text, heard.words, heard.confidence, heard.duration_ms) == ("", [], None, 2000)


async def test_bytes_that_are_no_audio_are_refused(transcriber: Transcriber) -> None:
    with pytest.raises(AudioNotDecodable):
        await transcriber.transcribe(b"not audio at all", language="en", max_seconds=30)


async def test_a_recording_that_is_too_long_is_refused(transcriber: Transcriber) -> None:
    webm = recorded(silence(3), container="webm", codec="libopus")
    with pytest.raises(AudioTooLong):
        await transcriber.transcribe(webm, language="en", max_seconds=2)


async def test_a_text_becomes_whole_samples(synthesizer: Synthesizer) -> None:
    chunks = [chunk async for chunk in synthesizer.synthesize("Thank you. Let us go on.")]
    assert all(len(chunk) % 2 == 0 and chunk for chunk in chunks)
    seconds = sum(map(len, chunks)) / 2 / synthesizer.sample_rate
    assert 0.4 < seconds < 6
    assert max(memoryview(b"".join(chunks)).cast("h")) > 1_000


async def test_stopping_in_the_middle_leaves_the_voice_usable(synthesizer: Synthesizer) -> None:
    speaking = synthesizer.synthesize("One. Two. Three. Four. Five.")
    await anext(aiter(speaking))
    await speaking.aclose()  # type: ignore[attr-defined] # a generator
    assert [chunk async for chunk in synthesizer.synthesize("Good.")]


async def test_an_empty_text_gives_no_sound(synthesizer: Synthesizer) -> None:
    assert [chunk async for chunk in synthesizer.synthesize("")] == []


async def _spoken(text: str) -> bytes:
    """Let Piper read a text; 48 kHz mono s16le."""
    voice = PiperSynthesizer()
    try:
        pcm = b"".join([chunk async for chunk in voice.synthesize(text)])
    finally:
        await voice.aclose()
    return resample(pcm, sample_rate=voice.sample_rate, wanted=RATE)
