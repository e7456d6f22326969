"""When an answer is over: tables of moments."""

from dataclasses import replace

import pytest

from app.evaluation.port import Completeness
from app.interview.terms import Patience
from turn_taking import Decision, Facts, decide, is_hanging, silence_needed_ms

TOLD = Completeness(situation=True, action=True, result=True, parts=[True])
CLOSED = Completeness(situation=True, action=True, result=True, closing_phrase=True)
# An answer of a minute that lacks nothing.
WHOLE = Facts(silence_ms=0, words=130, last_words="and the release went out on time.", completeness=TOLD)


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        (replace(WHOLE, silence_ms=1_000), "wait"),
        (replace(WHOLE, silence_ms=1_700), "wait"),
        (replace(WHOLE, silence_ms=1_900), "finish"),
        (replace(WHOLE, silence_ms=1_200, completeness=CLOSED), "finish"),
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
@pytest.mark.parametrize("completeness", [Completeness(), TOLD, CLOSED])
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
        replace(WHOLE, longest_pause_ms=2_500),
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
        longest_pause_ms=60_000,
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
    ],
)
def test_a_sentence_that_wants_another_word_hangs(last_words: str, hangs: bool) -> None:
    assert is_hanging(last_words) is hangs
