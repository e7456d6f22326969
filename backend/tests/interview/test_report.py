"""The arithmetic of the report."""

import pytest

from app.interview.report import SPREAD_OF_ONE_ANSWER, overall_score


@pytest.mark.parametrize(
    ("scores", "total", "expected"),
    [
        ([], 1, (None, None)),
        ([80.0], 1, (80.0, SPREAD_OF_ONE_ANSWER)),
        ([80.0], 3, (None, None)),
        ([80.0, 60.0], 4, (70.0, 10.0)),
        ([60.0, 60.0, 60.0], 3, (60.0, 0.0)),
        ([0.0, 100.0], 2, (50.0, 50.0)),
    ],
)
def test_the_overall_score_is_the_mean_with_its_standard_error_from_half_answered_on(
    scores: list[float], total: int, expected: tuple[float | None, float | None]
) -> None:
    assert overall_score(scores, total) == expected
