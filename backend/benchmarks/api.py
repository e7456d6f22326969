"""Session read and answer stored, ours beside a bare app in the same run: ``python -m benchmarks.api``.

Each figure is the median of rounds in which the servers take turns, so a machine that slows down slows them all.
``answer stored`` is our API with an evaluator that answers at once (``unjudged_app``); ``evaluated`` is the API as
it is served. The CPU ratio is what the ratio of throughput would be if the servers' processor time were all that limits
it; on a busy machine it is the steadier of the two.
"""

import asyncio
import contextlib
import secrets
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from app.rooms.agent_access import sign_proof
from benchmarks.load import Call, Load, Target, put_under_load
from benchmarks.servers import Server, resident_mb, uvicorn_server

CLIENTS = (1, 16, 64)
ROUNDS = 3
# What is said between two short silences, and how many of it make an answer of two minutes.
UTTERANCE = "I traced it to a connection pool of five, and wrote a load test that showed it."
UTTERANCES_AN_ANSWER = 20
# A number in each sentence, another one at each call: the evaluator remembers the vectors of clauses that it has seen.
ANSWER = (
    "In March our payment service lost {n} orders under load. I traced it to a connection pool of {n}, wrote a "
    "load test, raised the pool to {n} and added a queue, because {n} retries alone would have hidden the loss. "
    "Errors fell from {n} percent to none. I learned to test with {n} times the traffic first."
)
LIVEKIT_KEY = "benchmark"
LIVEKIT_SECRET = secrets.token_hex(32)


class Bare:
    """The first half of the sessions is read only, so that what is read does not grow."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._sessions: list[int] = []

    async def prepare(self, http: aiohttp.ClientSession) -> None:
        for number in range(2 * max(CLIENTS)):
            async with http.post(f"{self._address}/session") as response:
                self._sessions.append((await response.json())["id"])
            if number < max(CLIENTS):
                await self._post(http, "/answer", self._sessions[-1])

    async def read(self, http: aiohttp.ClientSession, client: int) -> int:
        async with http.get(f"{self._address}/session/{self._sessions[client]}") as response:
            await response.read()
            return response.status

    def storing(self, path: str) -> Call:
        async def store(http: aiohttp.ClientSession, client: int) -> int:
            return await self._post(http, path, self._sessions[max(CLIENTS) + client])

        return store

    async def _post(self, http: aiohttp.ClientSession, path: str, session_id: int) -> int:
        body = {"session_id": session_id, "text": ANSWER.format(n=1) if path != "/part" else UTTERANCE}
        async with http.post(f"{self._address}{path}", json=body) as response:
            await response.read()
            return response.status


@dataclass
class Interview:
    """Where one client stands; ``token`` is the agent's."""

    session_id: str
    question_id: str
    token: str = ""
    heard: int = 0


class Ours:
    """Interviews of fifteen questions; a client that has answered them all starts another."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._read: list[str] = []
        self._typed: dict[int, Interview] = {}
        self._spoken: dict[int, Interview] = {}
        self._answered = 0

    async def prepare(self, http: aiohttp.ClientSession) -> None:
        """One answer in every session that is read, as in the bare app's."""
        for number in range(max(CLIENTS)):
            self._typed[number] = await self._start(http)
            self._read.append(self._typed[number].session_id)
            await self.answer(http, number)
            self._typed[number] = await self._start(http)
            self._spoken[number] = await self._start_spoken(http)

    async def _start(self, http: aiohttp.ClientSession) -> Interview:
        body = {"job_title": "Backend engineer", "question_count": 15, "follow_ups": False}
        async with http.post(f"{self._address}/interview/start", json=body) as response:
            started = await response.json()
        return Interview(started["session_id"], started["question"]["id"])

    async def _start_spoken(self, http: aiohttp.ClientSession) -> Interview:
        interview = await self._start(http)
        proof = sign_proof(LIVEKIT_KEY, LIVEKIT_SECRET, interview.session_id)
        async with http.post(f"{self._address}/agent/token", json={"proof": proof}) as response:
            interview.token = (await response.json())["access_token"]
        return interview

    async def read(self, http: aiohttp.ClientSession, client: int) -> int:
        async with http.get(f"{self._address}/interview/session/{self._read[client]}") as response:
            await response.read()
            return response.status

    async def hear(self, http: aiohttp.ClientSession, client: int) -> int:
        """Store one utterance, as the agent does."""
        if self._spoken[client].heard == UTTERANCES_AN_ANSWER:
            self._spoken[client] = await self._start_spoken(http)
        at = self._spoken[client]
        at.heard += 1
        body = {
            "utterance_id": f"{at.session_id}.{at.heard}",
            "question_id": at.question_id,
            "sequence": at.heard,
            "text": UTTERANCE,
        }
        address = f"{self._address}/interview/session/{at.session_id}/utterances"
        headers = {"Authorization": f"Bearer {at.token}"}
        async with http.post(address, json=body, headers=headers) as response:
            await response.read()
            return response.status

    def _fresh_answer(self) -> str:
        self._answered += 1
        return ANSWER.format(n=self._answered)

    async def answer(self, http: aiohttp.ClientSession, client: int) -> int:
        at = self._typed[client]
        body = {"session_id": at.session_id, "question_id": at.question_id, "answer": self._fresh_answer()}
        async with http.post(f"{self._address}/interview/answer", json=body) as response:
            turn = await response.json()
            if response.status >= 400:
                return response.status
        if turn["next_question"]:
            at.question_id = turn["next_question"]["id"]
        else:
            self._typed[client] = await self._start(http)
        return 200


