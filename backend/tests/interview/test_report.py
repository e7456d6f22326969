"""The arithmetic of the report."""

import pytest
from report_document.reports import STRONG, answer, question, report

from app.evaluation.port import EvaluationStatus
from app.interview.report import SPREAD_OF_ONE_ANSWER, overall_score
from app.interview.schemas import Answer


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


def test_a_weak_follow_up_is_practised_with_its_question_and_a_question_only_once() -> None:
    weak = question(1, answer("b", STRONG, score=20.0), follow_up_to="q1")
    seen = report([question(1, answer("a", STRONG, score=60.0)), weak, question(2, None)])
    assert [(item.question_id, item.question_text) for item in seen.practise_next] == [
        ("q1", "What happened in case 1?"),
        ("q2", "What happened in case 2?"),
    ]


def test_a_skipped_follow_up_does_not_make_its_question_an_open_one() -> None:
    seen = report([question(1, answer("a", STRONG)), question(1, None, follow_up_to="q1")])
    assert [item.why for item in seen.practise_next] == ["Say what it cost."]


def judged_as(status: EvaluationStatus, *, score: float | None = None) -> Answer:
    given = answer("a", STRONG)
    assert given.evaluation is not None
    evaluation = given.evaluation.model_copy(update={"status": status, "score": score})
    return given.model_copy(update={"evaluation": evaluation})


@pytest.mark.parametrize(
    ("status", "score", "answered"),
    [
        ("scored", 60.0, 1),
        ("provisional", 60.0, 1),
        pytest.param("provisional", None, 1, id="in a language that is not scored"),
        ("pending", None, 1),
        ("not_answered", None, 0),
        ("skipped", None, 0),
    ],
)
def test_coverage_and_competencies_count_the_same_questions_as_answered(
    status: EvaluationStatus, score: float | None, answered: int
) -> None:
    seen = report([question(1, judged_as(status, score=score)), question(2, None)])
    assert (seen.coverage.answered, seen.coverage.skipped, seen.coverage.not_answered) == (
        answered,
        1,
        1 - answered,
    )
    assert [(c.answered, c.asked) for c in seen.competencies] == [(answered, 2)]


def test_a_refusal_that_a_follow_up_made_good_is_an_answer() -> None:
    thread = [
        question(1, judged_as("not_answered")),
        question(1, answer("b", STRONG), follow_up_to="q1"),
    ]
    seen = report(thread)
    assert (seen.coverage.answered, seen.coverage.not_answered) == (1, 0)
    assert seen.competencies[0].answered == 1
    assert [item.why for item in seen.practise_next] == ["Say what it cost."]


@pytest.mark.parametrize(("score", "is_said"), [(48.0, True), (None, False)])
def test_only_doubtful_words_are_said_to_have_been_hard_to_understand(
    score: float | None, is_said: bool
) -> None:
    """An answer in a language that is not scored is provisional too; it was heard well."""
    notes = report([question(1, judged_as("provisional", score=score))]).notes
    assert any("hard to understand" in note for note in notes) is is_said
