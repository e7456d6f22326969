"""A thread judged as one answer: evidence stays where it was said, and asking more never costs."""

import pytest

from app.evaluation.port import DimensionScore, Evaluation, EvaluatorName, Evidence
from app.interview.case import BETWEEN_ANSWERS, in_place, never_lower

PIECES = [("a1", "I moved it 🚀 in May."), ("a2", "It took two days."), ("a3", "")]
WHOLE = BETWEEN_ANSWERS.join(text for _, text in PIECES)


def judged(*quotes: str) -> Evaluation:
    evidence = [
        Evidence(quote=q, start=WHOLE.index(q), end=WHOLE.index(q) + len(q), answer_id="a3") for q in quotes
    ]
    return Evaluation(
        status="scored", score=50, dimensions=[DimensionScore(name="result", score=3, evidence=evidence)]
    )


@pytest.mark.parametrize(
    ("quote", "answer_id", "kept"),
    [
        ("I moved it", "a1", "I moved it"),
        ("in May.", "a1", "in May."),
        ("two days", "a2", "two days"),
        ("May.\nIt took two days.", "a2", "It took two days."),
        ("🚀 in May.\nIt took", "a1", "🚀 in May."),
    ],
)
def test_a_quote_is_of_the_answer_that_it_stands_in(quote: str, answer_id: str, kept: str) -> None:
    evidence = in_place(judged(quote), PIECES).dimensions[0].evidence[0]
    assert (evidence.answer_id, evidence.quote) == (answer_id, kept)
    assert dict(PIECES)[answer_id][evidence.start : evidence.end] == kept


def test_what_only_stands_between_two_answers_is_no_evidence() -> None:
    assert in_place(judged("\n"), PIECES).dimensions[0].evidence == []


def scored(
    score: float | None, evaluator: EvaluatorName = "embedded", beside: float | None = None, flags: str = ""
) -> Evaluation:
    status = "not_answered" if score is None else "scored"
    return Evaluation(
        status=status, score=score, evaluator=evaluator, embedded_score=beside, flags=flags.split()
    )


@pytest.mark.parametrize(
    ("before", "thread", "score"),
    [
        (scored(40), scored(60), 60),
        (scored(40), scored(40), 40),
        (scored(40), scored(35), 40),
        (scored(40), scored(None), 40),
        (None, scored(35), 35),
        (scored(None), scored(35), 35),
        # The language model is held against itself; its first word against what stands beside it.
        (scored(70, "language_model"), scored(60, "language_model"), 70),
        (scored(70), scored(50, "language_model", beside=75), 50),
        (scored(70), scored(50, "language_model", beside=65), 70),
        (scored(70, "language_model"), scored(60), 70),
    ],
)
def test_a_thread_is_never_lower_for_having_been_asked_more(
    before: Evaluation | None, thread: Evaluation, score: float
) -> None:
    assert never_lower(before, thread).score == score


def test_what_was_noticed_about_the_last_answer_is_said_though_the_score_stays() -> None:
    kept = never_lower(scored(40, flags="repeats"), scored(20, flags="instructions repeats"))
    assert kept.flags == ["repeats", "instructions"]
