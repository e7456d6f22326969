"""How a score came about, in the words of the page."""

import re
from pathlib import Path

import pytest

from app.evaluation.port import DimensionName, DimensionScore, Evaluation
from app.evaluation.rubric import total
from app.report_document.score_explained import score_explained

PAGE = Path(__file__).parents[3] / "frontend" / "features" / "report" / "score-explained.ts"


def evaluation(
    scores: dict[DimensionName, float | None], score: float | None = None, flags: tuple[str, ...] = ()
) -> Evaluation:
    dimensions = [DimensionScore(name=name, score=each) for name, each in scores.items()]
    return Evaluation(
        status="scored",
        score=total(dimensions) if score is None else score,
        dimensions=dimensions,
        flags=list(flags),
    )


CASES: list[tuple[Evaluation, list[str]]] = [
    (
        evaluation({"relevance": 4, "structure": 3, "result": None}),
        ["The mean of these, times 20: 70 of 100."],
    ),
    (evaluation({"relevance": 3.5}), ["This one score, times 20: 70 of 100."]),
    (
        evaluation({"relevance": 0, "structure": 4.5, "result": 4.2}),
        [
            "The mean of these, times 20: 58 of 100.",
            "Relevance is 0 of 5, so this was read as an answer to another question: whatever the rest comes to, "
            "it gets 25 at most.",
        ],
    ),
    (evaluation({"relevance": 0.6, "structure": 1}), ["The mean of these, times 20: 16 of 100."]),
    (
        evaluation({"relevance": 4, "specificity": 2, "correctness": 2}),
        [
            "Correctness counts for one half and the mean of the others for the other half, times 20: 50 of 100.",
        ],
    ),
    (
        evaluation({"relevance": 2, "structure": 2}, flags=("too_few_words",)),
        [
            "The mean of these, times 20: 40 of 100.",
            "With under 25 words there is no example to judge yet, so each of these is 2 of 5 at most.",
        ],
    ),
    (evaluation({"relevance": 2, "structure": 2}, score=80), []),
    (evaluation({"relevance": None}), []),
]


@pytest.mark.parametrize(("judged", "expected"), CASES)
def test_the_score_is_explained_with_its_caps(judged: Evaluation, expected: list[str]) -> None:
    assert score_explained(judged) == expected


def test_the_page_says_it_in_the_same_words() -> None:
    """Each stretch of words between two figures stands in the page's own source."""
    page = " ".join(PAGE.read_text().replace("` +", "").replace("`", "").split())
    said = {sentence for judged, _ in CASES for sentence in score_explained(judged)}
    for sentence in said:
        for words in re.split(r"[\d.]+", sentence):
            assert words.strip() in page, words
