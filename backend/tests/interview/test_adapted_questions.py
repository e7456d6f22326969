"""Questions fitted to the job while the first one is answered; the adapter is a fake that waits until it is let."""

import asyncio
from typing import Any

import httpx
import pytest
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from fakes.question_adapter import FakeQuestionAdapter
from interview.conversations import Interview

from app.config import Settings
from app.dependencies import Container
from app.interview.adapting import Adapting
from app.interview.repository import InterviewRepository
from app.main import Adapters, create_app

JOB: dict[str, Any] = {
    "job_description": "Night shifts on a ward.",
    "question_count": 5,
    "interview_type": "behavioral",
}


@pytest.fixture
def adapter() -> FakeQuestionAdapter:
    return FakeQuestionAdapter(at_once=False)


@pytest.fixture
def adapters(adapter: FakeQuestionAdapter, evaluator: FakeEvaluator) -> Adapters:
    return Adapters(planner=FakePlanner(), embedded=evaluator, question_adapter=adapter)


async def let(adapter: FakeQuestionAdapter, container: Container) -> None:
    """The model server replies, and what it said is stored."""
    adapter.go.set()
    adapting = container.interviews.adapting
    assert isinstance(adapting, Adapting)
    await adapting.settle()


async def events_of(container: Container, interview: Interview) -> list[tuple[str, set[str]]]:
    """Type and fields of every event, oldest first."""
    async with container.transactions.read() as db:
        events = await InterviewRepository(db).events_after(interview.session_id, 0, 100)
        return [(event.type, set(event.payload)) for event in events]


async def ask_next(interview: Interview, question: dict[str, Any]) -> dict[str, Any]:
    response = await interview.answer(question["id"])
    assert response.status_code == 200, response.text
    following: dict[str, Any] = response.json()["next_question"]
    return following


async def test_the_start_waits_for_no_model_and_the_second_question_is_adapted(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    interview = await Interview.start(client, **JOB)
    assert adapter.calls <= 1  # it has not been let: the start came back before
    assert interview.first["text"].startswith("Question 1")
    await let(adapter, container)
    second = await ask_next(interview, interview.first)
    assert second["text"].startswith("Adapted 2: Question 2")
    assert (await interview.question(1))["text"] == interview.first["text"]


async def test_what_comes_too_late_changes_only_what_was_not_asked(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    interview = await Interview.start(client, **JOB)
    second = await ask_next(interview, interview.first)
    assert second["text"].startswith("Question 2")
    await let(adapter, container)
    assert (await interview.question(2))["text"] == second["text"]
    third = await ask_next(interview, second)
    assert third["text"].startswith("Adapted 3: Question 3")


async def test_words_that_come_while_an_answer_is_judged_are_those_of_the_next_question(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container, evaluator: FakeEvaluator
) -> None:
    interview = await Interview.start(client, **JOB)
    evaluator.hold()
    answering = asyncio.create_task(interview.answer(interview.first["id"]))
    while "answer.completed" not in dict(await events_of(container, interview)):
        await asyncio.sleep(0.01)
    await let(adapter, container)
    evaluator.release()
    assert (await answering).json()["next_question"]["text"].startswith("Adapted 2: Question 2")


async def test_a_changed_plan_is_an_event_that_gives_nothing_of_it_away(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    interview = await Interview.start(client, **JOB)
    before = await events_of(container, interview)
    await let(adapter, container)
    after = await events_of(container, interview)
    assert after == [*before, ("session.changed", {"status", "participant_name", "revision"})]


async def test_where_every_question_was_asked_there_is_nothing_to_tell(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    interview = await Interview.start(client, **{**JOB, "question_count": 1})
    before = await events_of(container, interview)
    await let(adapter, container)
    assert await events_of(container, interview) == before


async def test_a_question_that_was_taken_back_comes_again_in_its_own_words(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    interview = await Interview.start(client, **JOB)
    answered = (await interview.answer(interview.first["id"])).json()
    assert (await interview.reopen(answered["answer_id"])).status_code == 200
    await let(adapter, container)
    again = (await interview.answer(interview.first["id"], "It is done now, and it took me two days.")).json()
    assert again["next_question"]["text"] == answered["next_question"]["text"]


async def test_without_job_description_the_plan_stays(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    interview = await Interview.start(client, question_count=3)
    await let(adapter, container)
    second = await ask_next(interview, interview.first)
    assert second["text"].startswith("Question 2")


async def test_a_practised_question_keeps_its_words(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    interview = await Interview.start(client, **JOB)
    await let(adapter, container)
    await Interview.start(client, **JOB, practice_of=interview.first["id"])
    await asyncio.sleep(0)
    assert adapter.calls == 1


async def test_nobody_waits_at_the_end_and_a_deleted_interview_stays_deleted(
    client: httpx.AsyncClient, adapter: FakeQuestionAdapter, container: Container
) -> None:
    finished = await Interview.start(client, **JOB)
    assert (await finished.finish()).status_code == 200
    deleted = await Interview.start(client, **JOB)
    assert (await client.delete(f"/interview/session/{deleted.session_id}")).status_code == 204
    await let(adapter, container)
    assert (await client.get(f"/interview/session/{deleted.session_id}")).status_code == 404
    assert (await finished.view())["status"] == "finished"


@pytest.mark.parametrize(
    ("base_url", "evaluator"),
    [("http://127.0.0.1:1/v1", "auto"), (None, "auto"), ("http://127.0.0.1:1/v1", "embedded")],
)
async def test_only_the_model_that_judges_sees_a_cv(
    settings: Settings, base_url: str | None, evaluator: str
) -> None:
    """Whoever it is stands among the data processors that the setup page names."""
    chosen = settings.model_copy(update={"openai_base_url": base_url, "evaluator": evaluator})
    container = create_app(chosen, Adapters(planner=FakePlanner())).state.container
    try:
        assert (container.interviews.adapting is not None) == bool(chosen.data_processors)
    finally:
        await container.judge.aclose()
