"""One voice interview in a real room, all parts real: ``python -m benchmarks.room``.

Media server, API, agent (recogniser, voice, face) and a candidate whose microphone plays synthetic speech. Measures
join → first word, end of speech → first sound, what the agent's processes cost, and what arrives of the face.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from agent.stack import Stack
from media_server import MediaServer, running_media_server

from app.speech.piper import PiperSynthesizer
from benchmarks.watching import Watcher, mouth_after_sound_ms

ANSWERS = (
    "At my last company I moved our billing system to a new platform. I planned the work in small steps, and wrote "
    "the migration scripts myself. In the end we moved forty thousand customers without an hour of downtime.",
    "Our support team was drowning in tickets last winter. I read three hundred of them and found that half asked "
    "the same five questions. So I wrote a guide, and tickets fell by forty percent within a month.",
    "Two of my colleagues could not agree about the database. I asked each to write down what would change their "
    "mind, and then we measured both. As a result we chose one in a day, and nobody was angry.",
)
JOINS = 3
_TICK_S = 0.02


@dataclass
class Measured:
    """Seconds, cores and MB, each a list of what was seen."""

    first_word_s: list[float] = field(default_factory=list)
    reply_s: list[float] = field(default_factory=list)
    reply_after_done_s: list[float] = field(default_factory=list)
    cores: dict[str, list[float]] = field(default_factory=dict)
    memory_mb: float = 0.0
    memory_unshared_mb: float = 0.0
    frames_per_second: list[int] = field(default_factory=list)
    mouth_ms: float | None = None
    mouth_fit: float | None = None
    lost: int = 0  # answers to which no sound came


class Cost:
    """Processor time and memory of the agent's processes: worker, prewarmed process, job, voice."""

    def __init__(self, pid: int) -> None:
        self._agent = psutil.Process(pid)

    def processes(self) -> list[psutil.Process]:
        return [self._agent, *self._agent.children(recursive=True)]

    def cpu_s(self) -> float:
        """Of the processes that live and of those that they have seen end."""
        total = 0.0
        for process in self.processes():
            try:
                total += sum(process.cpu_times()[:4])
            except psutil.NoSuchProcess:
                continue
        return total

    def memory_mb(self) -> tuple[float, float]:
        """Resident memory added up, and what remains when shared pages are counted once."""
        infos = [process.memory_full_info() for process in self.processes()]
        return sum(i.rss for i in infos) / 2**20, sum(i.pss for i in infos) / 2**20

    async def while_(self, work: Awaitable[Any]) -> float:
        """Cores that were busy with the agent while ``work`` was done."""
        before, began = self.cpu_s(), time.monotonic()
        await work
        return (self.cpu_s() - before) / (time.monotonic() - began)


class VoiceInterview:
    """One candidate in one room, and what they see of their session."""

    def __init__(self, http: httpx.AsyncClient, voice: PiperSynthesizer, setup: dict[str, Any]) -> None:
        self._http = http
        self._setup = setup
        self.candidate = Watcher(voice)
        self.session_id = ""
        self.agent_identity = ""

    async def join(self) -> float:
        """Take a token and join; return the seconds from then to the interviewer's first sound."""
        body = {"job_title": "Engineer", "participant_name": "Sam", "follow_ups": False, **self._setup}
        started = await self._http.post("/interview/start", json=body)
        self.session_id = started.json()["session_id"]
        began = time.monotonic()
        body = {"session_id": self.session_id, "participant_name": "Sam"}
        room = (await self._http.post("/livekit/token", json=body)).json()
        await self.candidate.join(room["url"], room["token"])
        await until(lambda: bool(self.candidate.sounds), 60)
        remote = self.candidate.room.remote_participants
        self.agent_identity = next(name for name in remote if name.startswith("interviewer-"))
        return self.candidate.sounds[0] - began

    async def listen(self) -> None:
        await self.candidate.hear_until_silent(after=len(self.candidate.sounds) - 1, silence_s=1.5)

    async def answer(self, text: str, *, press_done: bool = False) -> float | None:
        """Speak; seconds from the end of speech (or the press of Done) to the next sound, None if none came."""
        ended = await self.candidate.say(text)
        sounds = len(self.candidate.sounds)
        if press_done:
            await asyncio.sleep(0.3)  # as fast as anybody presses it
            ended = time.monotonic()
            await self._press_done()
        try:
            await until(lambda: len(self.candidate.sounds) > sounds, 30)
        except TimeoutError:
            return None
        return self.candidate.sounds[sounds] - ended

    async def _press_done(self) -> None:
        view = (await self._http.get(f"/interview/session/{self.session_id}")).json()
        await self.candidate.room.local_participant.perform_rpc(
            destination_identity=self.agent_identity,
            method="hirecoach.done",
            payload=json.dumps({"question_id": view["current_question_id"]}),
            response_timeout=20,
        )


