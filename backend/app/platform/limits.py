"""Rate limits and single use, in process or shared through Redis."""

import math
import time
from datetime import timedelta
from typing import Any

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError

from app.platform.errors import DomainError


class TooManyRequests(DomainError):
    """The caller is over the limit; ``retry_after_s`` is whole seconds, at least one."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(
            f"Too many requests in a short time. Nothing was changed; try again in {retry_after_s} s."
        )
        self.retry_after_s = retry_after_s


class Limits:
    """Counts in this process, or in Redis where ``redis_url`` is set (then over all replicas).

    When Redis is away, each replica counts for itself: a limit too generous for a while is better than no
    interview.
    """

    def __init__(self, redis_url: str | None = None) -> None:
        self._local: Storage = MemoryStorage()
        self._shared: Storage | None = _redis(redis_url) if redis_url else None

    async def hit(self, rule: str, purpose: str, who: str) -> None:
        """Count one call of ``who``; ``rule`` reads like ``60/minute``. Raises TooManyRequests."""
        item = parse(rule)
        if self._shared is not None:
            try:
                return await self._hit(self._shared, item, purpose, who)
            except StorageError:
                pass
        return await self._hit(self._local, item, purpose, who)

    async def is_first_use(self, name: str, *, remember_for: timedelta) -> bool:
        """Whether ``name`` was not seen within ``remember_for``; of two callers at once, one is the first."""
        seconds = math.ceil(remember_for.total_seconds())
        if self._shared is not None:
            try:
                return await self._shared.incr(name, seconds) == 1
            except StorageError:
                pass
        return await self._local.incr(name, seconds) == 1

    async def was_used(self, name: str) -> bool:
        """Whether ``is_first_use`` was asked for this name, and still remembers it."""
        if self._shared is not None:
            try:
                return await self._shared.get(name) > 0
            except StorageError:
                pass
        return await self._local.get(name) > 0

    async def aclose(self) -> None:
        """Close the connections to Redis."""
        if isinstance(self._shared, RedisStorage):
            bridge: Any = self._shared.bridge  # its base class does not declare the connection
            client = bridge.get_connection()
            await client.aclose()

    async def _hit(self, storage: Storage, item: RateLimitItem, purpose: str, who: str) -> None:
        limiter = SlidingWindowCounterRateLimiter(storage)
        if await limiter.hit(item, purpose, who):
            return
        stats = await limiter.get_window_stats(item, purpose, who)
        raise TooManyRequests(max(1, math.ceil(stats.reset_time - time.time())))


def _redis(url: str) -> Storage:
    return RedisStorage(
        f"async+{url}",
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="hirecoach:limits",
        socket_connect_timeout=0.5,
        socket_timeout=0.5,
    )
