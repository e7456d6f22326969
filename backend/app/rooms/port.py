"""Ports of the rooms: the media server, and what the rooms need to know of the interviews."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol


@dataclass(frozen=True)
class RoomView:
    """Who the media server believes to be in a room; ``agents`` are identities, crashed ones included."""

    has_candidate: bool
    agents: frozenset[str]


class RoomServer(Protocol):
    """The media server, by its management API.

    Every call may raise LivekitNotConfigured, LivekitUnreachable, the latter within three seconds.
    """

    async def open(self, room: str, *, session_id: str | None, empty_for: timedelta) -> bool:
        """Make the room, the agent of ``session_id`` dispatched (None: no agent); False: it is there."""
        ...

    async def look(self, room: str, *, session_id: str) -> RoomView | None:
        """Who is in the room; None where there is no such room."""
        ...

    async def answers(self, room: str, agent: str) -> bool:
        """Whether the agent's process is alive: the media server lists a crashed one for another 20 s."""
        ...

    async def remove(self, room: str, agent: str) -> None:
        """Take a crashed agent out of the room, so that the next one does not think it is there."""
        ...

    async def dispatch(self, room: str, *, session_id: str) -> None:
        """Ask for an agent, once more. A room that is gone is no error."""
        ...

    async def close(self, room: str) -> None:
        """Send everybody out and remove the room. A room that is gone is no error."""
        ...

    async def ping(self) -> None:
        """Return if the server answers and takes our key."""
        ...

    async def aclose(self) -> None: ...


InterviewStatus = Literal["in_progress", "finished", "abandoned"]


@dataclass(frozen=True)
class OpenRoom:
    """A session whose room may be open, as the database knows it."""

    session_id: str
    status: InterviewStatus
    agent_state: str
    opened_at: datetime
    over_since: datetime | None  # when it was finished or abandoned


@dataclass(frozen=True)
class Admission:
    """A candidate who may enter; ``opened_at``: when the room was opened, or an agent asked for, last."""

    participant_name: str
    opened_at: datetime | None


class RoomLedger(Protocol):
    """What the database knows of rooms; work on a room is claimed by a lease, so replicas do not collide."""

    async def admit(self, session_id: str, candidate_id: str, participant_name: str) -> Admission:
        """Fix the name if none is fixed yet. Raises when this candidate has no such open session."""
        ...

    async def opened(self, session_id: str) -> None:
        """The room of this session is there, or an agent was just asked for."""
        ...

    async def closed(self, room: OpenRoom) -> None:
        """The room is gone; one that was opened again meanwhile stays open."""
        ...

    async def agent_is_gone(self, session_id: str) -> None:
        """The agent left the room without saying so; the page is told."""
        ...

    async def claim(self, owner: str, *, lease: timedelta) -> list[OpenRoom]:
        """The open rooms that are ``owner``'s to look after for ``lease``; others' are left out."""
        ...

    async def release(self, owner: str) -> None:
        """Give up every claim, so that another replica goes on at once."""
        ...
