"""Two judgements side by side: what differs is said."""

import pytest

from app.evaluation.disagreement import DIFFER_FLAG, beside_embedded
from app.evaluation.port import Evaluation, EvaluatorName


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
