"""Crashes, silence, and coming back."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from fakes.clock import TickingClock
from fakes.evaluator import FakeEvaluator
from fastapi import FastAPI
from interview.conversations import Interview, assert_problem

from app.config import Settings
from app.dependencies import Container
from app.interview import background
from app.interview.concluding import Case
from app.interview.models import AnswerRow
from app.interview.schemas import NextTurn
from app.main import Adapters, create_app

HALF_AN_HOUR = timedelta(minutes=31)


async def test_what_a_crash_left_unjudged_is_taken_up_at_the_next_start(
    settings: Settings,
    adapters: Adapters,
    evaluator: FakeEvaluator,
    client_of: Callable[[FastAPI], httpx.AsyncClient],
) -> None:
    first = create_app(settings, adapters)
    async with first.router.lifespan_context(first), client_of(first) as client:
        interview = await Interview.start(client)
        evaluator.hold()
        sending = asyncio.create_task(interview.answer(interview.first["id"]))
        container: Container = first.state.container
        while not (running := list(container.interviews.conclusions._concluding.values())):
            await asyncio.sleep(0.01)
        running[0].cancel()  # as if the process had died between storing and judging
        await asyncio.gather(sending, *running, return_exceptions=True)
        assert (await interview.question(1))["answer"]["evaluation"]["status"] == "pending"
    evaluator.release()
    second = create_app(settings, adapters)
    async with second.router.lifespan_context(second), client_of(second) as client:
        interview.client = client
        async with asyncio.timeout(5):
            while (await interview.question(1))["answer"]["evaluation"]["status"] == "pending":
                await asyncio.sleep(0.02)
        assert (await interview.view())["questions"][1]["status"] == "asked"


async def test_a_lease_of_another_replica_is_respected_until_it_is_over(
    client: httpx.AsyncClient, container: Container, clock: TickingClock
) -> None:
    interview = await Interview.start(client)
    turn = (await interview.answer(interview.first["id"])).json()
    async with container.transactions.write() as db:
        row = await db.get(AnswerRow, turn["answer_id"])
        assert row is not None
        row.is_evaluated, row.evaluation, row.lease_owner = False, None, "another replica"
        row.lease_until = container.clock() + timedelta(minutes=1)
    pick_up = container.interviews.conclusions.pick_up
    assert await pick_up(ignore_leases=False) == 0
    clock.ahead = timedelta(minutes=2)
    assert await pick_up(ignore_leases=False) == 1
    assert (await interview.question(1))["answer"]["evaluation"]["status"] == "scored"
    assert len((await interview.view())["questions"]) == 2


async def test_an_answer_that_no_evaluator_could_judge_is_judged_later(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator, clock: TickingClock
) -> None:
    interview = await Interview.start(client)
    evaluator.is_away = True
    turn = (await interview.answer(interview.first["id"])).json()
    assert turn["evaluation"]["status"] == "pending"
    assert turn["next_question"]["number"] == 2
    evaluator.is_away = False
    clock.ahead = timedelta(minutes=5)
    await background.sweep(container.interviews)
    assert (await interview.question(1))["answer"]["evaluation"]["status"] == "scored"


async def test_a_session_that_nobody_touches_is_abandoned_and_can_be_continued(
    client: httpx.AsyncClient, container: Container, clock: TickingClock
) -> None:
    interview = await Interview.start(client)
    await background.sweep(container.interviews)
    assert (await interview.view())["status"] == "in_progress"
    clock.ahead = HALF_AN_HOUR
    await background.sweep(container.interviews)
    assert (await interview.view())["status"] == "abandoned"
    assert_problem(await interview.answer(interview.first["id"]), "session-abandoned", 409)
    assert_problem(await interview.finish(), "session-abandoned", 409)
    path = f"/interview/session/{interview.session_id}/continue"
    assert (await client.post(path)).json()["status"] == "in_progress"
    assert (await client.post(path)).json()["status"] == "in_progress"
    assert (await interview.answer(interview.first["id"])).status_code == 200


async def test_a_finished_session_is_neither_abandoned_nor_continued(
    client: httpx.AsyncClient, container: Container, clock: TickingClock
) -> None:
    interview = await Interview.start(client)
    await interview.finish()
    clock.ahead = HALF_AN_HOUR
    await background.sweep(container.interviews)
    assert (await interview.view())["status"] == "finished"
    response = await client.post(f"/interview/session/{interview.session_id}/continue")
    assert_problem(response, "session-finished", 409)


async def test_two_replicas_abandon_a_session_once(
    client: httpx.AsyncClient, container: Container, clock: TickingClock
) -> None:
    interview = await Interview.start(client)
    clock.ahead = HALF_AN_HOUR
    await asyncio.gather(*(container.interviews.abandon_untouched() for _ in range(3)))
    events = await container.interviews.events_after(interview.session_id, 0) or []
    assert [e.type for e in events].count("session.changed") == 1


async def _forget_judgement(container: Container, answer_id: str, *, owner: str = "a dead process") -> None:
    async with container.transactions.write() as db:
        row = await db.get(AnswerRow, answer_id)
        assert row is not None
        row.is_evaluated, row.evaluation, row.lease_owner = False, None, owner
        row.lease_until = container.clock() + timedelta(minutes=1)


async def test_a_report_that_was_written_before_the_judgement_is_written_anew(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client, question_count=1)
    turn = (await interview.answer(interview.first["id"])).json()
    await _forget_judgement(container, turn["answer_id"])
    report = (await interview.finish()).json()
    assert report["questions"][0]["answer"]["evaluation"]["status"] == "pending"
    await container.interviews.conclusions.pick_up(ignore_leases=True)
    report = (await interview.finish()).json()
    assert report["questions"][0]["answer"]["evaluation"]["status"] == "scored"
    assert report["overall"] is not None


async def test_at_a_start_each_answer_is_taken_up_once_though_it_cannot_be_judged(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator
) -> None:
    interview = await Interview.start(client)
    turn = (await interview.answer(interview.first["id"])).json()
    await _forget_judgement(container, turn["answer_id"])
    evaluator.is_away = True
    conclusions = container.interviews.conclusions
    assert await conclusions.pick_up(ignore_leases=True) == 1
    assert await conclusions.pick_up(ignore_leases=True) == 0


async def test_an_answer_that_breaks_the_judge_keeps_no_other_waiting(
    client: httpx.AsyncClient, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = await Interview.start(client), await Interview.start(client)
    breaking, other = [
        (await interview.answer(interview.first["id"])).json()["answer_id"] for interview in (broken, good)
    ]
    for answer_id in (breaking, other):
        await _forget_judgement(container, answer_id)
    conclusions = container.interviews.conclusions
    conclude = conclusions.conclude

    def breaks_on_one(case: Case) -> "asyncio.Task[NextTurn]":
        if case.answer.answer_id == breaking:
            raise ValueError("what was said")
        return conclude(case)

    monkeypatch.setattr(conclusions, "conclude", breaks_on_one)
    assert await conclusions.pick_up(ignore_leases=True) == 2
    assert (await good.question(1))["answer"]["evaluation"]["status"] == "scored"
