"""Waking listeners of a session's events: in this process, or across replicas through Redis.

The ``events`` table is the truth; a wake-up carries no content and may be lost without harm, because
listeners look at the table now and then by themselves.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Protocol

from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.platform.logging import EVENTS_RELAY_AWAY, get_logger

_CHANNEL = "hirecoach:session:"
_RELAY_RETRY_S = 1.0
# Who waits for their answer waits for this; other replicas find what they were not told of by themselves.
_PUBLISH_WITHIN_S = 0.5

log = get_logger(__name__)


class EventBus(Protocol):
    """Wakes whoever listens to a session."""

    async def start(self) -> None: ...

    async def notify(self, session_id: str) -> None:
        """Wake the listeners of this session, soon; never raises."""
        ...

    def listen(self, session_id: str) -> contextlib.AbstractContextManager[asyncio.Event]:
        """An event that is set at each change; the listener clears it before it looks at the table."""
        ...

    def wake_all(self) -> None:
        """Wake every listener, e.g. to let it see that the server stops."""
        ...

    async def aclose(self) -> None: ...


class InProcessEvents:
    """Listeners in this process only; enough for one API process."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    async def start(self) -> None:
        """Nothing to connect to."""

    async def notify(self, session_id: str) -> None:
        self.wake(session_id)

    def wake(self, session_id: str) -> None:
        for listener in self._listeners.get(session_id, ()):
            listener.set()

    @contextlib.contextmanager
    def listen(self, session_id: str) -> Iterator[asyncio.Event]:
        listener = asyncio.Event()
        self._listeners[session_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[session_id].discard(listener)
            if not self._listeners[session_id]:
                del self._listeners[session_id]

    def wake_all(self) -> None:
        for session_id in list(self._listeners):
            self.wake(session_id)

    async def aclose(self) -> None:
        self.wake_all()


class RedisEvents:
    """One subscription per process; without Redis the listeners still see changes when they look by themselves."""

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(url)
        self._local = InProcessEvents()
        self._relay: asyncio.Task[None] | None = None
        self._subscribed = asyncio.Event()

    async def start(self) -> None:
        self._relay = asyncio.create_task(self._relay_for_ever(), name="events-relay")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._subscribed.wait(), 1.0)

    async def notify(self, session_id: str) -> None:
        self._local.wake(session_id)
        try:
            async with asyncio.timeout(_PUBLISH_WITHIN_S):
                await self._redis.publish(_CHANNEL + session_id, b"")
        except (RedisError, OSError) as error:
            log.warning(EVENTS_RELAY_AWAY, exc_info=error)

    def listen(self, session_id: str) -> contextlib.AbstractContextManager[asyncio.Event]:
        return self._local.listen(session_id)

    def wake_all(self) -> None:
        self._local.wake_all()

    async def aclose(self) -> None:
        if self._relay is not None:
            self._relay.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._relay
        await self._local.aclose()
        await self._redis.aclose()

    async def _relay_for_ever(self) -> None:
        while True:
            try:
                await self._relay_messages()
            except (RedisError, OSError) as error:
                log.warning(EVENTS_RELAY_AWAY, exc_info=error)
                await asyncio.sleep(_RELAY_RETRY_S)

    async def _relay_messages(self) -> None:
        async with self._redis.pubsub() as subscription:
            await subscription.psubscribe(_CHANNEL + "*")
            self._subscribed.set()
            self._local.wake_all()  # what was missed while Redis was away
            async for message in subscription.listen():
                if message["type"] == "pmessage":
                    self._local.wake(message["channel"].decode().removeprefix(_CHANNEL))
