"""The sweeper: with a room server in memory for what happens when, with the real one for a real crash."""

import asyncio
import os
import signal
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fakes.room_server import FakeRoomServer

from app.dependencies import Container
from app.interview.access import Caller
from app.interview.room_ledger import InterviewRoomLedger
from app.rooms.sweeper import LEASE, RoomSweeper
from tests.rooms.conftest import AGENT_START_TIMEOUT_S, Connect, TinyAgents

pytestmark = pytest.mark.media_server


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Scene:
    """One interview, one room in memory, and a sweeper with its own clock."""

    def __init__(self, container: Container, session_id: str) -> None:
        self.clock = Clock()
        self.server = FakeRoomServer()
        self.session_id = session_id
        self.room = f"interview-{session_id}"
        self.ledger = InterviewRoomLedger(container.transactions, container.events, self.clock)
        self.sweeper = self.another_sweeper()

    def another_sweeper(self) -> RoomSweeper:
        return RoomSweeper(self.server, self.ledger, self.clock)

    async def open(self) -> None:
        await self.server.open(self.room, session_id=self.session_id, empty_for=timedelta(minutes=10))
        await self.ledger.opened(self.session_id)
        self.server.join(self.room, f"Ada-{self.session_id}")

    @property
    def dispatches(self) -> int:
        return self.server.dispatched.count(self.room)


@pytest.fixture
async def scene(container: Container, session_id: str) -> Scene:
    await container.rooms.sweeper.aclose()  # the app's own, which would look after the room as well
    made = Scene(container, session_id)
    await made.open()
    return made


async def _agent_state(client: httpx.AsyncClient, session_id: str) -> str:
    state: str = (await client.get(f"/interview/session/{session_id}")).json()["agent"]["state"]
    return state


async def _set_agent_state(container: Container, session_id: str, state: Any) -> None:
    await container.interviews.set_agent_state(Caller(agent_session_id=session_id), session_id, state)


async def test_an_agent_that_does_not_come_is_asked_for_again(scene: Scene) -> None:
    await scene.sweeper.sweep()
    assert scene.dispatches == 1
    scene.clock.advance(6)
    await scene.sweeper.sweep()
    assert scene.dispatches == 2
    scene.clock.advance(2)
    await scene.sweeper.sweep()
    assert scene.dispatches == 2


async def test_an_agent_that_left_is_replaced_at_once_and_the_page_is_told(
    scene: Scene, container: Container, client: httpx.AsyncClient
) -> None:
    await _set_agent_state(container, scene.session_id, "listening")
    scene.server.join(scene.room, "agent-1")
    await scene.sweeper.sweep()
    scene.server.leave(scene.room, "agent-1")
    scene.clock.advance(2)
    await scene.sweeper.sweep()
    assert scene.dispatches == 2
    assert await _agent_state(client, scene.session_id) == "gone"


async def test_a_crashed_agent_that_is_still_listed_is_taken_out_and_replaced(scene: Scene) -> None:
    scene.server.join(scene.room, "agent-1")
    await scene.sweeper.sweep()
    scene.server.crashed.add("agent-1")
    for _ in range(3):
        assert scene.dispatches == 1
        scene.clock.advance(2)
        await scene.sweeper.sweep()
    assert scene.server.people[scene.room] == {f"Ada-{scene.session_id}"}
    assert scene.dispatches == 2


async def test_an_agent_that_is_slow_to_answer_stays(scene: Scene) -> None:
    """Its machine is busy: taking it out would lose what the candidate is saying."""
    scene.server.join(scene.room, "agent-1")
    await scene.sweeper.sweep()
    for _ in range(3):
        scene.server.crashed.add("agent-1")
        for _ in range(2):
            scene.clock.advance(2)
            await scene.sweeper.sweep()
        scene.server.crashed.clear()
        await scene.sweeper.sweep()
    assert "agent-1" in scene.server.people[scene.room]
    assert scene.dispatches == 1


