"""Texts compared word by word, against the plain table of edit distance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.interview.word_alignment import cuts, distance, spans_of, words_of

WORDS = st.lists(st.sampled_from("abc"), max_size=9)


def plain(one: list[str], other: list[str]) -> int:
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        above, row = row, [i]
        for j, right in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (left != right)))
    return row[-1]


@given(WORDS, WORDS)
def test_the_distance_is_that_of_the_plain_table(one: list[str], other: list[str]) -> None:
    assert distance(one, other) == plain(one, other)


@given(st.lists(WORDS, max_size=4), WORDS)
def test_cuts_keep_the_order_and_cost_nothing_over_the_distance_of_the_whole(
    pieces: list[list[str]], whole: list[str]
) -> None:
    found = cuts(pieces, whole)
    assert found == sorted(found)
    stretches = [whole[start:end] for start, end in zip([0, *found], found, strict=False)]
    together = sum(plain(piece, stretch) for piece, stretch in zip(pieces, stretches, strict=True))
    joined = [word for piece in pieces for word in piece]
    if pieces:
        assert found[-1] == len(whole)
        assert together == plain(joined, whole)


def test_a_corrected_word_stays_in_its_piece() -> None:
    pieces = [words_of("I moved the stork"), words_of("to another hall"), words_of("because it rained.")]
    assert cuts(pieces, words_of("I moved the stock to another hall because it rained")) == [4, 7, 10]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's 4 p.m., isn't it?", ["its", "4", "pm", "isnt", "it"]),
        ("Straße — STRASSE", ["strasse", "—", "strasse"]),
        ("私は Mac", ["私", "は", "mac"]),
        ("  ", []),
    ],
)
def test_words_are_compared_as_they_are_heard(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


@given(st.text(max_size=80))
def test_words_cover_everything_but_white_space(text: str) -> None:
    assert "".join(text[start:end] for start, end in spans_of(text)) == "".join(text.split())


def test_thousands_of_words_are_compared() -> None:
    """The plain table has sixteen million cells; what matters here is that it comes to an end, and is right."""
    one = [f"w{n % 700}" for n in range(4_000)]
    other = [*one[:1_000], "new", *one[1_003:]]
    assert distance(one, other) == 3
    assert cuts([one[:1_000], one[1_000:]], other) == [1_000, len(other)]
