"""When an answer is over: tables of moments, and what holds for all of them."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evaluation.port import Completeness
from app.interview.terms import Patience
from turn_taking import (
    FEWEST_WORDS,
    LONGEST_MS,
    SHORTEST_MS,
    Decision,
    Facts,
    decide,
    evidence,
    is_hanging,
    silence_needed_ms,
)

TOLD = Completeness(situation=True, action=True, result=True, parts=[True])
CLOSED = Completeness(situation=True, action=True, result=True, closing_phrase=True)
# An answer of a minute that lacks nothing; how likely its words are the last ones is not known.
WHOLE = Facts(silence_ms=0, words=130, last_words="and the release went out on time.", completeness=TOLD)


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        (replace(WHOLE, silence_ms=1_000), "wait"),
        (replace(WHOLE, silence_ms=1_700), "wait"),
        (replace(WHOLE, silence_ms=1_900), "finish"),
        (replace(WHOLE, silence_ms=1_200, completeness=CLOSED), "finish"),
        # the surer its words, the sooner
        (replace(WHOLE, silence_ms=1_200, completeness=TOLD.model_copy(update={"over": 0.9})), "finish"),
        (replace(WHOLE, silence_ms=1_400, completeness=TOLD.model_copy(update={"over": 0.5})), "wait"),
        (replace(WHOLE, silence_ms=1_600, completeness=TOLD.model_copy(update={"over": 0.5})), "finish"),
        (replace(WHOLE, silence_ms=2_300, completeness=TOLD.model_copy(update={"over": 0.2})), "wait"),
        (replace(WHOLE, silence_ms=2_400, completeness=TOLD.model_copy(update={"over": 0.2})), "finish"),
        (replace(WHOLE, silence_ms=3_200, completeness=TOLD.model_copy(update={"over": 0.05})), "wait"),
        # hanging words ask for patience, and for a question before the answer is taken
        (replace(WHOLE, silence_ms=3_500, last_words="and we did that because"), "wait"),
        (replace(WHOLE, silence_ms=5_000, last_words="and we did that because"), "nudge"),
        (replace(WHOLE, silence_ms=5_000, last_words="and we did that because", was_nudged=True), "finish"),
        # hardly anything said
        (replace(WHOLE, silence_ms=9_000, words=2, last_words="Well yes."), "wait"),
        (replace(WHOLE, silence_ms=13_000, words=0, last_words=""), "nudge"),
        (replace(WHOLE, silence_ms=60_000, words=0, last_words="", was_nudged=True), "wait"),
        (replace(WHOLE, silence_ms=6_000, words=8, last_words="I led the team for a year."), "nudge"),
        # a moment was asked for
        (replace(WHOLE, silence_ms=15_000, asked_for_moment=True), "wait"),
        (replace(WHOLE, silence_ms=21_000, asked_for_moment=True), "finish"),
        # only Done ends it
        (replace(WHOLE, silence_ms=600_000, patience="unlimited"), "wait"),
        # push-to-talk records
        (replace(WHOLE, silence_ms=60_000, is_away=True), "wait"),
    ],
)
def test_an_answer_is_over_when_the_facts_say_so(facts: Facts, decision: Decision) -> None:
    assert decide(facts) == decision


@pytest.mark.parametrize("pause_ms", [300, 700, 1_000])
@pytest.mark.parametrize("words", [5, 20, 60, 200])
@pytest.mark.parametrize("completeness", [Completeness(), TOLD, CLOSED, Completeness(over=1.0)])
@pytest.mark.parametrize("end_of_turn", [None, 0.1, 0.5, 0.99])
def test_nobody_is_cut_off_within_a_second(
    pause_ms: int, words: int, completeness: Completeness, end_of_turn: float | None
) -> None:
    facts = replace(
        WHOLE, silence_ms=pause_ms, words=words, completeness=completeness, end_of_turn=end_of_turn
    )
    assert decide(facts) == "wait"


@pytest.mark.parametrize(
    "less_finished",
    [
        replace(WHOLE, words=40),
        replace(WHOLE, words=10),
        replace(WHOLE, last_words="and then"),
        replace(WHOLE, end_of_turn=0.1),
        replace(WHOLE, completeness=Completeness(situation=True)),
        replace(WHOLE, completeness=Completeness()),
        replace(WHOLE, completeness=TOLD.model_copy(update={"parts": [True, False]})),
        replace(WHOLE, completeness=TOLD.model_copy(update={"over": 0.1})),
        replace(WHOLE, own_pause_ms=1_200),
        replace(WHOLE, patience="patient"),
    ],
)
def test_what_is_less_finished_is_waited_for_longer(less_finished: Facts) -> None:
    assert silence_needed_ms(less_finished) > silence_needed_ms(WHOLE)


@pytest.mark.parametrize(("patience", "most_ms"), [("quick", 4_000), ("normal", 6_500), ("patient", 10_000)])
def test_the_wait_has_an_end(patience: Patience, most_ms: int) -> None:
    endless = Facts(
        silence_ms=0,
        words=10,
        last_words="and um",
        own_pause_ms=60_000,
        end_of_turn=0.0,
        patience=patience,
    )
    assert silence_needed_ms(endless) == most_ms


@pytest.mark.parametrize(
    ("last_words", "hangs"),
    [
        ("we shipped it on time.", False),
        ("and that was because", True),
        ("so I told them, um", True),
        ("Let me think.", True),
        ("there were three reasons,", True),
        ("and then we…", True),
        ("", False),
        ("it was the right thing to do.", False),
        ("so the team kept doing it.", False),
        ("so the team kept doing it", True),
        ("I took the van and this", True),
    ],
)
def test_a_sentence_that_wants_another_word_hangs(last_words: str, hangs: bool) -> None:
    assert is_hanging(last_words) is hangs


def test_nobodys_own_pauses_make_the_wait_endless() -> None:
    often_silent = silence_needed_ms(replace(WHOLE, own_pause_ms=60_000))
    assert silence_needed_ms(WHOLE) < often_silent <= 1.25 * silence_needed_ms(WHOLE)


def test_who_mostly_pauses_briefly_may_stop_to_think_all_the_same() -> None:
    assert silence_needed_ms(replace(WHOLE, own_pause_ms=100)) == silence_needed_ms(WHOLE)


# A busy machine is no failure.
unhurried = settings(deadline=None)

MOMENTS = st.builds(
    Facts,
    silence_ms=st.integers(0, 30_000),
    words=st.integers(0, 400),
    last_words=st.sampled_from(("it went well.", "and then", "I think", "we did it", "")),
    end_of_turn=st.none() | st.floats(0, 1),
    completeness=st.builds(
        Completeness,
        situation=st.booleans(),
        action=st.booleans(),
        result=st.booleans(),
        parts=st.lists(st.booleans(), max_size=3),
        closing_phrase=st.booleans(),
        over=st.none() | st.floats(0, 1),
    ),
    patience=st.sampled_from(get_args(Patience)),
    own_pause_ms=st.integers(0, 10_000),
    was_nudged=st.booleans(),
    asked_for_moment=st.booleans(),
    is_away=st.booleans(),
)


@unhurried
@given(MOMENTS, st.integers(0, 60_000))
def test_what_is_over_stays_over_while_nobody_speaks(facts: Facts, longer_ms: int) -> None:
    later = replace(facts, silence_ms=facts.silence_ms + longer_ms)
    assert decide(facts) in ("wait", decide(later))


@unhurried
@given(MOMENTS)
def test_more_patience_never_ends_an_answer_sooner(facts: Facts) -> None:
    waits = [
        silence_needed_ms(replace(facts, patience=patience)) for patience in ("quick", "normal", "patient")
    ]
    assert waits == sorted(waits)
    if decide(replace(facts, patience="patient")) == "finish":
        assert decide(replace(facts, patience="quick")) == "finish"
    assert decide(replace(facts, patience="unlimited")) == "wait"


@unhurried
@given(MOMENTS, st.floats(0, 1), st.floats(0, 1))
def test_the_surer_the_words_the_sooner(facts: Facts, one: float, other: float) -> None:
    less, more = (
        replace(facts, completeness=facts.completeness.model_copy(update={"over": over}))
        for over in sorted((one, other))
    )
    assert evidence(more) >= evidence(less)
    assert silence_needed_ms(more) <= silence_needed_ms(less)


@unhurried
@given(MOMENTS, st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_longer_ones_own_pauses_the_later_within_bounds(facts: Facts, one_ms: int, other_ms: int) -> None:
    short, long = (replace(facts, own_pause_ms=pause_ms) for pause_ms in sorted((one_ms, other_ms)))
    assert silence_needed_ms(short) <= silence_needed_ms(long)
    assert SHORTEST_MS[facts.patience] <= silence_needed_ms(long) <= LONGEST_MS[facts.patience]


@unhurried
@given(MOMENTS)
def test_a_few_words_are_never_taken_as_an_answer(facts: Facts) -> None:
    assert decide(replace(facts, words=min(facts.words, FEWEST_WORDS - 1))) != "finish"


@unhurried
@given(MOMENTS)
def test_nobody_is_nudged_twice_in_a_row(facts: Facts) -> None:
    assert decide(replace(facts, was_nudged=True)) != "nudge"
