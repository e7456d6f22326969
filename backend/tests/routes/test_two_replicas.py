"""Two replicas of the API on one database and one Redis: it does not matter which of them somebody talks to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from databases import postgresql
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from fastapi import FastAPI
from interview.conversations import Interview, assert_problem

from app.config import Settings
from app.dependencies import Container
from app.interview.event_schemas import Event
from app.main import Adapters, create_app
from app.routes.event_stream import stream_events

# Far longer than a test lasts: what arrives before was not found by looking again, but told by the other replica.
NO_HEARTBEAT_S = 60.0


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
async def replicas(
    request: pytest.FixtureRequest, settings: Settings, redis_url: str
) -> AsyncIterator[tuple[FastAPI, FastAPI]]:
    """Started, each with its own connections, evaluator and planner."""
    async with AsyncExitStack() as stack:
        database_url = stack.enter_context(postgresql()) if request.param == "postgresql" else None
        shared = Settings(
            _env_file=None,
            environment="test",
            HIRECOACH_STATE_DIR=settings.state_dir,
            database_url=database_url,
            redis_url=redis_url,
            rate_limit_costly="3/minute",
        )
        apps = [
            create_app(shared, Adapters(planner=FakePlanner(), embedded=FakeEvaluator())) for _ in range(2)
        ]
        for app in apps:
            await stack.enter_async_context(app.router.lifespan_context(app))
        yield apps[0], apps[1]


async def _next_events(app: FastAPI, session_id: str, after: int, until: str) -> list[dict[str, Any]]:
    """What a listener of this replica is told, up to the first event of this type."""
    container: Container = app.state.container

    async def read_after(sequence: int) -> list[Event] | None:
        return await container.interviews.events_after(session_id, sequence)

    stream = stream_events(
        session_id,
        after,
        read_after,
        container.events,
        container.stopping,
        container.metrics,
        heartbeat_s=NO_HEARTBEAT_S,
    )
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        async for chunk in stream:
            if chunk.startswith("id:"):
                events.append(json.loads(chunk.split("data: ", 1)[1]))
                if events[-1]["type"] == until:
                    break
    return events


async def test_what_is_answered_at_one_replica_is_an_event_at_the_other(
    replicas: tuple[FastAPI, FastAPI], client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> None:
    one, other = replicas
    async with client_of(one) as client, client_of(other) as elsewhere:
        interview = await Interview.start(client)
        listening = asyncio.create_task(_next_events(other, interview.session_id, 1, "question.asked"))
        await asyncio.sleep(0.3)  # it has read what there is, and waits
        assert not listening.done()
        turn = (await interview.answer(interview.first["id"])).json()
        events = await listening
        assert [event["type"] for event in events] == [
            "answer.completed",
            "evaluation.updated",
            "question.asked",
        ]
        assert events[0]["payload"]["answer"]["id"] == turn["answer_id"]
        interview.client = elsewhere
        view = await interview.view()
        assert view["current_question_id"] == turn["next_question"]["id"]
        assert view["last_event_id"] == events[-1]["sequence"]


async def test_limits_are_counted_over_both_replicas(
    replicas: tuple[FastAPI, FastAPI], client_of: Callable[[FastAPI], httpx.AsyncClient]
) -> None:
    async with client_of(replicas[0]) as client, client_of(replicas[1]) as elsewhere:
        for each in (client, elsewhere, client):
            await Interview.start(each)
        for each in (client, elsewhere):
            refused = await each.post("/interview/start", json={"job_title": "Engineer"})
            assert_problem(refused, "too-many-requests", 429)