async def test_an_agent_that_has_just_joined_may_be_silent(scene: Scene) -> None:
    scene.server.join(scene.room, "agent-1")
    scene.server.crashed.add("agent-1")
    await scene.sweeper.sweep()
    assert "agent-1" in scene.server.people[scene.room]


async def test_an_empty_room_gets_no_agent(scene: Scene) -> None:
    scene.server.leave(scene.room, f"Ada-{scene.session_id}")
    scene.clock.advance(60)
    await scene.sweeper.sweep()
    assert scene.dispatches == 1


async def test_a_finished_interviews_room_is_closed_once(scene: Scene, client: httpx.AsyncClient) -> None:
    await client.post("/interview/finish", json={"session_id": scene.session_id})
    scene.clock.now = datetime.now(UTC) + timedelta(seconds=5)
    await scene.sweeper.sweep()
    assert scene.room not in scene.server.people
    assert await scene.ledger.claim("anybody", lease=LEASE) == []


async def test_a_room_that_vanished_is_forgotten_until_it_is_opened_again(scene: Scene) -> None:
    await scene.server.close(scene.room)
    await scene.sweeper.sweep()
    assert await scene.ledger.claim("anybody", lease=LEASE) == []
    await scene.open()
    assert len(await scene.ledger.claim("anybody", lease=LEASE)) == 1


async def test_a_room_opened_again_meanwhile_stays_open(scene: Scene) -> None:
    (seen,) = await scene.ledger.claim("me", lease=LEASE)
    scene.clock.advance(1)
    await scene.ledger.opened(scene.session_id)
    await scene.ledger.closed(seen)
    assert len(await scene.ledger.claim("me", lease=LEASE)) == 1


async def test_two_replicas_do_not_look_after_the_same_room(scene: Scene) -> None:
    other = scene.another_sweeper()
    await scene.sweeper.sweep()
    scene.clock.advance(6)
    await asyncio.gather(scene.sweeper.sweep(), other.sweep())
    assert scene.dispatches == 2


async def test_a_dead_replicas_rooms_are_taken_over(scene: Scene) -> None:
    await scene.sweeper.sweep()
    scene.clock.advance(LEASE.total_seconds() + 1)
    await scene.another_sweeper().sweep()
    assert scene.dispatches == 2


async def test_a_stopped_replica_gives_its_rooms_up(scene: Scene) -> None:
    await scene.ledger.claim("me", lease=LEASE)
    assert await scene.ledger.claim("other", lease=LEASE) == []
    await scene.ledger.release("me")
    assert len(await scene.ledger.claim("other", lease=LEASE)) == 1


async def test_a_media_server_that_is_away_loses_nothing(scene: Scene) -> None:
    scene.server.is_away = True
    await scene.sweeper.sweep()
    scene.server.is_away = False
    scene.clock.advance(6)
    await scene.sweeper.sweep()
    assert scene.dispatches == 2


async def test_another_job_takes_the_room_within_ten_seconds_after_a_crash(
    client: httpx.AsyncClient, session_id: str, connect: Connect, tiny_agents: TinyAgents
) -> None:
    issued = (
        await client.post("/livekit/token", json={"session_id": session_id, "participant_name": "Ada"})
    ).json()
    await connect(issued["url"], issued["token"])
    first = await tiny_agents.wait_for_job(issued["room_name"], 1, AGENT_START_TIMEOUT_S)
    await asyncio.sleep(4)  # it settles
    await tiny_agents.wait_for_idle_process(AGENT_START_TIMEOUT_S)
    os.kill(first["pid"], signal.SIGKILL)
    crashed_at = time.monotonic()
    second = await tiny_agents.wait_for_job(issued["room_name"], 2, 10)
    print(f"replaced {second['at'] - crashed_at:.1f} s after the crash")  # noqa: T201 — a measured figure
    assert second["pid"] != first["pid"]
