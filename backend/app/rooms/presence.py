"""Whether an agent's worker is there, before anybody asks it to an interview: it says so every few seconds.

The open-source media server lists no workers, and what it knows of a dispatch never changes (ADR 0010), so the
worker announces itself to the API with a proof of the kind that its jobs have (``agent_access``).
"""

from datetime import timedelta

from app.platform.clock import Clock, utc_now
from app.platform.limits import Limits

ANNOUNCE_EVERY = timedelta(seconds=8)
# Signs of life are remembered by the span of time they fell into, so that replicas share them through Redis.
_SPAN = timedelta(seconds=10)
# Of the span that runs and the two before: a worker that is gone is believed in for 20 to 30 s.
_SPANS = 3
# `make run` has the agent up 3 s after the API on a machine that has started it before; until this is over,
# that nobody came means nothing.
UNKNOWN_FOR = timedelta(seconds=15)


class AgentPresence:
    """Of any worker; shared by all replicas where there is Redis."""

    def __init__(self, limits: Limits, clock: Clock = utc_now) -> None:
        self._limits = limits
        self._clock = clock
        self._began_at = clock()
        self._was_missed = False

    async def seen(self) -> None:
        """A worker has announced itself, or its job is in a room."""
        self._was_missed = False
        span = self._current_span()
        await self._limits.is_first_use(_name(span), remember_for=_SPANS * _SPAN)

    def missed(self) -> None:
        """An agent was asked into a room, and none came."""
        self._was_missed = True

    async def is_there(self) -> bool | None:
        """None: the API has only just started, and nobody was seen or missed so far."""
        current = self._current_span()
        for span in range(current, current - _SPANS, -1):
            if await self._limits.was_used(_name(span)):
                return True
        is_too_early = self._clock() - self._began_at < UNKNOWN_FOR
        return None if is_too_early and not self._was_missed else False

    def _current_span(self) -> int:
        return int(self._clock().timestamp() // _SPAN.total_seconds())


def _name(span: int) -> str:
    return f"agent-presence:{span}"
