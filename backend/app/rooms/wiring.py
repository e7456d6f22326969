"""Puts the rooms together from settings; the composition root calls this."""

from app.config import Settings
from app.platform.clock import Clock, utc_now
from app.platform.limits import Limits
from app.rooms.agent_access import AgentAccess
from app.rooms.livekit_server import LivekitRoomServer
from app.rooms.port import RoomLedger
from app.rooms.presence import AgentPresence
from app.rooms.service import Rooms


def make_rooms(settings: Settings, ledger: RoomLedger, limits: Limits, clock: Clock = utc_now) -> Rooms:
    """Start ``rooms.sweeper`` in the lifespan, ``await rooms.aclose()`` at its end."""
    server = LivekitRoomServer(lambda: settings.livekit, settings.agent_name)
    return Rooms(server, ledger, lambda: settings.livekit, AgentPresence(limits, clock), clock)


def make_agent_access(settings: Settings, limits: Limits, clock: Clock = utc_now) -> AgentAccess:
    return AgentAccess(lambda: settings.livekit, limits, clock)
