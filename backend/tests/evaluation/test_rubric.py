"""The rubric: gates and totals, as tables of cases."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evaluation.port import (
    AnswerToEvaluate,
    DimensionName,
    DimensionScore,
    Evidence,
    QuestionToEvaluate,
)
from app.evaluation.rubric import (
    apply_gates,
    dimensions_of,
    is_answered,
    load_rubric,
    quote_holds,
    status_of,
    total,
)

BEHAVIORAL = QuestionToEvaluate(text="Tell me about a time you helped somebody.")
KEYED = QuestionToEvaluate(
    text="What is TCP?", kind="technical", key_points=("It is reliable", "It is ordered")
)
REFERENCED = QuestionToEvaluate(text="What is TCP?", kind="technical", reference="A reliable stream.")


def scored(
    name: DimensionName, score: float | None, evidence: list[Evidence] | None = None
) -> DimensionScore:
    return DimensionScore(name=name, score=score, evidence=evidence or [])


def answer(
    text: str = "I helped her", question: QuestionToEvaluate = BEHAVIORAL, confidence: float | None = None
) -> AnswerToEvaluate:
    return AnswerToEvaluate(answer_id="a", text=text, question=question, confidence=confidence)


def quote(text: str, start: int, of: str) -> Evidence:
    return Evidence(quote=of, start=start, end=start + len(of), answer_id="a")


def test_every_dimension_has_anchors() -> None:
    assert set(load_rubric().anchors) == set(get_args(DimensionName))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (BEHAVIORAL, {"relevance", "structure", "specificity", "ownership", "result"}),
        (QuestionToEvaluate(text="?", kind="screening"), {"relevance", "specificity"}),
        (
            QuestionToEvaluate(text="?", kind="never heard of"),
            {"relevance", "structure", "specificity", "ownership", "result"},
        ),
        (KEYED, {"relevance", "structure", "specificity", "ownership", "correctness"}),
        (REFERENCED, {"relevance", "correctness"}),
        (QuestionToEvaluate(text="?", dimensions=("relevance", "correctness")), {"relevance"}),
    ],
)
def test_correctness_applies_only_with_a_key(question: QuestionToEvaluate, expected: set[str]) -> None:
    assert set(dimensions_of(question)) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"relevance": 5, "result": 5}, 100),
        ({"relevance": 4, "structure": 3, "specificity": 2, "ownership": 1, "result": 0}, 40),
        ({"relevance": 1, "structure": 5, "specificity": 5, "ownership": 5, "result": 5}, 25),
        ({"relevance": 1.1, "structure": 5, "specificity": 5, "ownership": 5, "result": 5}, 84.4),
        ({"relevance": 0.5, "structure": 0}, 5),
        ({"relevance": 4, "specificity": 2, "correctness": 5}, 80),
        ({"correctness": 2}, 40),
        ({"relevance": 4, "result": None}, 80),
        ({"relevance": None}, None),
        ({}, None),
    ],
)
def test_totals(scores: dict[DimensionName, float | None], expected: float | None) -> None:
    assert total([scored(name, score) for name, score in scores.items()]) == expected


@pytest.mark.parametrize(
    ("evidence", "holds"),
    [
        (Evidence(quote="helped", start=2, end=8, answer_id="a"), True),
        (Evidence(quote="Helped", start=2, end=8, answer_id="a"), False),
        (Evidence(quote="helped", start=3, end=9, answer_id="a"), False),
        (Evidence(quote="", start=0, end=0, answer_id="a"), False),
        (Evidence(quote=" ", start=1, end=2, answer_id="a"), False),
    ],
)
def test_a_quote_holds_only_character_by_character(evidence: Evidence, holds: bool) -> None:
    assert quote_holds("I helped her", evidence) is holds


def test_offsets_are_code_points() -> None:
    assert quote_holds("👍🏽 I helped", Evidence(quote="helped", start=5, end=11, answer_id="a"))


def test_no_quote_no_three() -> None:
    lie = Evidence(quote="saved it", start=0, end=8, answer_id="a")
    gated = apply_gates(answer(), [scored("result", 5, [lie]), scored("structure", 2)], words=80)
    assert [d.score for d in gated] == [2.5, 2]
    assert gated[0].evidence == []


def test_a_three_with_its_quote_stays() -> None:
    gated = apply_gates(answer(), [scored("result", 5, [quote("I helped her", 2, "helped")])], words=80)
    assert gated[0].score == 5


@pytest.mark.parametrize(
    ("words", "question", "expected"), [(24, BEHAVIORAL, 2), (25, BEHAVIORAL, 4), (5, KEYED, 4)]
)
def test_a_short_example_earns_at_most_two(words: int, question: QuestionToEvaluate, expected: float) -> None:
    one = scored("structure", 4, [quote("I helped her", 2, "helped")])
    assert apply_gates(answer(question=question), [one], words=words)[0].score == expected


@pytest.mark.parametrize(
    ("question", "words", "declined", "expected"),
    [
        (BEHAVIORAL, 4, False, False),
        (BEHAVIORAL, 5, False, True),
        (BEHAVIORAL, 12, True, False),
        (KEYED, 1, False, True),
        (KEYED, 0, False, False),
        (KEYED, 3, True, False),
    ],
)
def test_what_counts_as_answered(
    question: QuestionToEvaluate, words: int, declined: bool, expected: bool
) -> None:
    assert is_answered(question, words, declined) is expected


@pytest.mark.parametrize(("confidence", "status"), [(None, "scored"), (0.8, "scored"), (0.79, "provisional")])
def test_poor_recognition_makes_it_provisional(confidence: float | None, status: str) -> None:
    assert status_of(answer(confidence=confidence)) == status


@given(
    st.dictionaries(
        st.sampled_from(get_args(DimensionName)),
        st.one_of(st.none(), st.floats(0, 5)),
        min_size=0,
        max_size=6,
    )
)
def test_a_total_is_always_in_range(scores: dict[DimensionName, float | None]) -> None:
    result = total([scored(name, score) for name, score in scores.items()])
    assert result is None or 0 <= result <= 100
