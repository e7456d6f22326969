"""Delivery from timed words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.delivery.measure import measure_delivery
from app.delivery.schemas import Delivery, Sound
from app.speech.port import Word


def timed(text: str, *, word_ms: int = 300, gap_ms: int = 100, start_ms: int = 0) -> list[Word]:
    """Words of one length with one gap between them."""
    step = word_ms + gap_ms
    return [
        Word(text=w, start_ms=start_ms + i * step, end_ms=start_ms + i * step + word_ms)
        for i, w in enumerate(text.split())
    ]


def measured(
    *utterances: list[Word], language: str = "en", kind: str = "behavioral", **options: object
) -> Delivery:
    delivery = measure_delivery(utterances, language=language, kind=kind, **options)  # type: ignore[arg-type] # any option
    assert delivery is not None
    return delivery


def test_nothing_spoken_has_no_delivery() -> None:
    assert measure_delivery([], language="en", kind="behavioral") is None
    assert measure_delivery([[], []], language="en", kind="behavioral") is None


@pytest.mark.parametrize(
    ("step_ms", "band"),
    [(700, "say_something"), (545, "fine"), (400, "fine"), (325, "fine"), (290, "say_something")],
)
def test_pace_is_words_a_minute_of_speaking_time(step_ms: int, band: str) -> None:
    pace = measured(timed("word " * 100, word_ms=step_ms - 50, gap_ms=50)).pace
    assert pace.value == pytest.approx(60_000 / step_ms, rel=0.01)
    assert pace.band == band


def test_the_gap_between_two_utterances_is_not_a_pause_and_not_speaking_time() -> None:
    one = measured(timed("word " * 40))
    two = measured(timed("word " * 20), timed("word " * 20, start_ms=60_000))
    assert two.pace.value == pytest.approx(one.pace.value, rel=0.02)
    assert two.long_pauses.value == 0


def test_long_pauses_inside_an_utterance_are_counted_per_minute() -> None:
    words: list[Word] = []
    for part in range(4):
        words += timed("word " * 30, start_ms=part * (30 * 400 + 2_500))
    assert measured(words).long_pauses.value == pytest.approx(3 / (words[-1].end_ms / 60_000), abs=0.1)
    assert measured(words).long_pauses.band == "say_something"


def test_thinking_before_the_first_word_is_never_judged() -> None:
    early, late = measured(timed("word " * 50)), measured(timed("word " * 50, start_ms=30_000))
    assert early == late


def test_fillers_are_not_measured_when_the_recogniser_drops_them() -> None:
    fillers = measured(timed("um I uh went there and um did it")).fillers
    assert (fillers.value, fillers.band) == (None, "not_measured")


@pytest.mark.parametrize(
    ("fillers", "band"), [(0, "fine"), (4, "fine"), (8, "say_something"), (14, "strongly")]
)
def test_fillers_have_bands(fillers: int, band: str) -> None:
    words = timed(" ".join(["um"] * fillers + ["word"] * (150 - fillers)))  # 150 words are 60 s
    metric = measured(words, recogniser_keeps_fillers=True).fillers
    assert metric.value == pytest.approx(fillers, abs=0.1)
    assert metric.band == band


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I would like to go there with you now", 0),
        ("it was, like, a very long day for everyone", 1),
        ("it was, you know, a very long day for everyone", 1),
        ("do you know the way to the station please", 0),
        ("I did so because it was the right thing", 0),
    ],
)
def test_ambiguous_words_are_fillers_only_when_set_off(text: str, count: int) -> None:
    words = timed(text)
    minutes = words[-1].end_ms / 60_000
    value = measured(words, recogniser_keeps_fillers=True).fillers.value
    assert value == pytest.approx(count / minutes, abs=0.1)


@pytest.mark.parametrize(
    ("kind", "seconds", "band", "says"),
    [
        ("behavioral", 30, "fine", "Short"),
        ("behavioral", 100, "fine", "good length"),
        ("behavioral", 170, "fine", "longer than needed"),
        ("behavioral", 200, "say_something", "three minutes"),
        ("screening", 40, "fine", "good length"),
        ("technical", 170, "fine", "good length"),
    ],
)
def test_length_depends_on_the_kind_of_question(kind: str, seconds: int, band: str, says: str) -> None:
    length = measured(timed("word " * 60), kind=kind, duration_ms=seconds * 1000).length
    assert (length.value, length.band) == (seconds, band)
    assert says in length.comment


def test_other_languages_have_values_and_no_bands() -> None:
    delivery = measured(timed("wort " * 100), language="de-DE")
    assert delivery.pace.band == "no_bands"
    assert delivery.pace.value is not None
    assert delivery.fillers.band == "not_measured"


@pytest.mark.parametrize(
    "words",
    [timed("yes please"), timed("so I said yes at once", word_ms=20, gap_ms=10)],
    ids=["two words", "a fraction of a second"],
)
def test_hardly_any_speech_has_no_delivery(words: list[Word]) -> None:
    assert measure_delivery([words], language="en", kind="behavioral") is None


def test_the_voice_is_shown_as_measured_weighted_by_how_long_it_sounded() -> None:
    sounds = [
        Sound(voiced_ms=3_000, pitch_hz=120, pitch_variation_st=2.0, loudness_dbfs=-20.0),
        Sound(voiced_ms=1_000, pitch_hz=120, pitch_variation_st=4.0, loudness_dbfs=-28.0),
    ]
    delivery = measured(timed("word " * 30), sounds=sounds)
    assert delivery.pitch_variation is not None
    assert delivery.loudness is not None
    assert (delivery.pitch_variation.value, delivery.pitch_variation.band) == (2.5, "no_bands")
    assert (delivery.loudness.value, delivery.loudness.band) == (-22.0, "no_bands")
    silent = measured(timed("word " * 30))
    assert (silent.pitch_variation, silent.loudness) == (None, None)


_words = st.lists(
    st.builds(
        Word,
        text=st.text(max_size=12),
        start_ms=st.integers(0, 10**7),
        end_ms=st.integers(0, 10**7),
    ),
    max_size=30,
)


@given(st.lists(_words, max_size=4), st.sampled_from(["en", "en-GB", "ja"]), st.booleans())
def test_no_timing_breaks_it_and_no_figure_is_negative(
    utterances: list[list[Word]], language: str, keeps: bool
) -> None:
    delivery = measure_delivery(utterances, language=language, kind="other", recogniser_keeps_fillers=keeps)
    if delivery is None:
        return
    for metric in (delivery.pace, delivery.fillers, delivery.long_pauses, delivery.length):
        assert metric.value is None or metric.value >= 0
