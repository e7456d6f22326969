"""The stream of events: complete, resumable, and holding nothing while it waits."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from interview.conversations import Interview, assert_problem

from app.config import BACKEND
from app.dependencies import Container
from app.interview import looking
from app.interview.event_schemas import Event
from app.interview.models import InterviewSession
from app.routes import event_stream
from app.routes.event_stream import stream_events


def follow(
    container: Container, session_id: str, after: int = 0, heartbeat_s: float = 5, longest_s: float = 60
) -> AsyncIterator[str]:
    async def read_after(sequence: int) -> list[Event] | None:
        return await container.interviews.events_after(session_id, sequence)

    return stream_events(
        session_id,
        after,
        read_after,
        container.events,
        container.stopping,
        container.metrics,
        heartbeat_s=heartbeat_s,
        longest_s=longest_s,
    )


async def take(stream: AsyncIterator[str], count: int) -> list[dict[str, Any]]:
    """The next events of a stream, comments left out."""
    events: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        while len(events) < count:
            chunk = await anext(stream)
            if chunk.startswith("id:"):
                events.append(parse(chunk))
    return events


def parse(chunk: str) -> dict[str, Any]:
    fields = dict(line.split(": ", 1) for line in chunk.strip().split("\n"))
    event: dict[str, Any] = json.loads(fields["data"])
    assert str(event["sequence"]) == fields["id"]
    assert event["type"] == fields["event"]
    return event


async def test_every_change_is_an_event_in_order_without_gaps(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client, question_count=2)
    await interview.say(interview.first["id"], "I began with the logs.")
    turn = (await interview.answer(interview.first["id"], "", modality="spoken")).json()
    await interview.reopen(turn["answer_id"])
    turn = (await interview.answer(interview.first["id"], "And I ended with a test.")).json()
    await interview.skip(turn["next_question"]["id"])
    await interview.finish()
    events = await take(follow(container, interview.session_id), 12)
    assert [event["type"] for event in events] == [
        "question.asked",
        "utterance.added",
        "answer.completed",
        "evaluation.updated",
        "question.asked",
        "question.withdrawn",
        "answer.reopened",
        "answer.completed",
        "evaluation.updated",
        "question.asked",
        "question.skipped",
        "interview.closing",
    ]
    assert [event["sequence"] for event in events] == list(range(1, 13))
    assert events[1]["payload"]["answer_so_far"] == "I began with the logs."
    assert events[4]["payload"]["say"][-1] == events[4]["payload"]["question"]["text"]


async def test_a_stream_resumes_after_the_last_event_that_was_seen(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    await interview.answer(interview.first["id"])
    events = await take(follow(container, interview.session_id, after=2), 2)
    assert [event["sequence"] for event in events] == [3, 4]


async def test_a_listener_is_woken_by_a_change(client: httpx.AsyncClient, container: Container) -> None:
    interview = await Interview.start(client)
    stream = follow(container, interview.session_id, after=1, heartbeat_s=60)
    waiting = asyncio.create_task(take(stream, 1))
    await asyncio.sleep(0.05)
    await interview.answer(interview.first["id"])
    assert (await waiting)[0]["type"] == "answer.completed"


async def test_waiting_listeners_hold_no_database_connection(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    waiting = [
        asyncio.create_task(take(follow(container, interview.session_id, after=1, heartbeat_s=60), 1))
        for _ in range(30)
    ]
    await asyncio.sleep(0.3)
    pool: Any = container.transactions.engine.pool
    async with asyncio.timeout(20):  # on a busy machine some are still reading what there is
        while pool.checkedout():
            await asyncio.sleep(0.05)
    await interview.skip(interview.first["id"])
    assert {events[0]["type"] for events in await asyncio.gather(*waiting)} == {"question.skipped"}


async def test_a_silent_stream_says_that_it_is_still_there(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    stream = follow(container, interview.session_id, after=1, heartbeat_s=0.02)
    chunks = [await anext(stream) for _ in range(3)]
    assert chunks == [": following\n\n", ": still here\n\n", ": still here\n\n"]


async def test_a_lost_wake_up_is_made_good_at_the_next_heartbeat(
    client: httpx.AsyncClient, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = await Interview.start(client)

    async def lost(_session_id: str) -> None:
        """The relay between replicas is away."""

    monkeypatch.setattr(container.events, "notify", lost)
    waiting = asyncio.create_task(take(follow(container, interview.session_id, after=1, heartbeat_s=0.05), 1))
    await asyncio.sleep(0.02)
    await interview.skip(interview.first["id"])
    assert (await waiting)[0]["type"] == "question.skipped"


async def test_the_stream_ends_when_the_session_is_deleted_or_the_server_stops(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview, other = await Interview.start(client), await Interview.start(client)
    deleted = follow(container, interview.session_id, after=1, heartbeat_s=60)
    stopped = follow(container, other.session_id, after=1, heartbeat_s=60)
    waiting = [asyncio.create_task(_rest(stream)) for stream in (deleted, stopped)]
    await asyncio.sleep(0.05)
    await client.delete(f"/interview/session/{interview.session_id}")
    async with asyncio.timeout(2):
        await waiting[0]
    container.stopping.announce()
    async with asyncio.timeout(2):
        await waiting[1]


async def test_a_stream_ends_after_a_while_and_the_next_one_misses_nothing(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    async with asyncio.timeout(5):
        chunks = [chunk async for chunk in follow(container, interview.session_id, longest_s=0.1)]
    seen = [parse(chunk)["sequence"] for chunk in chunks if chunk.startswith("id:")]
    assert seen == [1]
    await interview.skip(interview.first["id"])
    resumed = await take(follow(container, interview.session_id, after=seen[-1]), 1)
    assert resumed[0]["sequence"] == 2
    assert event_stream.LONGEST_S == 600


async def _rest(stream: AsyncIterator[str]) -> None:
    async for _ in stream:
        pass


class TestServed:
    """By the real server, as a process of its own."""

    @pytest.fixture
    def port(self) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return int(free.getsockname()[1])

    @pytest.fixture
    def environment(self, tmp_path: Path) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "HIRECOACH_STATE_DIR": str(tmp_path), "HOME": str(tmp_path)}

    def _serve(self, port: int, environment: dict[str, str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port)],
            cwd=BACKEND,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    async def test_an_open_stream_does_not_hold_the_server_up_when_it_stops(
        self, port: int, environment: dict[str, str]
    ) -> None:
        server = self._serve(port, environment)
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
                await _until_ready(client)
                interview = await Interview.start(client)
                path = f"/interview/session/{interview.session_id}/events"
                async with client.stream("GET", path) as response:
                    assert response.headers["content-type"].startswith("text/event-stream")
                    assert response.headers["cache-control"] == "no-cache, no-transform"
                    lines = response.aiter_lines()
                    while not (await anext(lines)).startswith("data:"):
                        pass
                    asked_to_stop = time.monotonic()
                    server.send_signal(signal.SIGTERM)
                    assert [line async for line in lines if line.startswith("data:")] == []
            assert await asyncio.to_thread(server.wait, 10) in (0, -signal.SIGTERM)
            assert time.monotonic() - asked_to_stop < 5
        finally:
            server.kill()
            output = (await asyncio.to_thread(server.communicate))[0]
        for line in output.splitlines():
            if line.startswith("{"):
                assert "Engineer" not in line
        assert "Traceback" not in output

    @pytest.mark.parametrize(
        ("name", "value"),
        [("EVALUATOR", "language_model"), ("IDENTITY", "oidc"), ("VOICE", "loud")],
    )
    def test_a_wrong_setting_is_one_sentence_that_names_the_variable(
        self, port: int, environment: dict[str, str], name: str, value: str
    ) -> None:
        server = self._serve(port, environment | {name: value})
        output = server.communicate(timeout=60)[0]
        assert server.returncode != 0
        assert "Traceback" not in output
        assert "HireCoach cannot start." in output
        assert name in output


async def _until_ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(40):
        while True:
            try:
                await client.get("/health/live")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return


async def test_a_long_history_comes_whole_without_waiting(
    client: httpx.AsyncClient, container: Container, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "EVENTS_AT_ONCE", 3)
    monkeypatch.setattr(event_stream, "EVENTS_AT_ONCE", 3)
    interview = await Interview.start(client)
    for number in range(8):
        await interview.say(interview.first["id"], f"Sentence {number}.")
    events = await take(follow(container, interview.session_id, heartbeat_s=60), 9)
    assert [event["sequence"] for event in events] == list(range(1, 10))


async def test_one_caller_cannot_hold_every_connection(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    async with container.transactions.read() as db:
        session = await db.get(InterviewSession, interview.session_id)
    assert session is not None
    who = session.candidate_id
    streams = [
        event_stream.counted(follow(container, interview.session_id), container.open_streams, who)
        for _ in range(event_stream.MOST_STREAMS_OF_ONE)
    ]
    for stream in streams:
        await anext(stream)
    response = await client.get(f"/interview/session/{interview.session_id}/events")
    assert_problem(response, "too-many-requests", 429)
    assert response.headers["Retry-After"]
    for stream in streams:
        await stream.aclose()  # type: ignore[attr-defined] # a generator
    assert not container.open_streams
