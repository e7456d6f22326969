"""Put a server under load: clients that call one after the other, and what the server's processor had to do."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
import psutil

SECONDS = 1.5

Call = Callable[[aiohttp.ClientSession, int], Awaitable[int]]  # client number → HTTP status


@dataclass(frozen=True)
class Target:
    """A call, and the server process that answers it."""

    call: Call
    pid: int


@dataclass
class Load:
    """What one round measured; ``cpu_ms`` is the server's processor time for one call."""

    per_second: float
    cpu_ms: float
    latencies_ms: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def p50_ms(self) -> float:
        return statistics.median(self.latencies_ms)


async def put_under_load(target: Target, clients: int, seconds: float = SECONDS) -> Load:
    """Let ``clients`` call for ``seconds`` each; a call that has begun is waited for."""
    latencies: list[float] = []
    errors = 0
    process = psutil.Process(target.pid)

    async def client(number: int) -> None:
        nonlocal errors
        while time.monotonic() < until:
            before = time.monotonic()
            status = await target.call(http, number)
            latencies.append((time.monotonic() - before) * 1000)
            errors += status >= 400

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        cpu_before, started = sum(process.cpu_times()[:2]), time.monotonic()
        until = started + seconds
        await asyncio.gather(*(client(number) for number in range(clients)))
        took_s, cpu_s = time.monotonic() - started, sum(process.cpu_times()[:2]) - cpu_before
    return Load(len(latencies) / took_s, 1000 * cpu_s / len(latencies), latencies, errors)
