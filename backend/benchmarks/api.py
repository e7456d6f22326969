"""Session read and answer stored, ours beside a bare app in the same run: ``python -m benchmarks.api``.

Each figure is the median of rounds in which the two take turns, so a machine that slows down slows both.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp

from benchmarks.servers import resident_mb, uvicorn_server

CLIENTS = (1, 16, 64)
ROUNDS = 3
SECONDS = 2.0
ANSWER = (
    "In March our payment service lost orders under load. I traced it to a connection pool of five, wrote a "
    "load test, raised the pool to 40 and added a queue, because retries alone would have hidden the loss. "
    "Errors fell from two percent to none. I learned to test with production traffic first."
)

Call = Callable[[aiohttp.ClientSession, int], Awaitable[int]]  # client number → HTTP status


@dataclass
class Load:
    """What one round measured."""

    per_second: float
    latencies_ms: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def p50_ms(self) -> float:
        return statistics.median(self.latencies_ms)


async def put_under_load(call: Call, clients: int) -> Load:
    """Let ``clients`` call one after the other for SECONDS each."""
    latencies: list[float] = []
    errors = 0

    async def client(number: int) -> None:
        nonlocal errors
        while time.monotonic() < until:
            before = time.monotonic()
            status = await call(http, number)
            latencies.append((time.monotonic() - before) * 1000)
            errors += status >= 400

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        started = time.monotonic()
        until = started + SECONDS
        await asyncio.gather(*(client(number) for number in range(clients)))
        return Load(len(latencies) / (time.monotonic() - started), latencies, errors)


class Bare:
    def __init__(self, address: str) -> None:
        self._address = address
        self._sessions: list[int] = []

    async def prepare(self, http: aiohttp.ClientSession) -> None:
        for _ in range(max(CLIENTS)):
            async with http.post(f"{self._address}/session") as response:
                self._sessions.append((await response.json())["id"])
            await self._answer(http, self._sessions[-1])

    async def read(self, http: aiohttp.ClientSession, client: int) -> int:
        # The first half of the sessions is read only, so that what is read does not grow.
        async with http.get(f"{self._address}/session/{self._sessions[client // 2]}") as response:
            await response.read()
            return response.status

    async def store(self, http: aiohttp.ClientSession, client: int) -> int:
        return await self._answer(http, self._sessions[max(CLIENTS) // 2 + client // 2])

    async def _answer(self, http: aiohttp.ClientSession, session_id: int) -> int:
        async with http.post(
            f"{self._address}/answer", json={"session_id": session_id, "text": ANSWER}
        ) as response:
            await response.read()
            return response.status


class Ours:
    """Interviews of fifteen questions; a client that has answered them all starts another."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._read: list[str] = []
        self._current: dict[int, tuple[str, str]] = {}

    async def prepare(self, http: aiohttp.ClientSession) -> None:
        for number in range(max(CLIENTS)):
            self._read.append(await self._start(http, number))
        for number in range(max(CLIENTS)):
            await self.answer(http, number)
        for number in range(max(CLIENTS)):
            await self._start(http, number)

    async def _start(self, http: aiohttp.ClientSession, client: int) -> str:
        body = {"job_title": "Backend engineer", "question_count": 15}
        async with http.post(f"{self._address}/interview/start", json=body) as response:
            started = await response.json()
        self._current[client] = (started["session_id"], started["question"]["id"])
        return str(started["session_id"])

    async def read(self, http: aiohttp.ClientSession, client: int) -> int:
        async with http.get(f"{self._address}/interview/session/{self._read[client]}") as response:
            await response.read()
            return response.status

    async def answer(self, http: aiohttp.ClientSession, client: int) -> int:
        session_id, question_id = self._current[client]
        body = {"session_id": session_id, "question_id": question_id, "answer": ANSWER}
        async with http.post(f"{self._address}/interview/answer", json=body) as response:
            turn = await response.json()
            if response.status >= 400:
                return response.status
        if turn["next_question"]:
            self._current[client] = (session_id, turn["next_question"]["id"])
        else:
            await self._start(http, client)
        return 200


async def compare(bare_address: str, our_address: str) -> list[str]:
    bare, ours = Bare(bare_address), Ours(our_address)
    async with aiohttp.ClientSession() as http:
        await bare.prepare(http)
        await ours.prepare(http)
    rows = []
    pairs: tuple[tuple[str, Call, Call], ...] = (
        ("session read", bare.read, ours.read),
        ("answer stored and evaluated", bare.store, ours.answer),
    )
    for name, bare_call, our_call in pairs:
        for clients in CLIENTS:
            rounds = [
                (await put_under_load(bare_call, clients), await put_under_load(our_call, clients))
                for _ in range(ROUNDS)
            ]
            rows.append(_row(name, clients, rounds))
    return rows


def _row(name: str, clients: int, rounds: list[tuple[Load, Load]]) -> str:
    bare = statistics.median(b.per_second for b, _ in rounds)
    ours = statistics.median(o.per_second for _, o in rounds)
    ratio = statistics.median(o.per_second / b.per_second for b, o in rounds)
    p50 = statistics.median(o.p50_ms for _, o in rounds)
    errors = sum(o.errors for _, o in rounds)
    return f"| {name} | {clients} | {bare:.0f} | {ours:.0f} | {ratio:.2f} | {p50:.1f} | {errors} |"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ours_environment = {
            "HIRECOACH_STATE_DIR": folder,
            "RATE_LIMIT_COSTLY": "1000000/minute",
            "LOG_LEVEL": "error",
            "DATABASE_URL": f"sqlite:///{folder}/ours.db",
        }
        with (
            uvicorn_server("benchmarks.bare_app:app", {"BARE_DATABASE": f"{folder}/bare.db"}) as (bare, _, _),
            uvicorn_server("app.main:app", ours_environment) as (ours, pid, ready_s),
        ):
            print(f"API ready after {ready_s:.1f} s, {resident_mb(pid):.0f} MB idle")
            print("\n| call | clients | bare /s | ours /s | ratio | ours P50 ms | errors |")
            print("|---|---|---|---|---|---|---|")
            for row in asyncio.run(compare(bare, ours)):
                print(row)
            print(f"\n{resident_mb(pid):.0f} MB after the load, the evaluator's model loaded")


if __name__ == "__main__":
    main()
