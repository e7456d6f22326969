"""A model is believed while it passes the trials; scripted evaluators say what they are told, a server judges too."""

import asyncio

import pytest
from fakes.evaluator import FakeEvaluator
from fakes.language_model_server import language_model_server

from app.evaluation.embedded.instructions import without_instructions
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.language_model import (
    LanguageModelEvaluator,
    LanguageModelSettings,
    NotBelieved,
    TriedEvaluator,
)
from app.evaluation.language_model.trials import Trials, load_trials
from app.evaluation.port import (
    AnswerToEvaluate,
    DimensionScore,
    Evaluation,
    EvaluatorUnavailable,
    QuestionToEvaluate,
)
from app.evaluation.rubric import dimensions_of
from app.platform.metrics import Metrics
from graded import load_answers

ANSWER = AnswerToEvaluate(
    answer_id="a1",
    text="I rewrote the billing job in March and the error rate fell from four percent to one.",
    question=QuestionToEvaluate(text="What did you build?"),
)
TRIALS = load_trials()


class Scripted(FakeEvaluator):
    """Gives ``score`` to every dimension of a real answer, and to a trial what ``says`` tells."""

    def __init__(self, says: dict[str, float] | float) -> None:
        super().__init__("language_model")
        self.says = says
        self.tried: list[str] = []
        self.is_away_at: str | None = None

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        judged = await super().evaluate(answer)
        name = answer.answer_id.removeprefix("trial-")
        if name == answer.answer_id:
            return judged
        self.tried.append(name)
        if name == self.is_away_at:
            raise EvaluatorUnavailable("away in the middle")
        score = self.says if isinstance(self.says, float) else self.says[name]
        dimensions = [DimensionScore(name=n, score=score) for n in dimensions_of(answer.question)]
        return judged.model_copy(update={"dimensions": dimensions})


FAIR = {trial.name: (trial.at_least + trial.at_most) / 2 for trial in TRIALS.trials}


class TestWhoIsBelieved:
    async def test_a_fair_model_is_and_its_judgement_stands(self) -> None:
        model = Scripted(FAIR)
        evaluation = await TriedEvaluator(model).evaluate(ANSWER)
        assert evaluation == await model.evaluate(ANSWER)
        assert model.tried == [trial.name for trial in TRIALS.trials]

    @pytest.mark.parametrize("score", [5.0, 4.0, 3.5, 0.0, 1.0])
    async def test_one_that_gives_everybody_the_same_is_not(self, score: float) -> None:
        metrics = Metrics()
        with pytest.raises(NotBelieved):
            await TriedEvaluator(Scripted(score), metrics).evaluate(ANSWER)
        counted = metrics.registry.get_sample_value(
            "hirecoach_language_model_calls_total", {"purpose": "evaluation", "outcome": "not_believed"}
        )
        assert counted == 1

    @pytest.mark.parametrize("name", FAIR)
    async def test_one_failed_trial_is_enough(self, name: str) -> None:
        trial = next(t for t in TRIALS.trials if t.name == name)
        wrong = 5.0 if trial.at_most < 5 else 0.0
        with pytest.raises(NotBelieved):
            await TriedEvaluator(Scripted({**FAIR, name: wrong})).evaluate(ANSWER)

    async def test_what_needed_no_model_needs_no_trial(self) -> None:
        model = Scripted(5.0)
        refused = await TriedEvaluator(model).evaluate(ANSWER.model_copy(update={"text": "No idea."}))
        assert refused.status == "not_answered"


