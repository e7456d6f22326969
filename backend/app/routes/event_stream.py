"""Server-sent events out of the events table; no database connection is held while waiting."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable

from app.interview.event_schemas import Event
from app.interview.looking import EVENTS_AT_ONCE
from app.platform.errors import DatabaseUnavailable
from app.platform.events import EventBus
from app.platform.limits import TooManyRequests
from app.platform.metrics import Metrics
from app.platform.shutdown import Stopping

# Proxies and phones close what is silent for longer; it also bounds how late a lost wake-up is noticed.
HEARTBEAT_S = 15.0

# Who may listen is asked when a stream is opened: a sign-in that is over, or taken back, ends within this.
# Both clients open the next one at once and resume by Last-Event-ID.
LONGEST_S = 600.0

# Every tab holds one, and every stream a connection, of which a process has about a thousand.
MOST_STREAMS_OF_ONE = 32
_TRY_AGAIN_S = 5

ReadAfter = Callable[[int], Awaitable[list[Event] | None]]


def encode(event: Event) -> str:
    """One event in the wire format of the HTML standard; JSON has no line breaks, so ``data`` is one line."""
    return f"id: {event.sequence}\nevent: {event.type}\ndata: {event.model_dump_json()}\n\n"


async def stream_events(
    session_id: str,
    after: int,
    read_after: ReadAfter,
    bus: EventBus,
    stopping: Stopping,
    metrics: Metrics,
    heartbeat_s: float = HEARTBEAT_S,
    longest_s: float = LONGEST_S,
) -> AsyncIterator[str]:
    """Yield what the table holds after ``after``, then what comes, until listener, session, server or time goes."""
    metrics.event_streams.inc()
    ends_at_s = time.monotonic() + longest_s
    try:
        with bus.listen(session_id) as changed:
            yield ": following\n\n"
            while not stopping.is_set and (left_s := ends_at_s - time.monotonic()) > 0:
                changed.clear()  # before reading: a change during the read must not be slept over
                try:
                    events = await read_after(after)
                except DatabaseUnavailable:
                    events = []
                if events is None:
                    return
                for event in events:
                    after = event.sequence
                    yield encode(event)
                if len(events) >= EVENTS_AT_ONCE:
                    continue  # there are more
                if not await _woken(changed, min(heartbeat_s, left_s)):
                    yield ": still here\n\n"
    finally:
        metrics.event_streams.dec()


def require_room_for_one_more(open_streams: Counter[str], who: str) -> None:
    """Raises TooManyRequests when one caller holds too many streams already."""
    if open_streams[who] >= MOST_STREAMS_OF_ONE:
        raise TooManyRequests(_TRY_AGAIN_S)


async def counted(stream: AsyncIterator[str], open_streams: Counter[str], who: str) -> AsyncIterator[str]:
    """The same stream, counted for ``who`` as long as it is open."""
    open_streams[who] += 1
    try:
        async for chunk in stream:
            yield chunk
    finally:
        open_streams[who] -= 1
        if not open_streams[who]:
            del open_streams[who]


async def _woken(changed: asyncio.Event, within_s: float) -> bool:
    try:
        async with asyncio.timeout(within_s):
            await changed.wait()
    except TimeoutError:
        return False
    return True
