"""Looks after open rooms: an agent where a candidate waits, and no room after the end.

Polling is the truth, webhooks only make it look sooner. Several replicas share the rooms by leases.
"""

import asyncio
import contextlib
from datetime import timedelta

from app.platform.clock import Clock, utc_now
from app.platform.errors import DomainError
from app.platform.ids import new_id
from app.platform.logging import get_logger
from app.rooms.errors import LivekitNotConfigured, LivekitUnreachable
from app.rooms.names import room_name
from app.rooms.port import OpenRoom, RoomLedger, RoomServer, RoomView
from app.rooms.presence import AgentPresence
from app.rooms.upkeep import Attendance, Need, need_of

POLL_EVERY = timedelta(seconds=2)
# More than twice the pause between polls, so that a slow round loses no room; short, for a replica may die.
LEASE = timedelta(seconds=8)

ROOM_CLOSED = "room.closed"
ROOM_GONE = "room.gone"
AGENT_ASKED_AGAIN = "room.agent_asked_again"
AGENT_CRASHED = "room.agent_crashed"
MEDIA_SERVER_AWAY = "room.media_server_away"
MEDIA_SERVER_BACK = "room.media_server_back"
SWEEP_FAILED = "room.sweep_failed"

log = get_logger(__name__)


class RoomSweeper:
    """``start`` and ``aclose`` bracket the life of the API; ``sweep`` is one round."""

    def __init__(
        self,
        server: RoomServer,
        ledger: RoomLedger,
        clock: Clock = utc_now,
        *,
        poll_every: timedelta = POLL_EVERY,
        presence: AgentPresence | None = None,
    ) -> None:
        """``presence`` hears whether an agent was there where one was wanted."""
        self._server = server
        self._ledger = ledger
        self._clock = clock
        self._poll_every = poll_every
        self._presence = presence
        self._owner = new_id()
        self._attendance: dict[str, Attendance] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._is_away = False

    async def start(self) -> None:
        self._task = asyncio.create_task(self._sweep_for_ever(), name="room-sweeper")

    def nudge(self) -> None:
        """Something happened in a room: look now."""
        self._wake.set()

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        with contextlib.suppress(DomainError):
            await self._ledger.release(self._owner)

    async def sweep(self) -> None:
        """Look once at every open room that is ours."""
        rooms = await self._ledger.claim(self._owner, lease=LEASE)
        ours = {room.session_id for room in rooms}
        self._attendance = {key: seen for key, seen in self._attendance.items() if key in ours}
        results = await asyncio.gather(*(self._look_after(room) for room in rooms), return_exceptions=True)
        errors = [result for result in results if isinstance(result, BaseException)]
        self._tell_once(any(isinstance(error, LivekitUnreachable) for error in errors), looked=bool(rooms))
        for error in errors:
            if not isinstance(error, LivekitUnreachable | LivekitNotConfigured):
                raise error

    async def _sweep_for_ever(self) -> None:
        while True:
            self._wake.clear()
            try:
                await self.sweep()
            except Exception as error:  # the rooms need us after a bad round, too
                log.warning(SWEEP_FAILED, exc_info=error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._pause.total_seconds())

    @property
    def _pause(self) -> timedelta:
        is_suspicious = any(attendance.is_suspected() for attendance in self._attendance.values())
        return self._poll_every / 2 if is_suspicious else self._poll_every

    async def _look_after(self, room: OpenRoom) -> None:
        name = room_name(room.session_id)
        view = await self._server.look(name, session_id=room.session_id)
        if view is None:
            log.info(ROOM_GONE, session_id=room.session_id)
            await self._ledger.closed(room)
            return
        attendance = self._attendance.setdefault(room.session_id, Attendance(asked_at=room.opened_at))
        view = await self._without_crashed_agents(room, name, view, attendance)
        if attendance.had_agent and not view.agents:
            await self._ledger.agent_is_gone(room.session_id)
        match need_of(room, view, attendance, self._clock()):
            case Need.AGENT:
                await self._ask_for_agent(room, name, attendance)
            case Need.CLOSING:
                await self._server.close(name)
                await self._ledger.closed(room)
                log.info(ROOM_CLOSED, session_id=room.session_id)
        attendance.note(view, self._clock())
        if view.agents and self._presence is not None:
            await self._presence.seen()

    async def _ask_for_agent(self, room: OpenRoom, name: str, attendance: Attendance) -> None:
        if not attendance.had_agent and self._presence is not None:
            self._presence.missed()
        log.info(AGENT_ASKED_AGAIN, session_id=room.session_id, was_there=attendance.had_agent)
        await self._server.dispatch(name, session_id=room.session_id)
        attendance.asked_at, attendance.had_agent = self._clock(), False

    async def _without_crashed_agents(
        self, room: OpenRoom, name: str, view: RoomView, attendance: Attendance
    ) -> RoomView:
        """Take out agents whose process is dead: listed for 20 s more, they would keep the next out."""
        if room.over_since is not None:
            return view
        living = set[str]()
        for agent in view.agents:
            if not attendance.has_settled(agent, self._clock()):
                living.add(agent)
                continue
            if attendance.heard(agent, answered=await self._server.answers(name, agent)):
                living.add(agent)
                continue
            log.warning(AGENT_CRASHED, session_id=room.session_id)
            await self._server.remove(name, agent)
        return RoomView(view.has_candidate, frozenset(living))

    def _tell_once(self, is_away: bool, *, looked: bool) -> None:
        if looked and is_away != self._is_away:
            self._is_away = is_away
            log.warning(MEDIA_SERVER_AWAY if is_away else MEDIA_SERVER_BACK)
