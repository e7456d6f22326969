"""The language-model evaluator against a real local server that behaves, and against all that do not."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from fakes.language_model import FIX, RETRY
from fakes.language_model_server import Server, language_model_server
from pydantic import SecretStr

from app.evaluation.language_model import MADE_UP_QUOTE_FLAG, LanguageModelEvaluator, LanguageModelSettings
from app.evaluation.language_model.circuit import RESTS_FOR_S, CircuitBreaker
from app.evaluation.port import AnswerToEvaluate, EvaluatorUnavailable, QuestionToEvaluate
from app.platform.metrics import Metrics

QUESTION = QuestionToEvaluate(text="Tell me about a time you helped a colleague. How did it end?")
TEXT = (
    "Last winter a new colleague on my team could not log in to the till, so I showed her the reset steps "
    "and wrote them on a card because it happened every week. "
    "In the end nobody had to call the help desk again."
)
PRIVATE = ("colleague", "till", "help desk")


def answer(text: str = TEXT, **options: Any) -> AnswerToEvaluate:
    return AnswerToEvaluate(answer_id="a1", text=text, **{"question": QUESTION, **options})


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evaluation.language_model.evaluator._PAUSE_S", 0)


@asynccontextmanager
async def evaluator_with(
    behaviour: str,
    circuit: CircuitBreaker | None = None,
    metrics: Metrics | None = None,
    **options: Any,
) -> AsyncIterator[tuple[LanguageModelEvaluator, Server]]:
    async with language_model_server(behaviour) as server:
        settings = LanguageModelSettings(model="test", base_url=server.base_url)
        evaluator = LanguageModelEvaluator(replace(settings, **options), metrics, circuit)
        try:
            yield evaluator, server
        finally:
            await evaluator.aclose()
        assert server.refused == []  # whatever it does afterwards, it takes only what OpenAI would take


class TestAServerThatBehaves:
    async def test_code_adds_up_what_the_model_judged(self) -> None:
        async with evaluator_with("good") as (evaluator, server):
            evaluation = await evaluator.evaluate(answer())
        assert (evaluation.score, evaluation.status) == (80, "scored")
        assert (evaluation.biggest_fix, evaluation.retry_prompt) == (FIX, RETRY)
        assert evaluation.flags == []
        assert len(server.requests) == 2

    async def test_passages_are_asked_for_before_the_judgement_which_sees_only_what_was_found(self) -> None:
        async with evaluator_with("half lies") as (evaluator, server):
            evaluation = await evaluator.evaluate(answer())
        first, second = (request["messages"][-1]["content"] for request in server.requests)
        assert "Step 1" in first
        assert "1. “Last winter a new colleague on my team" in second
        assert "four million" not in second
        assert MADE_UP_QUOTE_FLAG in evaluation.flags
        assert evaluation.score == 80

    async def test_requests_are_strict_streamed_and_cold(self) -> None:
        async with evaluator_with("good", api_key=SecretStr("sk-local")) as (evaluator, server):
            await evaluator.evaluate(answer())
        for request in server.requests:
            assert request["temperature"] == 0
            assert request["stream_options"] == {"include_usage": True}
            assert request["response_format"]["json_schema"]["strict"] is True
        assert set(server.keys) == {"sk-local"}

    async def test_both_requests_begin_alike_so_that_the_answer_is_read_once(self) -> None:
        async with evaluator_with("good") as (evaluator, server):
            await evaluator.evaluate(answer())
        first, second = (request["messages"][-1]["content"] for request in server.requests)
        end = first.index("Step 1")
        assert first[:end] == second[:end]
        assert TEXT in first[:end]

    async def test_low_recognition_confidence_makes_it_provisional(self) -> None:
        async with evaluator_with("good") as (evaluator, _):
            assert (await evaluator.evaluate(answer(confidence=0.7))).status == "provisional"
            assert (await evaluator.evaluate(answer(confidence=0.9))).status == "scored"

    async def test_what_is_insufficient_counts_as_no_evidence(self) -> None:
        async with evaluator_with("insufficient") as (evaluator, _):
            evaluation = await evaluator.evaluate(answer())
        assert evaluation.score == 0

    async def test_another_language_than_the_interviews_is_judged_and_said(self) -> None:
        spanish = (
            "El año pasado en mi equipo una compañera no podía entrar en la caja, así que le enseñé los pasos "
            "y los escribí en una tarjeta porque pasaba cada semana, y al final nadie volvió a llamar."
        )
        async with evaluator_with("good") as (evaluator, server):
            own = await evaluator.evaluate(answer(spanish, language="es-ES"))
            other = await evaluator.evaluate(answer(spanish))
        assert (own.flags, other.flags) == ([], ["other_language"])
        assert own.score == other.score == 80
        assert "in Spanish" in server.requests[1]["messages"][-1]["content"]


class TestServersThatKnowLess:
    @pytest.mark.parametrize(
        "behaviour",
        [
            "no schema",
            "plain text only",
            "reasoning",
            "no usage",
            "no streaming",
            "ignores stream",
            "no system role",
            "thinks",
            "odd usage",
        ],
    )
    async def test_are_asked_for_less_and_remembered(self, behaviour: str) -> None:
        async with evaluator_with(behaviour) as (evaluator, server):
            assert (await evaluator.evaluate(answer())).score == 80
            first = len(server.requests)
            assert (await evaluator.evaluate(answer())).score == 80
        assert len(server.requests) == first + 2

    async def test_a_model_that_thinks_first_gets_room_for_it(self) -> None:
        async with evaluator_with("reasoning") as (evaluator, server):
            await evaluator.evaluate(answer())
        before, *_, after = server.requests
        assert after["max_completion_tokens"] > 3 * before["max_tokens"]
        assert "temperature" not in after

    async def test_a_text_that_is_too_long_for_them_does_not_make_them_know_less(self) -> None:
        async with evaluator_with("takes nothing") as (evaluator, server):
            before = evaluator.chat.dialect
            with pytest.raises(EvaluatorUnavailable):
                await evaluator.evaluate(answer())
            assert evaluator.chat.dialect == before
            server.behaviour = "good"
            assert (await evaluator.evaluate(answer())).score == 80


class TestAModelThatErrs:
    @pytest.mark.parametrize(
        ("behaviour", "complaint"),
        [
            ("cuts off once", "cut off"),
            ("lies once", "none of these quotes is in the answer"),
        ],
    )
    async def test_is_told_why_and_asked_once_more(self, behaviour: str, complaint: str) -> None:
        async with evaluator_with(behaviour) as (evaluator, server):
            assert (await evaluator.evaluate(answer())).score == 80
        first, again, _ = server.requests
        assert [message["role"] for message in again["messages"]] == ["system", "user", "assistant", "user"]
        assert complaint in again["messages"][-1]["content"]
        assert (again["max_tokens"] > first["max_tokens"]) is (behaviour == "cuts off once")

    @pytest.mark.parametrize("behaviour", ["broken once", "drops the line once"])
    async def test_what_was_lost_on_the_way_is_asked_for_again(self, behaviour: str) -> None:
        async with evaluator_with(behaviour) as (evaluator, server):
            assert (await evaluator.evaluate(answer())).score == 80
        assert len(server.requests) == 3

    @pytest.mark.parametrize(
        "behaviour",
        [
            "lies",
            "out of range",
            "wrong names",
            "unknown kind",
            "cuts off",
            "refuses",
            "filters",
            "prose",
            "a list",
            "infinite",
            "deeply nested",
            "an empty reply",
            "no choices",
            "writes a book",
            "never ends",
            "sends no JSON",
            "breaks off with an error",
            "drops the line",
            "falls silent",
            "hangs up",
            "a web page",
            "busy",
            "broken",
            "down",
            "wrong key",
            "unknown model",
            "moved",
            "takes nothing",
        ],
    )
    async def test_for_good_is_unavailable_and_nothing_that_was_said_gets_out(
        self, behaviour: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        caplog.set_level(logging.DEBUG, logger="app")
        patience = 0.3 if behaviour == "falls silent" else 30.0
        async with evaluator_with(behaviour, stall_s=patience) as (evaluator, server):
            with pytest.raises(EvaluatorUnavailable) as caught:
                await evaluator.evaluate(answer())
        assert len(server.requests) <= 4
        told = f"{caught.value} {caught.value.__cause__} {caplog.text} {capfd.readouterr()}"
        assert not any(word in told for word in PRIVATE)

    @pytest.mark.parametrize(
        ("behaviour", "asked"), [("lies", 2), ("prose", 2), ("broken", 2), ("refuses", 1), ("busy", 1)]
    )
    async def test_there_is_one_more_attempt_where_one_may_help_and_never_a_third(
        self, behaviour: str, asked: int
    ) -> None:
        metrics = Metrics()
        async with evaluator_with(behaviour, metrics=metrics) as (evaluator, server):
            with pytest.raises(EvaluatorUnavailable):
                await evaluator.evaluate(answer())
        assert len(server.requests) == asked

    async def test_what_was_spent_on_replies_that_could_not_be_used_is_counted_too(self) -> None:
        metrics = Metrics()
        async with evaluator_with("lies", metrics=metrics) as (evaluator, _):
            with pytest.raises(EvaluatorUnavailable):
                await evaluator.evaluate(answer())
        labels = {"purpose": "evaluation", "kind": "prompt"}
        assert metrics.registry.get_sample_value("hirecoach_language_model_tokens_total", labels) == 2_000

    async def test_a_stalled_server_is_given_up_in_time(self) -> None:
        async with evaluator_with("stalls", timeout_s=0.3) as (evaluator, server):
            with pytest.raises(EvaluatorUnavailable):
                await evaluator.evaluate(answer())
            await asyncio.wait_for(server.hung_up_on.wait(), 5)

    async def test_cancelling_hangs_up_so_that_the_server_stops(self) -> None:
        async with evaluator_with("stalls") as (evaluator, server):
            task = asyncio.create_task(evaluator.evaluate(answer()))
            while not server.requests:
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.wait_for(server.hung_up_on.wait(), 5)

    async def test_an_address_that_is_none_is_unavailable(self) -> None:
        for address in ("http://127.0.0.1:1/v1", "not an address", "http://[::1", "ftp://127.0.0.1/v1"):
            evaluator = LanguageModelEvaluator(LanguageModelSettings(model="test", base_url=address))
            with pytest.raises(EvaluatorUnavailable):
                await evaluator.evaluate(answer())
            await evaluator.aclose()

    async def test_what_no_database_can_store_or_no_page_can_show_is_taken_out_of_its_words(self) -> None:
        async with evaluator_with("raves") as (evaluator, _):
            evaluation = await evaluator.evaluate(answer())
        words = [evaluation.strength, evaluation.biggest_fix, evaluation.retry_prompt]
        words += [dimension.comment for dimension in evaluation.dimensions]
        assert all(text and "\x00" not in text and len(text) <= 400 for text in words)
        assert evaluation.score == 80


def is_open(metrics: Metrics) -> float | None:
    labels = {"purpose": "evaluation"}
    return metrics.registry.get_sample_value("hirecoach_language_model_circuit_open", labels)


class TestTheCircuitBreaker:
    async def test_a_server_that_keeps_failing_is_left_alone_and_tried_again_later(self) -> None:
        now, metrics = 0.0, Metrics()
        async with evaluator_with("broken", CircuitBreaker(lambda: now), metrics) as (evaluator, server):
            for _ in range(4):
                with pytest.raises(EvaluatorUnavailable):
                    await evaluator.evaluate(answer())
            assert len(server.requests) == 6  # two each, and none the fourth time
            assert is_open(metrics) == 1
            now, server.behaviour = RESTS_FOR_S, "good"
            assert (await evaluator.evaluate(answer())).score == 80
            assert is_open(metrics) == 0

    async def test_a_busy_server_is_given_the_time_it_asks_for(self) -> None:
        now = 0.0
        async with evaluator_with("busy", CircuitBreaker(lambda: now)) as (evaluator, server):
            for now_is, asked in ((0.0, 1), (6.9, 1), (7.0, 2)):
                now = now_is
                with pytest.raises(EvaluatorUnavailable):
                    await evaluator.evaluate(answer())
                assert len(server.requests) == asked

    async def test_a_model_that_declines_is_no_broken_server(self) -> None:
        async with evaluator_with("refuses") as (evaluator, server):
            for _ in range(4):
                with pytest.raises(EvaluatorUnavailable):
                    await evaluator.evaluate(answer())
        assert len(server.requests) == 4

    async def test_an_evaluation_that_was_given_up_does_not_keep_the_trial(self) -> None:
        now = 0.0
        async with evaluator_with("broken", CircuitBreaker(lambda: now)) as (evaluator, server):
            for _ in range(3):
                with pytest.raises(EvaluatorUnavailable):
                    await evaluator.evaluate(answer())
            now, server.behaviour = RESTS_FOR_S, "stalls"
            server.requests.clear()
            trial = asyncio.create_task(evaluator.evaluate(answer()))
            while not server.requests:
                await asyncio.sleep(0.01)
            trial.cancel()
            with pytest.raises(asyncio.CancelledError):
                await trial
            server.behaviour = "good"
            assert (await evaluator.evaluate(answer())).score == 80
