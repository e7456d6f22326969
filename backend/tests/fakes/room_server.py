"""A media server in memory. It passes the contract that the real one passes."""

from datetime import timedelta

from app.rooms.errors import LivekitUnreachable
from app.rooms.names import is_candidate_of
from app.rooms.port import RoomView


class FakeRoomServer:
    """``people`` holds identities by room; ``crashed`` agents are listed and do not answer."""

    def __init__(self) -> None:
        self.people: dict[str, set[str]] = {}
        self.crashed: set[str] = set()
        self.dispatched: list[str] = []
        self.is_away = False

    def join(self, room: str, identity: str) -> None:
        self.people[room].add(identity)

    def leave(self, room: str, identity: str) -> None:
        self.people[room].discard(identity)

    async def open(self, room: str, *, session_id: str | None, empty_for: timedelta) -> bool:
        await self.ping()
        if room in self.people:
            return False
        self.people[room] = set()
        if session_id is not None:
            self.dispatched.append(room)
        return True

    async def look(self, room: str, *, session_id: str) -> RoomView | None:
        await self.ping()
        if room not in self.people:
            return None
        agents = {who for who in self.people[room] if who.startswith("agent-")}
        others = self.people[room] - agents
        return RoomView(any(is_candidate_of(who, session_id) for who in others), frozenset(agents))

    async def answers(self, room: str, agent: str) -> bool:
        await self.ping()
        return agent in self.people.get(room, ()) and agent not in self.crashed

    async def remove(self, room: str, agent: str) -> None:
        await self.ping()
        self.people.get(room, set()).discard(agent)

    async def dispatch(self, room: str, *, session_id: str) -> None:
        await self.ping()
        if room in self.people:
            self.dispatched.append(room)

    async def close(self, room: str) -> None:
        await self.ping()
        self.people.pop(room, None)

    async def ping(self) -> None:
        if self.is_away:
            raise LivekitUnreachable

    async def aclose(self) -> None:
        """Nothing is held open."""
