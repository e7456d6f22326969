"""Who words a follow-up: a language model where its words are there in time, else we ourselves."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fakes.evaluator import FakeEvaluator
from fakes.follow_up_wording import FakeFollowUpWording
from fakes.planner import FakePlanner
from interview.conversations import Interview
from interview.test_follow_ups import FIRST, RESULT, BehavioralPlanner, Listener

from app.config import Settings
from app.dependencies import Container
from app.interview.following_up import WORDING_WITHIN
from app.main import Adapters, create_app


@pytest.fixture
def evaluator() -> FakeEvaluator:
    return Listener()


@pytest.fixture
def wording() -> FakeFollowUpWording:
    return FakeFollowUpWording()


@pytest.fixture
def adapters(evaluator: FakeEvaluator, wording: FakeFollowUpWording) -> Adapters:
    return Adapters(planner=BehavioralPlanner(), embedded=evaluator, follow_up_wording=wording)


async def first_follow_up(client: httpx.AsyncClient, **setup: Any) -> tuple[Interview, dict[str, Any]]:
    interview = await Interview.start(client, **({"follow_ups": True, "question_count": 2} | setup))
    turn = (await interview.answer(interview.first["id"], FIRST)).json()
    assert turn["next_question"]["follow_up_to"] == interview.first["id"]
    return interview, turn


async def test_words_that_are_there_in_time_are_asked_said_and_kept(client: httpx.AsyncClient) -> None:
    interview, turn = await first_follow_up(client)
    text = "Worded: “I moved the stock”, and then?"
    assert turn["next_question"]["text"] == turn["say"][-1] == text
    view = await interview.view()
    assert [q["text"] for q in view["questions"] if q["follow_up_to"]] == [text]


async def test_what_is_asked_for_stays_what_code_has_chosen(client: httpx.AsyncClient) -> None:
    """The result was asked for and told; what is left is the reason, whatever the words were."""
    interview, turn = await first_follow_up(client)
    answered = (await interview.answer(turn["next_question"]["id"], RESULT)).json()
    assert answered["next_question"]["follow_up_to"] == interview.first["id"]
    third = (await interview.answer(answered["next_question"]["id"], RESULT)).json()
    assert third["next_question"]["number"] == 2


async def test_words_that_are_late_are_ours(client: httpx.AsyncClient, wording: FakeFollowUpWording) -> None:
    wording.go.clear()
    _, turn = await first_follow_up(client)
    assert "You" in turn["next_question"]["text"]
    assert "Worded" not in turn["next_question"]["text"]


async def test_nobody_waits_longer_for_words_than_the_judgement_has_left(
    client: httpx.AsyncClient,
    wording: FakeFollowUpWording,
    container: Container,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await first_follow_up(client)
    assert 0 < wording.times[-1] <= WORDING_WITHIN.total_seconds()
    monkeypatch.setattr("app.interview.following_up.WORDING_WITHIN", timedelta(seconds=60))
    container.interviews.conclusions._inline = timedelta(seconds=30)
    await first_follow_up(client)
    assert 0 < wording.times[-1] < 30


async def test_the_connection_is_closed_with_the_interviews(
    settings: Settings, wording: FakeFollowUpWording
) -> None:
    app = create_app(settings, Adapters(planner=FakePlanner(), follow_up_wording=wording))
    await app.state.container.interviews.conclusions.aclose()
    assert wording.is_closed


@pytest.mark.parametrize(
    ("base_url", "evaluator"),
    [("http://127.0.0.1:1/v1", "auto"), (None, "auto"), ("http://127.0.0.1:1/v1", "embedded")],
)
async def test_only_the_model_that_judges_words_follow_ups(
    settings: Settings, base_url: str | None, evaluator: str
) -> None:
    chosen = settings.model_copy(update={"openai_base_url": base_url, "evaluator": evaluator})
    container = create_app(chosen, Adapters(planner=FakePlanner())).state.container
    try:
        following_up = container.interviews.conclusions._following_up
        assert (following_up._wording is not None) == bool(chosen.data_processors)
    finally:
        await container.interviews.conclusions.aclose()
        await container.judge.aclose()
