"""Answers: once each, whoever sends them, however often, and whatever is in them."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from fastapi import FastAPI
from interview.conversations import LONG_ENOUGH, Interview, assert_problem

from app.dependencies import Container
from app.interview.judging import INLINE, UNAVAILABLE_FLAG, UNAVAILABLE_NOTE
from app.main import Adapters


async def test_the_same_answer_twice_with_a_key_counts_once(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    first = await interview.answer(interview.first["id"], key="k1")
    again = await interview.answer(interview.first["id"], key="k1")
    assert again.json() == first.json()
    assert (await interview.view())["progress"]["answered"] == 1


async def test_without_a_key_the_same_text_is_the_same_answer(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    first = await interview.answer(interview.first["id"])
    again = await interview.answer(interview.first["id"])
    assert again.json() == first.json()


async def test_a_key_with_another_text_is_refused(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.answer(interview.first["id"], key="k1")
    response = await interview.answer(interview.first["id"], "Something else altogether.", key="k1")
    assert_problem(response, "idempotency-key-reused", 422)


async def test_a_second_answer_is_told_what_is_stored(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.answer(interview.first["id"])
    response = await interview.answer(interview.first["id"], "From another tab, a moment later.")
    problem = assert_problem(response, "question-already-answered", 409)
    assert problem["answer"]["text"] == LONG_ENOUGH


async def test_of_two_answers_at_the_same_moment_one_is_stored(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    texts = [f"This is the answer that tab number {n} has sent." for n in range(4)]
    responses = await asyncio.gather(
        *(interview.answer(interview.first["id"], text, key=f"tab-{n}") for n, text in enumerate(texts))
    )
    assert sorted(r.status_code for r in responses) == [200, 409, 409, 409]
    stored = (await interview.question(1))["answer"]["text"]
    assert stored == texts[[r.status_code for r in responses].index(200)]
    assert len((await interview.view())["questions"]) == 2


async def test_the_same_answer_at_the_same_moment_is_one_answer(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    responses = await asyncio.gather(*(interview.answer(interview.first["id"], key="k1") for _ in range(4)))
    assert {r.status_code for r in responses} == {200}
    assert len({r.text for r in responses}) == 1


async def test_a_question_that_is_not_current_is_refused(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.skip(interview.first["id"])
    assert_problem(await interview.answer(interview.first["id"]), "question-not-current", 409)


async def test_a_question_of_another_session_is_not_found(client: httpx.AsyncClient) -> None:
    interview, other = await Interview.start(client), await Interview.start(client)
    assert_problem(await interview.answer(other.first["id"]), "question-not-found", 404)


async def test_answering_an_unknown_session_is_refused(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    interview.session_id = "no-such-session"
    assert_problem(await interview.answer(interview.first["id"]), "session-not-found", 404)


async def test_answering_a_finished_session_is_refused(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.finish()
    assert_problem(await interview.answer(interview.first["id"]), "session-finished", 409)
    assert_problem(await interview.skip(interview.first["id"]), "session-finished", 409)


async def test_another_answer_after_the_finish_is_told_of_the_finish_and_a_repeated_one_is_replayed(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client)
    question_id = interview.first["id"]
    stored = await interview.answer(question_id, key="k1")
    await interview.finish()
    assert (await interview.answer(question_id, key="k1")).json()["answer_id"] == stored.json()["answer_id"]
    assert (await interview.answer(question_id)).json()["answer_id"] == stored.json()["answer_id"]
    another = "From another tab, after the end."
    assert_problem(await interview.answer(question_id, another), "session-finished", 409)
    assert_problem(await interview.answer(question_id, another, key="k2"), "session-finished", 409)
    assert_problem(await interview.skip(question_id), "session-finished", 409)
    assert_problem(await interview.answer(question_id, another, key="k1"), "idempotency-key-reused", 422)


@pytest.mark.parametrize("empty", ["", "   ", "\n\t \u2003"])
async def test_an_empty_answer_with_nothing_said_before_is_refused(
    client: httpx.AsyncClient, empty: str
) -> None:
    interview = await Interview.start(client)
    assert_problem(await interview.answer(interview.first["id"], empty), "answer-empty", 422)
    assert (await interview.question(1))["status"] == "asked"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 20_000,
        "أنا مسؤول عن الفريق وقد خفضت وقت النشر إلى النصف",
        "🚀 shipped 🧑‍💻 it on 👩🏽‍🔬 day one 🎉",
        "\u202ereversed\u202c and \ufeffmarked, line\r\nbreaks\tand \x07 bells",
        "'; DROP TABLE answers; -- {{7*7}} <script>alert(1)</script> %s %00",
    ],
)
async def test_any_text_is_stored_exactly_as_it_was_sent(client: httpx.AsyncClient, text: str) -> None:
    interview = await Interview.start(client)
    assert (await interview.answer(interview.first["id"], text)).status_code == 200
    assert (await interview.question(1))["answer"]["text"] == text


@pytest.mark.parametrize(
    ("text", "told"),
    [("x" * 20_001, "20,000"), ("a\x00b", "NUL")],
)
async def test_text_that_cannot_be_taken_names_the_field_and_the_limit(
    client: httpx.AsyncClient, text: str, told: str
) -> None:
    interview = await Interview.start(client)
    problem = assert_problem(await interview.answer(interview.first["id"], text), "validation", 422)
    assert problem["errors"][0]["field"] == "answer"
    assert told in problem["errors"][0]["message"]
    assert text[:50] not in problem["detail"]


async def test_half_of_a_surrogate_pair_is_refused(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    body = f'{{"session_id":"{interview.session_id}","question_id":"{interview.first["id"]}","answer":"\\ud800"}}'
    response = await client.post(
        "/interview/answer", content=body, headers={"Content-Type": "application/json"}
    )
    assert_problem(response, "validation", 422)


async def test_an_answer_is_stored_before_it_is_judged_and_the_next_question_does_not_wait(
    client: httpx.AsyncClient, evaluator: FakeEvaluator, container: Container
) -> None:
    container.interviews.conclusions._inline = timedelta(seconds=0.05)
    interview = await Interview.start(client)
    evaluator.hold()
    turn = (await interview.answer(interview.first["id"])).json()
    assert turn["evaluation"]["status"] == "pending"
    assert turn["next_question"]["number"] == 2
    evaluator.release()
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
    assert (await interview.question(1))["answer"]["evaluation"]["status"] == "scored"


async def test_the_answer_can_be_seen_while_it_is_being_judged(
    client: httpx.AsyncClient, evaluator: FakeEvaluator
) -> None:
    interview = await Interview.start(client)
    evaluator.hold()
    sending = asyncio.create_task(interview.answer(interview.first["id"]))
    async with asyncio.timeout(INLINE.total_seconds() / 2):
        while (await interview.question(1))["answer"] is None:
            await asyncio.sleep(0.01)
    assert not (await interview.view())["progress"]["finished"]
    evaluator.release()
    assert (await sending).status_code == 200


async def test_a_client_that_hangs_up_loses_nothing(
    client: httpx.AsyncClient, evaluator: FakeEvaluator, container: Container
) -> None:
    interview = await Interview.start(client)
    evaluator.hold()
    sending = asyncio.create_task(interview.answer(interview.first["id"]))
    while not container.interviews.conclusions._concluding:
        await asyncio.sleep(0.01)
    sending.cancel()
    evaluator.release()
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
    assert (await interview.question(1))["answer"]["evaluation"]["status"] == "scored"
    assert (await interview.view())["current_question_id"] != interview.first["id"]


class TestWithALanguageModel:
    @pytest.fixture
    def model(self) -> FakeEvaluator:
        return FakeEvaluator("language_model")

    @pytest.fixture
    def adapters(self, evaluator: FakeEvaluator, model: FakeEvaluator) -> Adapters:
        return Adapters(planner=FakePlanner(), embedded=evaluator, language_model=model)

    async def test_a_quick_model_judges_at_once(self, client: httpx.AsyncClient) -> None:
        interview = await Interview.start(client)
        turn = (await interview.answer(interview.first["id"])).json()
        assert turn["evaluation"]["evaluator"] == "language_model"

    async def test_a_slow_model_comes_later_as_an_event(
        self, client: httpx.AsyncClient, model: FakeEvaluator, app: FastAPI
    ) -> None:
        container: Container = app.state.container
        container.interviews.conclusions._inline = timedelta(seconds=0.05)
        interview = await Interview.start(client)
        model.hold()
        turn = (await interview.answer(interview.first["id"])).json()
        assert turn["evaluation"]["evaluator"] == "embedded"
        model.release()
        await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
        events = await container.interviews.events_after(interview.session_id, 0) or []
        updates = [e.payload["evaluation"]["evaluator"] for e in events if e.type == "evaluation.updated"]
        assert updates == ["embedded", "language_model"]
        assert (await interview.question(1))["answer"]["evaluation"]["evaluator"] == "language_model"

    async def test_when_the_model_is_away_the_embedded_judgement_says_so(
        self, client: httpx.AsyncClient, model: FakeEvaluator
    ) -> None:
        model.is_away = True
        interview = await Interview.start(client)
        evaluation = (await interview.answer(interview.first["id"])).json()["evaluation"]
        assert evaluation["evaluator"] == "embedded"
        assert UNAVAILABLE_FLAG in evaluation["flags"]
        assert UNAVAILABLE_NOTE in evaluation["coach_notes"]