@dataclass(frozen=True)
class Comparison:
    """One call of ours beside the least, and beside as many rows written."""

    name: str
    bare: Target
    same_rows: Target | None
    ours: Target

    async def measured(self, clients: int) -> str:
        targets = [target for target in (self.bare, self.same_rows, self.ours) if target is not None]
        rounds = [[await put_under_load(target, clients) for target in targets] for _ in range(ROUNDS)]

        def median(of: Callable[[list[Load]], float]) -> float:
            return statistics.median(of(loads) for loads in rounds)

        beside = "–"
        if self.same_rows is not None:
            beside = f"{median(lambda r: r[-1].per_second / r[1].per_second):.2f}"
        cells = [
            self.name,
            str(clients),
            f"{median(lambda r: r[0].per_second):.0f}",
            f"{median(lambda r: r[-1].per_second):.0f}",
            f"{median(lambda r: r[-1].per_second / r[0].per_second):.2f}",
            beside,
            f"{median(lambda r: r[0].cpu_ms):.1f}",
            f"{median(lambda r: r[-1].cpu_ms):.1f}",
            f"{median(lambda r: r[0].cpu_ms / r[-1].cpu_ms):.2f}",
            f"{median(lambda r: r[-1].p50_ms):.0f}",
            str(sum(loads[-1].errors for loads in rounds)),
        ]
        return f"| {' | '.join(cells)} |"


HEADER = (
    "| call | clients | bare /s | ours /s | ratio | ratio to as many rows | bare CPU ms | our CPU ms | CPU ratio "
    "| our P50 ms | errors |\n|---|---|---|---|---|---|---|---|---|---|---|"
)


async def compare(bare_server: Server, our_server: Server, unjudged_server: Server) -> None:
    bare, ours, unjudged = Bare(bare_server.address), Ours(our_server.address), Ours(unjudged_server.address)
    async with aiohttp.ClientSession() as http:
        for app in (bare, ours, unjudged):
            await app.prepare(http)

    def of_bare(call: Call) -> Target:
        return Target(call, bare_server.pid)

    least, part, turn = (of_bare(bare.storing(path)) for path in ("/answer", "/part", "/turn"))
    comparisons = (
        Comparison("session read", of_bare(bare.read), None, Target(ours.read, our_server.pid)),
        Comparison("answer part stored", least, part, Target(ours.hear, our_server.pid)),
        Comparison("answer stored", least, turn, Target(unjudged.answer, unjudged_server.pid)),
        Comparison("answer stored and evaluated", least, turn, Target(ours.answer, our_server.pid)),
    )
    print(f"\n{HEADER}", flush=True)
    for comparison in comparisons:
        for clients in CLIENTS:
            print(await comparison.measured(clients), flush=True)


def settings(folder: str, name: str) -> dict[str, str]:
    return {
        "HIRECOACH_STATE_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/{name}.db",
        "RATE_LIMIT_COSTLY": "1000000/minute",
        "LIVEKIT_URL": "ws://127.0.0.1:9",  # nobody is there: only the agents' proofs are checked with it
        "LIVEKIT_API_KEY": LIVEKIT_KEY,
        "LIVEKIT_API_SECRET": LIVEKIT_SECRET,
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:

        def serve(app: str, environment: dict[str, str]) -> Server:
            return running.enter_context(uvicorn_server(app, environment))

        ours = serve("app.main:app", settings(folder, "ours"))
        print(
            f"API ready after {ours.ready_s:.1f} s (goal ≤ 3 s; {ours.ready_cpu_s:.1f} s of processor time), "
            f"{resident_mb(ours.pid):.0f} MB idle (≤ 350 MB)"
        )
        unjudged = serve("benchmarks.unjudged_app:app", settings(folder, "unjudged"))
        bare = serve("benchmarks.bare_app:app", {"BARE_DATABASE": f"{folder}/bare.db"})
        asyncio.run(compare(bare, ours, unjudged))
        print(f"\n{resident_mb(ours.pid):.0f} MB after the load, the evaluator's model loaded")


if __name__ == "__main__":
    main()