async def until(is_so: Callable[[], bool], within_s: float) -> None:
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110 — frames arrive by themselves
            await asyncio.sleep(_TICK_S)


async def measure_interview(http: httpx.AsyncClient, voice: PiperSynthesizer, agent_pid: int) -> Measured:
    """Three answers that end by silence, three that end by Done, in one interview."""
    seen, cost = Measured(), Cost(agent_pid)
    setup = {"question_count": 2 * len(ANSWERS), "patience": "normal", "feedback": "at_end"}
    interview = VoiceInterview(http, voice, setup)
    seen.first_word_s.append(await interview.join())
    spoke_at = time.monotonic()
    seen.cores["interviewer speaks"] = [await cost.while_(interview.listen())]
    seen.mouth_ms, seen.mouth_fit = mouth_after_sound_ms(interview.candidate, spoke_at, time.monotonic())
    seen.cores["candidate speaks"], began, cpu_before = [], time.monotonic(), cost.cpu_s()
    for text, press_done in [*((text, False) for text in ANSWERS), *((text, True) for text in ANSWERS)]:
        speaking = asyncio.ensure_future(interview.answer(text, press_done=press_done))
        seen.cores["candidate speaks"].append(await cost.while_(asyncio.shield(speaking)))
        waited = await speaking
        if waited is None:
            seen.lost += 1
            continue
        (seen.reply_after_done_s if press_done else seen.reply_s).append(waited)
        await interview.listen()
    seen.cores["whole interview"] = [(cost.cpu_s() - cpu_before) / (time.monotonic() - began)]
    seen.memory_mb, seen.memory_unshared_mb = cost.memory_mb()
    seen.frames_per_second = interview.candidate.frames_per_second()
    await interview.candidate.leave()
    return seen


@asynccontextmanager
async def running_stack(server: MediaServer, folder: Path) -> AsyncIterator[Stack]:
    stack = Stack(server, folder)
    try:
        await stack.start()
        yield stack
    finally:
        stack.stop()


async def measure(server: MediaServer, folder: Path) -> Measured:
    voice = PiperSynthesizer()
    voice.prewarm()
    async with (
        running_stack(server, folder) as stack,
        httpx.AsyncClient(base_url=stack.url, timeout=30) as http,
    ):
        seen = await measure_interview(http, voice, stack.agent.pid)
        for _ in range(JOINS - 1):
            await asyncio.sleep(8)  # until the next process is prewarmed, as between two candidates
            again = VoiceInterview(http, voice, {"question_count": 1})
            seen.first_word_s.append(await again.join())
            await again.candidate.leave()
    await voice.aclose()
    return seen


def table(seen: Measured) -> str:
    def p50_p95(seconds: list[float]) -> str:
        ordered = sorted(seconds)
        if not ordered:
            return "–"
        return f"{statistics.median(ordered):.2f} / {ordered[int(0.95 * (len(ordered) - 1) + 0.5)]:.2f} s"

    frames = sorted(seen.frames_per_second)
    rows = [
        ("join → first word, median", f"{statistics.median(seen.first_word_s):.2f} s", "≤ 1.5 s"),
        ("end of speech → first sound, P50 / P95", p50_p95(seen.reply_s), "≤ 1.8 / 3.5 s"),
        ("Done → first sound, P50 / P95", p50_p95(seen.reply_after_done_s), "≤ 0.7 / 1.2 s"),
        ("answers without a reply", str(seen.lost), "0"),
        *(
            (f"agent, {what}", f"{statistics.median(cores):.2f} cores", "–")
            for what, cores in seen.cores.items()
        ),
        (
            "agent's memory, resident / shared pages once",
            f"{seen.memory_mb:.0f} / {seen.memory_unshared_mb:.0f} MB",
            "–",
        ),
        (
            "frames of the face a second, median / least of 19 in 20 seconds",
            f"{statistics.median(frames):.0f} / {frames[len(frames) // 20]}",
            "≥ 20",
        ),
        ("mouth behind the sound (fit)", f"{seen.mouth_ms:.0f} ms ({seen.mouth_fit:.2f})", "≤ 80 ms"),
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(["| one voice interview | measured | goal |", "|---|---|---|", *lines])


def main() -> None:
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)
    try:
        with running_media_server() as server, tempfile.TemporaryDirectory() as folder:
            print(table(asyncio.run(measure(server, Path(folder)))), flush=True)
    except pytest.skip.Exception as skipped:
        print(f"skipped: {skipped}")


if __name__ == "__main__":
    main()
