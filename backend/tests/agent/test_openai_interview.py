"""The OpenAI voices drive the same interview in a real room; the cloud is a strict local server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes.openai_audio import SENTENCE, OpenAIAudioServer
from fakes.openai_realtime_server import realtime_server
from media_server import MediaServer, media_server

from app.speech.piper import PiperSynthesizer

from .candidate import Candidate
from .stack import Stack

__all__ = ["media_server"]

pytestmark = [pytest.mark.media_server, pytest.mark.speech, pytest.mark.timeout(300)]

# What the cloud says it heard: kept to the letter, odd spelling, digits and all.
VERBATIM = "Well, I moved ZebraDB 42 to the new cluster; because the old one cost 9,300 € a month."


@asynccontextmanager
async def started(server: MediaServer, folder: Path, **settings: str) -> AsyncIterator[Stack]:
    stack = Stack(server, folder, EVALUATOR="embedded", **settings)
    try:
        await stack.start()
        yield stack
    finally:
        stack.stop()


async def answer_by_voice(stack: Stack) -> dict[str, Any]:
    """Hold an interview of one spoken question; return the session when it is finished."""
    async with httpx.AsyncClient(base_url=stack.url, timeout=30) as http:
        setup = {"job_title": "Engineer", "question_count": 1, "participant_name": "Sam", "patience": "quick"}
        setup |= {"follow_ups": False}
        session_id = (await http.post("/interview/start", json=setup)).json()["session_id"]
        token = {"session_id": session_id, "participant_name": "Sam"}
        room = (await http.post("/livekit/token", json=token)).json()
        voice = PiperSynthesizer()
        candidate = Candidate(voice)
        try:
            await candidate.join(room["url"], room["token"])
            await candidate.hear_until_silent()
            await candidate.say("I moved our database to the new cluster, because the old one cost too much.")
            async with asyncio.timeout(60):
                while True:
                    session: dict[str, Any] = (await http.get(f"/interview/session/{session_id}")).json()
                    if session["status"] == "finished":
                        return session
                    await asyncio.sleep(0.2)
        finally:
            await candidate.leave()
            await voice.aclose()


def answer_of(session: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = session["questions"][0]["answer"]
    return answer


async def test_realtime_drives_the_interview_and_records_what_it_heard_to_the_letter(
    media_server: MediaServer, tmp_path: Path
) -> None:
    async with realtime_server() as cloud:
        cloud.hears = lambda pcm: VERBATIM
        settings = {"OPENAI_API_KEY": cloud.api_key, "OPENAI_BASE_URL": cloud.url, "VOICE": "openai_realtime"}
        async with started(media_server, tmp_path, **settings) as stack:
            session = await answer_by_voice(stack)
    assert answer_of(session)["text"] == VERBATIM
    assert answer_of(session)["modality"] == "spoken"
    spoken = " ".join(
        part["text"]
        for request in cloud.of_type("response.create")
        for item in request["response"]["input"]
        for part in item["content"]
    )
    assert session["questions"][0]["text"] in spoken
    assert cloud.of_type("session.update")[0]["session"]["audio"]["output"]["voice"] == "alloy"
    assert cloud.errors == []


async def test_the_pipeline_drives_the_same_interview(media_server: MediaServer, tmp_path: Path) -> None:
    cloud = OpenAIAudioServer()
    try:
        settings = {"OPENAI_API_KEY": "a-key", "OPENAI_BASE_URL": cloud.base_url, "VOICE": "openai_pipeline"}
        async with started(media_server, tmp_path, **settings) as stack:
            session = await answer_by_voice(stack)
    finally:
        cloud.close()
    assert answer_of(session)["text"] == SENTENCE
    spoken = " ".join(request["input"] for request in cloud.requests if "input" in request)
    assert session["questions"][0]["text"] in spoken
