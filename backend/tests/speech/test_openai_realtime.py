"""OpenAI Realtime as a voice, against a local server that speaks the published protocol."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from fakes.openai_realtime_server import RealtimeServer, realtime_server
from openai import AsyncOpenAI

from app.speech.fallback import SynthesizerWithFallback, TranscriberWithFallback
from app.speech.openai_realtime import RealtimeSynthesizer, RealtimeTranscriber, SaidSomethingElse
from app.speech.openai_realtime_connection import SAMPLE_RATE, RealtimeConnection
from app.speech.port import SpeechUnavailable, Transcript
from app.speech.verbatim import is_complete, verified_prefix

QUESTION = "Tell me about a time when you had to change a plan at short notice."
SPEECH = (np.sin(np.arange(16_000) / 20) * 9_000).astype(np.int16).tobytes()  # one second at 16 kHz


class Recordings:
    """Stands in for the transcriber of whole recordings; says that it was asked."""

    name = "recordings"

    async def transcribe(self, audio: bytes, *, language: str, max_seconds: float) -> Transcript:
        return Transcript(text="recorded", words=[], confidence=None, language=language, duration_ms=1)

    async def transcribe_pcm(self, pcm: bytes, *, sample_rate: int, language: str) -> Transcript:
        return Transcript(text="from the other", words=[], confidence=None, language=language, duration_ms=1)

    async def aclose(self) -> None: ...


class OtherVoice:
    """A second voice at another rate that remembers what it was asked to say."""

    name = "other"
    sample_rate = 22_050

    def __init__(self) -> None:
        self.said: list[str] = []

    async def synthesize(self, text: str, *, language: str = "en") -> AsyncIterator[bytes]:
        self.said.append(text)
        yield np.ones(self.sample_rate, dtype=np.int16).tobytes()

    async def aclose(self) -> None: ...


@pytest.fixture
async def server() -> AsyncIterator[RealtimeServer]:
    async with realtime_server() as state:
        yield state


@pytest.fixture
async def connection(server: RealtimeServer) -> AsyncIterator[RealtimeConnection]:
    client = AsyncOpenAI(api_key=server.api_key, base_url=server.url)
    opened = RealtimeConnection(
        client, model="gpt-realtime", voice="alloy", transcription_model="gpt-4o-mini-transcribe"
    )
    yield opened
    await opened.aclose()


async def sound_of(synthesizer: RealtimeSynthesizer | SynthesizerWithFallback, text: str) -> bytes:
    return b"".join([chunk async for chunk in synthesizer.synthesize(text)])


async def test_a_text_is_spoken_as_it_stands(server: RealtimeServer, connection: RealtimeConnection) -> None:
    sound = await sound_of(RealtimeSynthesizer(connection), QUESTION)
    assert len(sound) / 2 / SAMPLE_RATE > 2
    assert server.errors == []
    (request,) = server.of_type("response.create")
    assert request["response"]["input"][0]["content"] == [{"type": "input_text", "text": QUESTION}]
    assert request["response"]["conversation"] == "none"


async def test_the_session_neither_listens_for_turns_nor_answers_by_itself(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    await sound_of(RealtimeSynthesizer(connection), "Hello.")
    session = server.of_type("session.update")[0]["session"]
    assert session["audio"]["input"]["turn_detection"] is None
    assert session["audio"]["input"]["noise_reduction"] == {"type": "near_field"}
    assert session["audio"]["output"]["voice"] == "alloy"


async def test_an_utterance_is_transcribed_word_for_word_and_then_forgotten(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    heard: list[int] = []

    def hears(pcm: bytes) -> str:
        heard.append(len(pcm))
        return "I led the migration."

    server.hears = hears
    transcript = await RealtimeTranscriber(connection, Recordings()).transcribe_pcm(
        SPEECH, sample_rate=16_000, language="en-GB"
    )
    assert transcript.text == "I led the migration."
    assert transcript.duration_ms == 1_000
    assert transcript.confidence == pytest.approx(0.905, abs=0.01)
    assert heard[0] == pytest.approx(2 * SAMPLE_RATE, rel=0.01)
    await asyncio.sleep(0.05)
    assert len(server.of_type("conversation.item.delete")) == 1
    assert server.errors == []


async def test_utterances_said_close_together_keep_their_own_words(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    server.hears = lambda pcm: f"{len(pcm) // (2 * SAMPLE_RATE)} seconds"
    transcriber = RealtimeTranscriber(connection, Recordings())
    transcripts = await asyncio.gather(
        *(transcriber.transcribe_pcm(SPEECH * n, sample_rate=16_000, language="en") for n in (1, 2, 3))
    )
    assert [t.text for t in transcripts] == ["1 seconds", "2 seconds", "3 seconds"]


async def test_listening_goes_on_while_it_speaks(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    sound, transcript = await asyncio.gather(
        sound_of(RealtimeSynthesizer(connection), QUESTION),
        RealtimeTranscriber(connection, Recordings()).transcribe_pcm(
            SPEECH, sample_rate=16_000, language="en"
        ),
    )
    assert sound
    assert transcript.text == "what was said"


async def test_a_model_that_leaves_its_script_is_stopped_before_it_is_heard(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    server.says = lambda text: "Great answer! " + text
    with pytest.raises(SaidSomethingElse):
        await sound_of(RealtimeSynthesizer(connection), QUESTION)
    await asyncio.sleep(0.05)
    assert len(server.cancelled) == 1


async def test_a_model_that_leaves_the_end_out_is_noticed(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    server.says = lambda text: " ".join(text.split()[:5])
    with pytest.raises(SaidSomethingElse):
        await sound_of(RealtimeSynthesizer(connection), QUESTION)


async def test_what_the_model_will_not_say_the_other_voice_says(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    server.says = lambda text: text if text.startswith("Hello") else "Something else entirely"
    other = OtherVoice()
    voice = SynthesizerWithFallback(RealtimeSynthesizer(connection), other)
    sound = await sound_of(voice, f"Hello Ada. {QUESTION}")
    assert other.said == [QUESTION]
    assert len(sound) / 2 > SAMPLE_RATE


async def test_speech_that_is_cut_off_is_cancelled_at_the_server(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    stream = RealtimeSynthesizer(connection).synthesize(QUESTION)
    await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]  # an async generator
    await asyncio.sleep(0.05)
    assert len(server.cancelled) == 1


async def test_a_broken_connection_is_said_and_the_next_text_opens_another(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    voice = RealtimeSynthesizer(connection)
    server.break_after_audio = 2
    with pytest.raises(SpeechUnavailable):
        await sound_of(voice, QUESTION)
    server.break_after_audio = None
    assert await sound_of(voice, QUESTION)
    assert server.connections == 2


@pytest.mark.parametrize("trouble", ["fail_response", "wrong_key"])
async def test_a_voice_that_is_away_says_so(
    server: RealtimeServer, connection: RealtimeConnection, trouble: str
) -> None:
    if trouble == "wrong_key":
        server.api_key = "another"
    else:
        server.fail_response = True
    with pytest.raises(SpeechUnavailable):
        await sound_of(RealtimeSynthesizer(connection), QUESTION)


async def test_an_utterance_that_the_server_cannot_transcribe_goes_to_the_other_recogniser(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    server.fail_transcription = True
    hearing = TranscriberWithFallback(RealtimeTranscriber(connection, Recordings()), Recordings())
    assert (await hearing.transcribe_pcm(SPEECH, sample_rate=16_000, language="en")).text == "from the other"


async def test_a_click_is_too_short_to_be_sent(
    server: RealtimeServer, connection: RealtimeConnection
) -> None:
    transcript = await RealtimeTranscriber(connection, Recordings()).transcribe_pcm(
        SPEECH[:1_000], sample_rate=16_000, language="en"
    )
    assert transcript.text == ""
    assert server.connections == 0


@pytest.mark.parametrize(
    ("transcript", "count"),
    [
        ("", 0),
        ("Don't", 1),
        ("don’t say tw", 3),
        ("Don't say 2 words!", 4),
        ("Do say", None),
        ("Don't say two words, please", None),
    ],
)
def test_a_transcript_follows_the_text_or_does_not(transcript: str, count: int | None) -> None:
    assert verified_prefix("Don't say two words.", transcript) == count


def test_a_text_is_complete_only_with_its_last_word() -> None:
    assert is_complete("How are you?", "how are you")
    assert not is_complete("How are you?", "How are")