class TestWhenItIsTried:
    async def test_once_for_many_answers_at_once(self) -> None:
        model = Scripted(FAIR)
        tried = TriedEvaluator(model)
        await asyncio.gather(*(tried.evaluate(ANSWER) for _ in range(5)))
        await tried.evaluate(ANSWER)
        assert len(model.tried) == len(TRIALS.trials)

    async def test_again_after_a_day_and_a_failed_one_after_half_an_hour(self) -> None:
        now, model = 0.0, Scripted(FAIR)
        tried = TriedEvaluator(model, clock=lambda: now)
        await tried.evaluate(ANSWER)
        model.says = 5.0
        now = 3600 * TRIALS.passed_for_hours - 1
        await tried.evaluate(ANSWER)
        now += 1
        with pytest.raises(NotBelieved):
            await tried.evaluate(ANSWER)
        model.says, asked = FAIR, len(model.judged)
        now += 60 * TRIALS.failed_for_minutes - 1
        with pytest.raises(NotBelieved):
            await tried.evaluate(ANSWER)
        assert len(model.judged) == asked  # it is left alone meanwhile
        now += 1
        await tried.evaluate(ANSWER)

    async def test_a_server_that_went_away_is_asked_only_for_what_is_left(self) -> None:
        model = Scripted(FAIR)
        tried = TriedEvaluator(model)
        *before, last = FAIR
        model.is_away_at = last
        with pytest.raises(EvaluatorUnavailable):
            await tried.evaluate(ANSWER)
        model.is_away_at = None
        await tried.evaluate(ANSWER)
        assert model.tried == [*before, last, last]

    async def test_before_the_first_answer_where_there_is_time(self) -> None:
        model = Scripted(FAIR)
        tried = TriedEvaluator(model)
        tried.warm_up()
        tried.warm_up()
        while len(model.tried) < len(TRIALS.trials):
            await asyncio.sleep(0)
        await tried.evaluate(ANSWER)
        tried.warm_up()
        await asyncio.sleep(0)
        assert model.tried == [trial.name for trial in TRIALS.trials]

    async def test_a_model_that_is_away_then_is_tried_beside_the_answer(self) -> None:
        model = Scripted(FAIR)
        tried = TriedEvaluator(model)
        model.is_away = True
        tried.warm_up()
        await asyncio.sleep(0.01)
        model.is_away = False
        assert (await tried.evaluate(ANSWER)).status == "scored"

    async def test_giving_up_one_judgement_does_not_give_up_the_trials(self) -> None:
        model = Scripted(FAIR)
        tried = TriedEvaluator(model)
        model.hold()
        waiting = asyncio.create_task(tried.evaluate(ANSWER))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        model.release()
        await tried.evaluate(ANSWER)
        assert len(model.tried) == len(TRIALS.trials)

    async def test_closing_ends_trials_that_are_under_way(self) -> None:
        model = Scripted(FAIR)
        tried = TriedEvaluator(model)
        model.hold()
        waiting = asyncio.create_task(tried.evaluate(ANSWER))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await tried.aclose()
        assert model.tried == []


def test_the_order_in_a_trial_reaches_the_model() -> None:
    """What our lists know is blank before a model sees it, and would try nothing."""
    asking = next(trial for trial in TRIALS.trials if "column" in trial.answer)
    assert without_instructions(asking.answer, load_lexicon()) == asking.answer


def test_no_trial_is_an_answer_that_the_evaluator_is_measured_with() -> None:
    measured = {" ".join(answer.answer.split()) for answer in load_answers()}
    assert not measured & {trial.to_evaluate().text for trial in TRIALS.trials}


def test_trials_have_a_limit_that_a_constant_judge_cannot_keep() -> None:
    by_limit = Trials(passed_for_hours=1, failed_for_minutes=1, trials=TRIALS.trials).trials
    assert min(trial.at_most for trial in by_limit) < max(trial.at_least for trial in by_limit)


@pytest.mark.parametrize(("behaviour", "is_believed"), [("fair", True), ("obeys", False), ("good", False)])
async def test_over_a_real_connection_too(behaviour: str, is_believed: bool) -> None:
    """ "good" gives fours to all there is: a polite judge, and no use."""
    async with language_model_server(behaviour) as server:
        settings = LanguageModelSettings(model="test", base_url=server.base_url)
        tried = TriedEvaluator(LanguageModelEvaluator(settings))
        try:
            if is_believed:
                assert (await tried.evaluate(ANSWER)).evaluator == "language_model"
            else:
                with pytest.raises(NotBelieved):
                    await tried.evaluate(ANSWER)
        finally:
            await tried.aclose()
