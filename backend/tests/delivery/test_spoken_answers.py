"""From sound to delivery: a voice of known pace, with pauses of known length, through the real recogniser."""

import io
import wave
from pathlib import Path

import httpx
import numpy as np
import pytest
from delivery.test_sound import pcm, pulses, steady
from fakes.speech import FakeTranscriber
from interview.conversations import Interview

from app.delivery.measure import measure_delivery
from app.delivery.sound import measure_sound
from app.main import Adapters
from app.speech.decode import SAMPLE_RATE, resample
from app.speech.piper import PiperSynthesizer
from app.speech.whisper import WhisperTranscriber

SENTENCES = (
    "Last spring our payment service failed for one in fifty customers.",
    "I wrote a small program that sent every failed request again.",
    "Within two weeks the number of failures fell to almost nothing.",
)
PAUSES_S = (3.0, 4.0)


@pytest.mark.speech
async def test_pace_and_pauses_of_a_synthetic_voice_are_what_they_were_made(tmp_path: Path) -> None:
    voice, ear = PiperSynthesizer(), WhisperTranscriber(cache_dir=tmp_path)
    spoken = [b"".join([chunk async for chunk in voice.synthesize(text)]) for text in SENTENCES]
    gaps = [bytes(int(seconds * voice.sample_rate) * 2) for seconds in PAUSES_S]
    answer = resample(spoken[0] + gaps[0] + spoken[1] + gaps[1] + spoken[2], sample_rate=voice.sample_rate)
    heard = await ear.transcribe_pcm(answer, sample_rate=SAMPLE_RATE, language="en")
    await voice.aclose()
    await ear.aclose()
    minutes = len(answer) / 2 / SAMPLE_RATE / 60
    sound = measure_sound(answer, SAMPLE_RATE)
    assert sound is not None
    delivery = measure_delivery([heard.words], language="en", kind="behavioral", sounds=[sound])
    assert delivery is not None
    words = sum(len(text.split()) for text in SENTENCES)
    assert delivery.pace.value == pytest.approx(words / minutes, rel=0.1)
    assert delivery.long_pauses.value == pytest.approx(len(PAUSES_S) / minutes, rel=0.1)
    assert delivery.fillers.band == "not_measured"
    assert 75 < sound.pitch_hz < 160  # Joe is a man
    assert 0.5 < sound.pitch_variation_st < 6


class TestPushToTalk:
    """A recording keeps what was measured of its sound, and the sound itself is gone."""

    @pytest.fixture
    def adapters(self, adapters: Adapters) -> Adapters:
        adapters.transcriber = FakeTranscriber("I led the migration of our billing system last year")
        return adapters

    async def answered(self, client: httpx.AsyncClient, samples: np.ndarray) -> dict[str, dict[str, object]]:
        interview = await Interview.start(client, question_count=1)
        file = io.BytesIO()
        with wave.open(file, "wb") as recording:
            recording.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
            recording.writeframes(pcm(samples))
        sent = {"audio": ("speech", file.getvalue())}
        heard = await client.post("/transcription", files=sent, data={"session_id": interview.session_id})
        more = {"modality": "push_to_talk", "transcription_id": heard.json()["transcription_id"]}
        await interview.answer(interview.first["id"], heard.json()["text"], **more)
        report = (await interview.finish()).json()
        delivery: dict[str, dict[str, object]] = report["questions"][0]["answer"]["delivery"]
        return delivery

    async def test_pitch_variation_and_loudness_come_with_the_answer(self, client: httpx.AsyncClient) -> None:
        time = np.arange(6 * SAMPLE_RATE) / SAMPLE_RATE
        lively = await self.answered(client, pulses(120 * 2 ** (np.sin(np.pi * time) / 4)))
        flat = await self.answered(client, pulses(steady(120, seconds=6)))
        assert lively["pitch_variation"]["value"] == pytest.approx(2.6, abs=0.3)
        assert flat["pitch_variation"]["value"] == pytest.approx(0, abs=0.1)
        assert flat["loudness"]["unit"] == "dBFS"

    async def test_a_hum_without_a_voice_has_words_and_no_pitch(self, client: httpx.AsyncClient) -> None:
        noise = np.random.default_rng(2).normal(0, 0.1, 4 * SAMPLE_RATE)
        delivery = await self.answered(client, noise)
        assert delivery["pace"]["value"] is not None
        assert delivery["pitch_variation"] is None
