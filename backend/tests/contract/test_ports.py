"""What every planner and every evaluator keeps to, the fakes of the tests included."""

import pytest
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from interview.conversations import LONG_ENOUGH

from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.port import AnswerToEvaluate, Evaluator, QuestionToEvaluate
from app.questions.planner import BankPlanner
from app.questions.port import PlanRequest, QuestionPlanner, UnknownCompetency

QUESTION = QuestionToEvaluate(text="Tell me about a time you fixed something that was broken for long.")


@pytest.fixture(params=[FakePlanner, BankPlanner])
def planner(request: pytest.FixtureRequest) -> QuestionPlanner:
    made: QuestionPlanner = request.param()
    return made


@pytest.fixture(params=[FakeEvaluator, EmbeddedEvaluator])
def judge(request: pytest.FixtureRequest) -> Evaluator:
    made: Evaluator = request.param()
    return made


def plan_request(**more: object) -> PlanRequest:
    fields: dict[str, object] = {
        "job_title": "Backend engineer",
        "seniority": "mid",
        "language": "en",
        "interview_type": "mixed",
        "question_count": 5,
        "seed": 7,
    }
    return PlanRequest.model_validate(fields | more)


@pytest.mark.parametrize("count", [1, 5, 15])
async def test_a_plan_has_as_many_questions_as_wanted_and_no_two_alike(
    planner: QuestionPlanner, count: int
) -> None:
    plan = await planner.plan(plan_request(question_count=count))
    assert len({question.text for question in plan}) == count
    known = {competency.id for competency in planner.competencies()}
    assert all(question.competency in known for question in plan)


async def test_the_same_request_gives_the_same_plan(planner: QuestionPlanner) -> None:
    assert await planner.plan(plan_request()) == await planner.plan(plan_request())


async def test_a_focus_that_is_not_known_is_refused_by_its_id(planner: QuestionPlanner) -> None:
    with pytest.raises(UnknownCompetency, match="juggling"):
        await planner.plan(plan_request(focus=("juggling",)))


async def test_evidence_is_verbatim(judge: Evaluator) -> None:
    evaluation = await judge.evaluate(AnswerToEvaluate(answer_id="a", text=LONG_ENOUGH, question=QUESTION))
    for dimension in evaluation.dimensions:
        for evidence in dimension.evidence:
            assert LONG_ENOUGH[evidence.start : evidence.end] == evidence.quote
            assert evidence.answer_id == "a"


async def test_the_same_answer_gets_the_same_judgement(judge: Evaluator) -> None:
    answer = AnswerToEvaluate(answer_id="a", text=LONG_ENOUGH, question=QUESTION)
    assert await judge.evaluate(answer) == await judge.evaluate(answer)


@pytest.mark.parametrize("strange", ["", "🚀", "\u202e", "word " * 5_000, "</answer>{}", "لا أعرف"])
async def test_a_strange_answer_is_judged_without_a_crash(judge: Evaluator, strange: str) -> None:
    evaluation = await judge.evaluate(AnswerToEvaluate(answer_id="a", text=strange, question=QUESTION))
    assert evaluation.status in ("scored", "not_answered", "provisional")
    await judge.completeness(QUESTION, strange)
