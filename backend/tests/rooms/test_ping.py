"""Anybody may ask how we are; the media server is not asked each time."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.room_server import FakeRoomServer

from app.interview.room_ledger import InterviewRoomLedger
from app.platform.clock import utc_now
from app.platform.database import Transactions, create_engine
from app.platform.events import InProcessEvents
from app.platform.limits import Limits
from app.rooms import service
from app.rooms.presence import AgentPresence
from app.rooms.service import Rooms


class Pinged(FakeRoomServer):
    """Counts, and takes a moment to answer."""

    count = 0

    async def ping(self) -> None:
        self.count += 1
        await asyncio.sleep(0.01)
        await super().ping()


@pytest.fixture
def server() -> Pinged:
    return Pinged()


@pytest.fixture
async def rooms(server: Pinged, migrated_database: Path) -> AsyncIterator[Rooms]:
    engine = create_engine(f"sqlite+aiosqlite:///{migrated_database}")
    ledger = InterviewRoomLedger(Transactions(engine), InProcessEvents(), utc_now)
    made = Rooms(server, ledger, lambda: None, AgentPresence(Limits()))
    yield made
    await made.aclose()
    await engine.dispose()


async def test_many_who_ask_at_once_and_just_after_are_one_question(rooms: Rooms, server: Pinged) -> None:
    assert await asyncio.gather(*(rooms.what_is_away() for _ in range(20))) == [None] * 20
    assert (await rooms.health()).is_reachable
    assert server.count == 1


async def test_what_was_remembered_is_asked_anew_when_it_is_old(
    rooms: Rooms, server: Pinged, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await rooms.what_is_away() is None
    server.is_away = True
    assert await rooms.what_is_away() is None
    monkeypatch.setattr(service, "PING_REMEMBERED_S", 0.0)
    assert await rooms.what_is_away() is not None
    assert not (await rooms.health()).is_reachable


async def test_who_gives_up_waiting_takes_the_answer_from_nobody(rooms: Rooms, server: Pinged) -> None:
    impatient = asyncio.create_task(rooms.what_is_away())
    patient = asyncio.create_task(rooms.what_is_away())
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient is None
    assert server.count == 1
