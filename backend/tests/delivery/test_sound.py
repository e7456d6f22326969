"""Pitch and loudness of sounds whose pitch and loudness are known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.delivery.schemas import Sound
from app.delivery.sound import measure_sound

RATE = 16_000


def pulses(hertz: np.ndarray, *, level: float = 0.3) -> np.ndarray:
    """A train of decaying pulses, as a throat makes them, whose rate follows ``hertz`` sample by sample."""
    phase = np.cumsum(hertz / RATE)
    starts = np.flatnonzero(np.diff(np.floor(phase), prepend=-1) > 0)
    train = np.zeros(len(hertz))
    train[starts] = 1.0
    time = np.arange(int(0.02 * RATE)) / RATE
    vowel = np.exp(-time / 0.004) * np.sin(2 * math.pi * 700 * time)
    voice = np.convolve(train, vowel)[: len(hertz)]
    scaled: np.ndarray = voice / np.abs(voice).max() * level
    return scaled


def pcm(samples: np.ndarray) -> bytes:
    whole: bytes = (np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()
    return whole


def steady(hertz: float, seconds: float = 3.0) -> np.ndarray:
    return np.full(int(seconds * RATE), hertz)


def measured(samples: np.ndarray) -> Sound:
    sound = measure_sound(pcm(samples), RATE)
    assert sound is not None
    return sound


@pytest.mark.parametrize("hertz", [80.0, 110.0, 150.0, 220.0, 330.0])
def test_the_pitch_of_a_pulse_train_is_its_rate(hertz: float) -> None:
    sound = measured(pulses(steady(hertz)))
    assert sound.pitch_hz == pytest.approx(hertz, rel=0.01)
    assert sound.pitch_variation_st < 0.2


@pytest.mark.parametrize("hertz", [100.0, 180.0, 300.0])
def test_the_pitch_of_a_pure_tone_is_its_frequency(hertz: float) -> None:
    time = np.arange(3 * RATE) / RATE
    assert measured(0.3 * np.sin(2 * math.pi * hertz * time)).pitch_hz == pytest.approx(hertz, rel=0.01)


@pytest.mark.parametrize(("middle", "swing_st"), [(110.0, 2.0), (110.0, 4.0), (210.0, 2.0), (210.0, 4.0)])
def test_variation_is_heard_in_semitones_whatever_the_voice(middle: float, swing_st: float) -> None:
    """A pitch that swings by a sine spends 68 % of its time within ±0.876 of the swing."""
    time = np.arange(6 * RATE) / RATE
    swinging = middle * 2 ** (swing_st * np.sin(2 * math.pi * 0.5 * time) / 12)
    assert measured(pulses(swinging)).pitch_variation_st == pytest.approx(0.876 * swing_st, rel=0.1)


def test_half_as_loud_is_six_decibels_less() -> None:
    loud, soft = measured(pulses(steady(120), level=0.4)), measured(pulses(steady(120), level=0.2))
    assert loud.loudness_dbfs - soft.loudness_dbfs == pytest.approx(6.02, abs=0.1)
    assert loud.pitch_hz == soft.pitch_hz


def test_pauses_change_neither_pitch_nor_loudness() -> None:
    voice = pulses(steady(140))
    whole, paused = measured(voice), measured(np.concatenate([voice, np.zeros(4 * RATE), voice]))
    assert paused.pitch_hz == pytest.approx(whole.pitch_hz, rel=0.01)
    assert paused.loudness_dbfs == pytest.approx(whole.loudness_dbfs, abs=0.2)


def test_background_noise_leaves_the_pitch_where_it_is() -> None:
    voice = pulses(steady(130))
    noise = np.random.default_rng(3).normal(0, np.sqrt(np.mean(voice**2)) / 10, len(voice))  # 20 dB below
    assert measured(voice + noise).pitch_hz == pytest.approx(130, rel=0.01)


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0),
        np.zeros(3 * RATE),
        np.random.default_rng(5).normal(0, 0.1, 3 * RATE),
        pulses(steady(120, seconds=0.5)),
    ],
    ids=["nothing", "silence", "noise", "half a second"],
)
def test_without_a_second_of_voice_nothing_is_said(samples: np.ndarray) -> None:
    assert measure_sound(pcm(samples), RATE) is None


@given(st.binary(max_size=4_000), st.sampled_from([8_000, 16_000, 48_000]))
def test_no_bytes_break_it(data: bytes, rate: int) -> None:
    sound = measure_sound(data * 10, rate)
    assert sound is None or 0 <= sound.pitch_variation_st <= 48
