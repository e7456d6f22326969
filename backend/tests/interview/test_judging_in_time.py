"""How long an answer's response is held for a language model: not longer than it can be worth."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from interview.conversations import Interview

from app.dependencies import Container
from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate
from app.interview.judging import LATEST, Judge, Judgement, Pace
from app.main import Adapters
from app.platform.metrics import Metrics

ANSWER = AnswerToEvaluate(
    answer_id="a1",
    text="I rewrote the billing job and the error rate fell.",
    question=QuestionToEvaluate(text="What did you build?"),
)
REFUSED = ANSWER.model_copy(update={"text": "No."})
INLINE = timedelta(seconds=2)
# Held for so long only by a test that fails.
LONG = timedelta(seconds=60)


@pytest.fixture
def model() -> FakeEvaluator:
    return FakeEvaluator("language_model")


@pytest.fixture
def embedded() -> FakeEvaluator:
    return FakeEvaluator()


@pytest.fixture
def judge(embedded: FakeEvaluator, model: FakeEvaluator) -> Judge:
    return Judge(embedded, model, Metrics())


def late(judge: Judge, times: int = LATEST) -> None:
    for _ in range(times):
        judge._pace.took(LONG.total_seconds() + 1)


class TestPace:
    def test_a_model_that_is_hardly_known_may_be_in_time(self) -> None:
        pace = Pace()
        for _ in range(LATEST - 1):
            pace.took(9.0)
        assert not pace.is_clearly_slower_than(INLINE)

    def test_one_that_was_late_each_time_is_clearly_slower(self) -> None:
        pace = Pace()
        for _ in range(LATEST):
            pace.took(2.1)
        assert pace.is_clearly_slower_than(INLINE)

    def test_once_in_time_is_enough_to_be_waited_for_again(self) -> None:
        pace = Pace()
        for seconds in (9.0, 9.0, 9.0, 1.5, 9.0, 9.0):
            pace.took(seconds)
        assert not pace.is_clearly_slower_than(INLINE)


async def in_time(judge: Judge, *, is_shown: bool = True) -> Judgement:
    judging = judge.begin(ANSWER)
    judgement = await asyncio.wait_for(judging.in_time(LONG, is_shown=is_shown), 30)
    if not judgement.is_final:
        judging._model.cancel()  # type: ignore[union-attr] # there is one in these tests
    return judgement


async def test_a_model_that_is_in_time_is_waited_for(judge: Judge, model: FakeEvaluator) -> None:
    model.hold()
    asyncio.get_running_loop().call_later(0.05, model.release)
    judgement = await in_time(judge)
    assert judgement.is_final
    assert judgement.evaluation is not None
    assert judgement.evaluation.evaluator == "language_model"


async def test_one_that_is_late_each_time_holds_no_response(judge: Judge, model: FakeEvaluator) -> None:
    late(judge)
    model.hold()
    judgement = await in_time(judge)
    assert not judgement.is_final
    assert judgement.evaluation is not None
    assert judgement.evaluation.evaluator == "embedded"


async def test_what_nobody_is_shown_yet_holds_no_response(judge: Judge, model: FakeEvaluator) -> None:
    model.hold()
    assert not (await in_time(judge, is_shown=False)).is_final


@pytest.mark.parametrize("is_shown", [True, False])
async def test_without_an_embedded_judgement_the_model_is_waited_for(
    judge: Judge, embedded: FakeEvaluator, model: FakeEvaluator, is_shown: bool
) -> None:
    late(judge)
    embedded.is_away = True
    model.hold()
    asyncio.get_running_loop().call_later(0.05, model.release)
    assert (await in_time(judge, is_shown=is_shown)).is_final


async def test_the_late_judgement_still_comes_and_is_timed(judge: Judge, model: FakeEvaluator) -> None:
    late(judge)
    model.hold()
    judging = judge.begin(ANSWER)
    await judging.in_time(LONG)
    model.release()
    judgement = await judging.finally_()
    assert judgement.evaluation is not None
    assert judgement.evaluation.evaluator == "language_model"
    assert not judge._pace.is_clearly_slower_than(LONG)


async def test_an_answer_that_needed_no_model_says_nothing_of_its_pace(judge: Judge) -> None:
    late(judge)
    await judge.begin(REFUSED).finally_()
    assert judge._pace.is_clearly_slower_than(LONG)


class WarmedUp(FakeEvaluator):
    """A model that is tried before its first answer."""

    warmed_up = 0

    def warm_up(self) -> None:
        self.warmed_up += 1


async def test_a_model_that_has_something_to_do_first_begins_with_it_when_the_interview_does(
    embedded: FakeEvaluator,
) -> None:
    model = WarmedUp("language_model")
    await Judge(embedded, model, Metrics()).warm_up()
    assert model.warmed_up == 1
    assert embedded.judged


class TestTheResponse:
    """Over HTTP, with a model that says nothing until it is let."""

    @pytest.fixture
    def adapters(self, embedded: FakeEvaluator, model: FakeEvaluator) -> Adapters:
        model.hold()
        return Adapters(planner=FakePlanner(), embedded=embedded, language_model=model)

    @pytest.mark.parametrize("is_known_to_be_late", [False, True])
    async def test_does_not_wait_for_what_is_not_shown_or_will_be_late_and_it_comes_as_an_event(
        self,
        client: httpx.AsyncClient,
        container: Container,
        model: FakeEvaluator,
        is_known_to_be_late: bool,
    ) -> None:
        container.interviews.conclusions._inline = LONG
        if is_known_to_be_late:
            late(container.judge)
        feedback = "each_answer" if is_known_to_be_late else "at_end"
        interview = await Interview.start(client, question_count=2, feedback=feedback)
        turn = (await asyncio.wait_for(interview.answer(interview.first["id"]), 30)).json()
        assert turn["next_question"]["number"] == 2
        shown = turn["evaluation"]
        assert shown["evaluator"] == "embedded" if is_known_to_be_late else shown is None
        model.release()
        await container.interviews.conclusions.settle(interview.session_id, LONG)
        await interview.finish()
        answered = await interview.question(1)
        assert answered["answer"]["evaluation"]["evaluator"] == "language_model"
