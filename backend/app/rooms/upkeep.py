"""What a room needs now: pure, from what is seen of it. The sweeper sees and does."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from app.rooms.port import OpenRoom, RoomView

# An agent with a warm process joins within half a second (0.4 s measured on two cores), with a cold one in
# some: asking again sooner would bring two.
AGENT_MAY_TAKE = timedelta(seconds=5)
# The page should hear of the end by its events before its room goes, or it would report a failure.
CLOSE_AFTER = timedelta(seconds=2)
# When the interview was ended from the page, the agent may be in the middle of a sentence.
CLOSE_AFTER_AT_LATEST = timedelta(seconds=12)


# A process that has just joined may still be setting up the channel on which it would answer.
SETTLED_AFTER = timedelta(seconds=2)
# An agent that is alive answers within 10 ms, on an overloaded machine within a second or two; three questions a
# second apart tell the dead from the busy, and leave half of the ten seconds in which another must be there.
SILENCES_OF_THE_DEAD = 3


class Need(Enum):
    NOTHING = "nothing"
    AGENT = "agent"
    CLOSING = "closing"


@dataclass
class Attendance:
    """What was seen of one room so far."""

    asked_at: datetime  # when an agent was asked for last
    had_agent: bool = False
    agents_since: dict[str, datetime] = field(default_factory=dict)
    silences: dict[str, int] = field(default_factory=dict)  # unanswered questions in a row, by agent

    def note(self, view: RoomView, now: datetime) -> None:
        """Remember who is there, and since when."""
        self.agents_since = {agent: self.agents_since.get(agent, now) for agent in view.agents}
        self.silences = {agent: count for agent, count in self.silences.items() if agent in view.agents}
        self.had_agent = self.had_agent or bool(view.agents)

    def has_settled(self, agent: str, now: datetime) -> bool:
        """Whether this agent has been there for long enough to be expected to answer."""
        since = self.agents_since.get(agent)
        return since is not None and now - since >= SETTLED_AFTER

    def is_suspected(self) -> bool:
        """Whether an agent has not answered, and is to be asked again soon."""
        return bool(self.silences)

    def heard(self, agent: str, *, answered: bool) -> bool:
        """Note whether this agent answered; return whether it counts as alive.

        A busy machine makes a living agent slow to answer, and removing it would lose what is being said.
        """
        if answered:
            self.silences.pop(agent, None)
            return True
        self.silences[agent] = self.silences.get(agent, 0) + 1
        return self.silences[agent] < SILENCES_OF_THE_DEAD


def need_of(room: OpenRoom, view: RoomView, attendance: Attendance, now: datetime) -> Need:
    """``view.agents`` must hold living agents only.

    An agent that was here and is not is replaced at once; one that was asked for gets its time to come.
    """
    if room.over_since is not None:
        over_for = now - room.over_since
        is_time = over_for >= CLOSE_AFTER and room.agent_state != "speaking"
        return Need.CLOSING if is_time or over_for >= CLOSE_AFTER_AT_LATEST else Need.NOTHING
    if view.agents or not view.has_candidate:
        return Need.NOTHING
    asked_lately = now - max(attendance.asked_at, room.opened_at) < AGENT_MAY_TAKE
    return Need.AGENT if attendance.had_agent or not asked_lately else Need.NOTHING
