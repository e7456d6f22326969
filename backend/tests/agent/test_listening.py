"""Utterances out of windows of sound. Time is counted in windows of 32 ms."""

import random

from listening import (
    LEAD_IN_MS,
    LONGEST_UTTERANCE_MS,
    UTTERANCE_ENDS_AFTER_MS,
    VAD_WINDOW_SAMPLES,
    WINDOW_MS,
    Segmenter,
    Utterance,
)


def _window(number: int) -> bytes:
    return number.to_bytes(2, "little") * VAD_WINDOW_SAMPLES


def _heard(probabilities: list[float], segmenter: Segmenter | None = None) -> list[Utterance]:
    segmenter = segmenter or Segmenter()
    utterances = [segmenter.push(_window(i), p) for i, p in enumerate(probabilities)]
    return [utterance for utterance in utterances if utterance]


def _windows(ms: int, probability: float) -> list[float]:
    return [probability] * (ms // WINDOW_MS)


def test_silence_is_no_utterance() -> None:
    assert _heard(_windows(10_000, 0.1)) == []


def test_a_click_is_no_utterance() -> None:
    assert _heard([*_windows(1_000, 0.1), 0.9, *_windows(1_000, 0.1)]) == []


def test_an_utterance_begins_before_its_voice_and_ends_after_a_short_silence() -> None:
    (utterance,) = _heard(_windows(2_000, 0.1) + _windows(960, 0.9) + _windows(2_000, 0.1))
    assert 2_000 - LEAD_IN_MS - 3 * WINDOW_MS <= utterance.start_ms <= 2_000 - LEAD_IN_MS + 3 * WINDOW_MS
    length_ms = utterance.end_ms - utterance.start_ms
    assert abs(length_ms - (LEAD_IN_MS + 960 + UTTERANCE_ENDS_AFTER_MS)) <= 4 * WINDOW_MS
    assert len(utterance.pcm) == length_ms // WINDOW_MS * VAD_WINDOW_SAMPLES * 2


def test_a_pause_inside_a_word_does_not_end_it() -> None:
    assert len(_heard(_windows(960, 0.9) + _windows(320, 0.2) + _windows(960, 0.9) + _windows(960, 0.1))) == 1


def test_two_utterances_share_no_sound() -> None:
    first, second = _heard((_windows(960, 0.9) + _windows(960, 0.1)) * 2)
    assert first.end_ms <= second.start_ms


def test_a_speech_without_a_pause_is_cut_at_its_quietest_moment_and_loses_nothing() -> None:
    chance = random.Random(5)
    flow = [chance.uniform(0.6, 1.0) for _ in range(90_000 // WINDOW_MS)]
    quiet_at = 23_000 // WINDOW_MS
    flow[quiet_at] = 0.4
    segmenter = Segmenter()
    utterances = _heard(flow, segmenter)
    last = segmenter.flush()
    assert last is not None
    assert all(u.end_ms - u.start_ms <= LONGEST_UTTERANCE_MS for u in utterances)
    assert utterances[0].end_ms == quiet_at * WINDOW_MS
    assert b"".join(u.pcm for u in [*utterances, last]) == b"".join(map(_window, range(len(flow))))


def test_what_is_open_can_be_ended_at_once() -> None:
    segmenter = Segmenter()
    assert _heard(_windows(640, 0.9), segmenter) == []
    assert segmenter.is_open
    utterance = segmenter.flush()
    assert utterance is not None
    assert utterance.end_ms == 640
    assert segmenter.flush() is None
