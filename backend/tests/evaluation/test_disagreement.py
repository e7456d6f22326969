"""Two judgements side by side: what differs is said."""

import pytest

from app.evaluation.disagreement import (
    CLEARLY_OFF_TOPIC,
    DIFFER_FLAG,
    DOUBTED_FLAG,
    DOUBTED_RELEVANCE,
    beside_embedded,
)
from app.evaluation.port import DimensionScore, Evaluation, EvaluatorName
from app.evaluation.rubric import load_rubric


def scored(score: float | None, by: EvaluatorName = "embedded") -> Evaluation:
    status = "scored" if score is not None else "not_answered"
    return Evaluation(status=status, score=score, evaluator=by, flags=["markup"])


@pytest.mark.parametrize(
    ("model", "embedded", "differ"),
    [(80, 54, True), (80, 55, False), (20, 46, True), (50, 50, False), (90, None, False), (None, 90, False)],
)
def test_more_than_25_points_apart_is_flagged(
    model: float | None, embedded: float | None, differ: bool
) -> None:
    both = beside_embedded(scored(model, "language_model"), scored(embedded))
    assert (DIFFER_FLAG in both.flags) is differ
    assert "markup" in both.flags
    assert (both.score, both.embedded_score, both.evaluator) == (model, embedded, "language_model")


def test_without_an_embedded_judgement_nothing_is_said() -> None:
    alone = scored(80, "language_model")
    assert beside_embedded(alone, None) == alone


def with_relevance(relevance: float, by: EvaluatorName = "embedded") -> Evaluation:
    """Relevance and one other dimension at 5."""
    dimensions = [
        DimensionScore(name="relevance", score=relevance),
        DimensionScore(name="structure", score=5),
    ]
    total = 25.0 if relevance <= 1 else 10 * (relevance + 5)
    return Evaluation(status="scored", score=total, dimensions=dimensions, evaluator=by)


def test_a_clear_doubt_about_the_topic_holds_relevance_and_says_so() -> None:
    both = beside_embedded(with_relevance(5, "language_model"), with_relevance(CLEARLY_OFF_TOPIC))
    assert [d.score for d in both.dimensions] == [DOUBTED_RELEVANCE, 5]
    assert both.score == 75
    assert {DIFFER_FLAG, DOUBTED_FLAG} <= set(both.flags)
    assert "answer to another question" in both.coach_notes[-1]


def test_an_unclear_one_only_says_that_judgements_differ() -> None:
    judged = with_relevance(5, "language_model")
    both = beside_embedded(judged, with_relevance(CLEARLY_OFF_TOPIC + 0.1))
    assert (both.score, both.dimensions, both.coach_notes) == (judged.score, judged.dimensions, [])
    assert both.flags == [DIFFER_FLAG]


def test_where_the_model_doubts_it_too_nothing_is_held() -> None:
    judged = with_relevance(DOUBTED_RELEVANCE, "language_model")
    assert DOUBTED_FLAG not in beside_embedded(judged, with_relevance(0)).flags


@pytest.mark.parametrize(
    ("language", "words"), [("de-AT", "andere Frage"), ("pt", "outra pergunta"), ("pl", "another")]
)
def test_a_doubt_is_said_in_the_interviews_language(language: str, words: str) -> None:
    both = beside_embedded(with_relevance(5, "language_model"), with_relevance(0), language)
    assert words in both.coach_notes[-1]
    assert "2.5" in both.coach_notes[-1]


def test_a_clear_doubt_is_what_the_rubric_calls_off_topic() -> None:
    assert load_rubric().gates.off_topic_from == CLEARLY_OFF_TOPIC
