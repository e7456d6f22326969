"""What a correction may change, and where its words stand. Pure."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interview.correction import corrected, require_correction
from app.interview.errors import AnswerNotSpoken, CorrectionTooLarge
from app.interview.parts import Part, compose, compose_as_heard, mean_confidence, unsure_words
from app.interview.terms import Modality
from app.speech.port import Word

AT = datetime(2026, 11, 14, 10, tzinfo=UTC)
HEARD = "Last spring our check out failed for one in fifty customs and I wrote a script that replayed the requests."
SAID = "Last spring our checkout failed for one in fifty customers and I wrote a script that replayed the requests."


def part(n: int, text: str, modality: Modality = "spoken", words: tuple[Word, ...] = ()) -> Part:
    sequence = n if modality == "spoken" else None
    return Part(id=f"p{n}", modality=modality, text=text, at=AT, sequence=sequence, words=words)


def test_what_was_heard_stays_beside_what_was_said() -> None:
    (now,) = corrected([part(0, HEARD)], SAID)
    assert (now.text, now.heard, now.was_checked) == (SAID, HEARD, True)
    assert compose_as_heard([now]) == HEARD


def test_a_part_that_was_heard_right_is_only_checked() -> None:
    parts = [part(0, "I moved the stork"), part(1, "to another  hall.")]
    first, second = corrected(parts, "I moved the stock to another hall.")
    assert (first.text, first.heard) == ("I moved the stock", "I moved the stork")
    assert (second.text, second.heard, second.was_checked) == ("to another  hall.", None, True)


def test_typed_words_stay_where_they_are() -> None:
    parts = [part(0, "I moved the stork"), part(1, "By hand.", "typed"), part(2, "to another hole")]
    now = corrected(parts, "I moved the stock to another hall")
    assert compose(now) == "I moved the stock\nBy hand.\nto another hall"
    assert now[1] == parts[1]


def test_a_typed_answer_has_nothing_that_was_misheard() -> None:
    with pytest.raises(AnswerNotSpoken):
        corrected([part(0, "I moved it.", "typed")], "I moved it.")


def test_what_was_heard_is_the_measure_however_often_it_is_corrected() -> None:
    """Or a few words at a time would make another answer of it."""
    words = [f"word{n}" for n in range(20)]
    parts = [part(0, " ".join(words))]
    for upto in (4, 8):
        parts = corrected(parts, " ".join(["other"] * upto + words[upto:]))
    with pytest.raises(CorrectionTooLarge):
        corrected(parts, " ".join(["other"] * 12 + words[12:]))
    (back,) = corrected(parts, " ".join(words))
    assert (back.text, back.heard) == (" ".join(words), None)


@pytest.mark.parametrize(
    ("heard", "words", "is_allowed"),
    [
        (20, ["x"] * 8 + ["w"] * 12, True),
        (20, ["x"] * 9 + ["w"] * 11, False),
        (20, ["w"] * 25, True),
        (20, ["w"] * 26, False),
        (20, ["w"] * 12, True),
        (20, ["w"] * 11, False),
        (3, ["x"] * 3, True),
        (3, ["w"] * 8, True),
        (3, ["w"] * 9, False),
        (3, [], False),
    ],
)
def test_two_words_in_five_may_change_and_a_quarter_may_be_added(
    heard: int, words: list[str], is_allowed: bool
) -> None:
    if is_allowed:
        require_correction(["w"] * heard, words)
    else:
        with pytest.raises(CorrectionTooLarge) as refused:
            require_correction(["w"] * heard, words)
        assert "practise this question again" in refused.value.detail
        assert refused.value.extensions["heard_words"] == heard


def test_whoever_checked_the_words_is_sure_of_them() -> None:
    parts = [part(0, "I know", words=(word("I", 0.3), word("know", 0.5)))]
    assert mean_confidence(parts) == 0.4
    assert mean_confidence(corrected(parts, "I know")) is None


def test_doubtful_words_are_found_in_what_was_heard() -> None:
    heard = part(
        0,
        "The stork, the stock.",
        words=tuple(map(word, ["The", "stork,", "the", "stock."], [1, 0.2, 1, 0.5])),
    )
    found = [heard.text[stretch.start : stretch.end] for stretch in unsure_words(heard)]
    assert found == ["stork,", "stock."]


def word(text: str, confidence: float) -> Word:
    return Word(text=text, start_ms=0, end_ms=100, confidence=confidence)


SPEECH = st.lists(st.sampled_from(["stock", "hall", "and", "I", "we", "😬", "nö"]), max_size=12).map(" ".join)
MODALITIES = st.sampled_from(["spoken", "spoken", "typed", "push_to_talk"])


@given(st.lists(st.tuples(SPEECH, MODALITIES), max_size=5), SPEECH)
def test_no_word_is_lost_doubled_or_moved(said: list[tuple[str, Modality]], text: str) -> None:
    parts = [part(n, heard, modality) for n, (heard, modality) in enumerate(said)]
    try:
        now = corrected(parts, text)
    except (AnswerNotSpoken, CorrectionTooLarge):
        return
    assert [p.text for p in now if p.modality == "typed"] == [p.text for p in parts if p.modality == "typed"]
    assert " ".join(p.text for p in now if p.modality != "typed").split() == text.split()
    assert [p.as_heard for p in now] == [p.text for p in parts]
    assert corrected(now, text) == now


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_taken_or_refused(heard: str, text: str) -> None:
    try:
        (now,) = corrected([part(0, heard)], text)
    except (AnswerNotSpoken, CorrectionTooLarge):
        return
    assert now.text.split() == text.split()
    assert now.as_heard == heard
