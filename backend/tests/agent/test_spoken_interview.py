"""A spoken interview with nothing faked, media server, recogniser and voice included, whose agent is killed."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from media_server import MediaServer, media_server

from app.speech.piper import PiperSynthesizer
from app.speech.whisper import WhisperTranscriber

from .candidate import EAR_RATE, Candidate
from .stack import Stack

__all__ = ["media_server"]

pytestmark = [pytest.mark.media_server, pytest.mark.speech, pytest.mark.timeout(300)]

ANSWER = (
    "At my last company I moved our billing system to a new platform. I planned the work in small steps, "
    "and wrote the migration scripts myself. In the end we moved forty thousand customers without an hour "
    "of downtime."
)


@pytest.fixture
async def stack(media_server: MediaServer, tmp_path: Path) -> AsyncIterator[Stack]:
    stack = Stack(media_server, tmp_path)
    try:
        await stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def voice() -> Iterator[PiperSynthesizer]:
    voice = PiperSynthesizer()
    voice.prewarm()
    yield voice
    asyncio.run(voice.aclose())


async def test_an_interview_is_spoken_and_survives_the_death_of_its_agent(
    stack: Stack, voice: PiperSynthesizer, tmp_path: Path
) -> None:
    async with httpx.AsyncClient(base_url=stack.url, timeout=30) as http:
        setup = {"job_title": "Engineer", "question_count": 2, "participant_name": "Sam", "patience": "quick"}
        session_id = (await http.post("/interview/start", json=setup)).json()["session_id"]
        body = {"session_id": session_id, "participant_name": "Sam"}
        room = (await http.post("/livekit/token", json=body)).json()
        candidate = Candidate(voice)
        await candidate.join(room["url"], room["token"])

        async def view() -> dict[str, object]:
            return (await http.get(f"/interview/session/{session_id}")).json()  # type: ignore[no-any-return]

        async def until_asked(count: int) -> None:
            async with asyncio.timeout(40):
                while len((await view())["questions"]) < count:  # type: ignore[arg-type]
                    await asyncio.sleep(0.2)

        # The greeting and the first question are heard, the answer is stored, the second question asked.
        await candidate.hear_until_silent()
        sounds = len(candidate.sounds)
        ended_at = await candidate.say(ANSWER)
        await until_asked(2)
        await candidate.hear_until_silent(after=sounds)
        first, second = (await view())["questions"]  # type: ignore[misc]
        assert "forty thousand customers" in first["answer"]["text"].replace("40,000", "forty thousand")
        assert first["answer"]["modality"] == "spoken"

        # The agent dies in the middle of the second answer; the next one goes on with what was said.
        await candidate.say("I led a team of five people for two years.")
        async with asyncio.timeout(20):
            while not (await view())["questions"][1]["draft"]:  # type: ignore[index]
                await asyncio.sleep(0.1)
        stack.kill_agent()
        sounds = len(candidate.sounds)
        await stack.start_agent("agent-again")
        registered_at = time.monotonic()
        await candidate.hear_until_silent(after=sounds)
        back_after_s = candidate.sounds[sounds] - registered_at
        await candidate.say(
            "We doubled our sales in that time, and nobody left. That is my answer. I'm done."
        )
        async with asyncio.timeout(60):
            while (await view())["status"] != "finished":
                await asyncio.sleep(0.2)
        answer = (await view())["questions"][1]["answer"]["text"]  # type: ignore[index]
        assert "team of five" in answer.replace("5", "five")
        assert "sales" in answer
        assert answer.index("team") < answer.index("sales")

        heard = await WhisperTranscriber(cache_dir=tmp_path).transcribe_pcm(
            bytes(candidate.heard), sample_rate=EAR_RATE, language="en"
        )
        assert "good to meet you" in heard.text.lower()
        assert second["text"].split()[0].lower() in heard.text.lower()
        reply_at = next(sound for sound in candidate.sounds if sound > ended_at)
        print(  # noqa: T201 — figures for whoever runs it with -s
            f"join → first sound {candidate.sounds[0] - candidate.joined_at:.2f} s, "
            f"end of answer → first sound {reply_at - ended_at:.2f} s, back after {back_after_s:.2f} s"
        )
        await candidate.leave()
        assert back_after_s < 10
        assert "migration" not in stack.log("agent"), "what was said must not be in a log"
        assert "AI Interview Agent joining room: interview-" in stack.log("agent")
