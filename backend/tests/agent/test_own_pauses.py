"""How long the candidate's own pauses are."""

from listening import Utterance
from own_pauses import BREATH_MS, MOST_MS, USUAL_COUNTS, USUAL_MS, OwnPauses


def _speaking(*times_ms: tuple[int, int]) -> OwnPauses:
    pauses = OwnPauses()
    for start_ms, end_ms in times_ms:
        pauses.take(Utterance(b"", start_ms, end_ms))
    return pauses


def test_the_usual_holds_until_somebody_has_paused() -> None:
    assert OwnPauses().typical_ms == USUAL_MS
    assert _speaking((0, 5_000)).typical_ms == USUAL_MS


def test_long_pauses_make_the_typical_one_longer_bit_by_bit() -> None:
    once = _speaking((0, 1_000), (3_000, 4_000)).typical_ms
    twice = _speaking((0, 1_000), (3_000, 4_000), (6_000, 7_000)).typical_ms
    assert USUAL_MS < once < twice < 2_000


def test_short_pauses_make_it_shorter() -> None:
    assert _speaking((0, 1_000), (1_100, 2_000), (2_100, 3_000)).typical_ms < USUAL_MS


def test_an_unbroken_flow_that_had_to_be_cut_is_no_pause() -> None:
    assert _speaking((0, 25_000), (25_000, 40_000)).typical_ms == USUAL_MS


def test_one_very_long_pause_counts_for_little() -> None:
    looked_for_a_paper = _speaking((0, 1_000), (600_000, 601_000)).typical_ms
    assert looked_for_a_paper == (USUAL_COUNTS * USUAL_MS + MOST_MS) // (USUAL_COUNTS + 1)


def test_the_silence_between_two_answers_is_no_pause() -> None:
    pauses = _speaking((0, 5_000))
    pauses.begin_answer()
    pauses.take(Utterance(b"", 30_000, 31_000))
    assert pauses.count == 0


def test_a_breath_is_what_two_utterances_have_of_the_silence_between_them() -> None:
    assert BREATH_MS == 800
