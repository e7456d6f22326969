"""Pitch and loudness of a voice, from its samples. Pure arithmetic (numpy); nothing of the sound is kept.

Pitch by normalised autocorrelation in frames of 40 ms (Rabiner 1977; the early peak is preferred, because a voice
that repeats every 8 ms repeats every 16 ms too). Variation in semitones, the unit in which listeners hear intervals,
so that low and high voices compare.
"""

import math

import numpy as np
from numpy.typing import NDArray

from app.delivery.schemas import Sound

FRAME_S = 0.040
HOP_S = 0.020
LOWEST_HZ, HIGHEST_HZ = 65.0, 400.0
# Ours: below, a frame is breath, noise or a consonant. Vowels of close speech lie above 0.7.
VOICED_FROM = 0.55
# Of the highest peak: an earlier one nearly as high is the period, the highest may be a multiple of it.
NEARLY_AS_HIGH = 0.9
# Quieter than this under the loudest frame is background.
QUIET_DB = 35.0
# With less voice than this, variation is chance.
FEWEST_VOICED_S = 1.0
_FRAMES_AT_ONCE = 1_000
_FULL_SCALE = 32_768.0


def measure_sound(pcm: bytes, sample_rate: int) -> Sound | None:
    """Pitch and loudness of mono s16le samples; None with under a second of voice.

    ``sample_rate`` in hertz, at least 4,000.
    """
    samples = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.float32) / _FULL_SCALE
    size, hop = int(FRAME_S * sample_rate), int(HOP_S * sample_rate)
    if len(samples) < size:
        return None
    frames = np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]
    power = np.concatenate(
        [
            np.mean(frames[i : i + _FRAMES_AT_ONCE] ** 2, axis=1)
            for i in range(0, len(frames), _FRAMES_AT_ONCE)
        ]
    )
    loud = frames[power > power.max() * 10 ** (-QUIET_DB / 10)]
    pitches = [
        _pitches(loud[i : i + _FRAMES_AT_ONCE], sample_rate) for i in range(0, len(loud), _FRAMES_AT_ONCE)
    ]
    heard = np.concatenate(pitches) if pitches else np.empty(0)
    is_voiced = heard > 0
    voiced_s = float(np.count_nonzero(is_voiced)) * HOP_S
    if voiced_s < FEWEST_VOICED_S:
        return None
    voiced_power = float(np.mean(loud[is_voiced] ** 2))
    return Sound(
        voiced_ms=round(voiced_s * 1000),
        pitch_hz=round(float(np.median(heard[is_voiced])), 1),
        pitch_variation_st=round(_variation(heard[is_voiced]), 2),
        loudness_dbfs=round(max(10 * math.log10(voiced_power), -120.0), 1),
    )


def _pitches(frames: NDArray[np.float32], sample_rate: int) -> NDArray[np.float64]:
    """Hertz of each frame; 0 where there is no pitch."""
    shortest, longest = int(sample_rate / HIGHEST_HZ), math.ceil(sample_rate / LOWEST_HZ)
    correlation = _autocorrelation(frames, longest + 1)
    # Higher than both neighbours, and within the range of voices.
    middle, before, after = correlation[:, 1:-1], correlation[:, :-2], correlation[:, 2:]
    is_peak = (middle >= before) & (middle > after)
    is_peak[:, : shortest - 1] = False
    peaks = np.where(is_peak, middle, 0.0)
    highest = peaks.max(axis=1)
    first = np.argmax(peaks >= NEARLY_AS_HIGH * highest[:, None], axis=1)
    rows = np.arange(len(frames))
    left, top, right = before[rows, first], middle[rows, first], after[rows, first]
    bend = left - 2 * top + right
    shift = np.divide(0.5 * (left - right), bend, out=np.zeros_like(top), where=bend < 0)
    is_voiced = highest >= VOICED_FROM
    return np.where(is_voiced, sample_rate / (first + 1 + shift), 0.0)


def _autocorrelation(frames: NDArray[np.float32], lags: int) -> NDArray[np.float64]:
    """Normalised: 1 where a frame repeats exactly after so many samples, for each lag below ``lags``."""
    size = frames.shape[1]
    centred = frames - frames.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=2 ** math.ceil(math.log2(2 * size)), axis=1)
    raw = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :lags]
    # What overlaps shrinks with the lag: each side's own energy is what the product is compared with.
    energy = np.cumsum(centred.astype(np.float64) ** 2, axis=1)
    total = energy[:, -1:]
    lag = np.arange(lags)
    head = energy[:, size - 1 - lag]
    tail = total - np.where(lag > 0, energy[:, np.maximum(lag - 1, 0)], 0.0)
    scale = np.sqrt(np.maximum(head, 0) * np.maximum(tail, 0))
    correlation: NDArray[np.float64] = np.divide(raw, scale, out=np.zeros_like(raw), where=scale > 1e-9)
    return correlation


def _variation(hertz: NDArray[np.float64]) -> float:
    """Half of the range that holds the middle 68 %: the standard deviation, without its outliers (octave errors)."""
    semitones = 12 * np.log2(hertz)
    low, high = np.percentile(semitones, [16, 84])
    return float(high - low) / 2
