"""``interview_agent.py console``: an interview in the terminal, read aloud nowhere and typed; no room, no
microphone.

For whoever works on the agent: the same interviewer and the same API, with a terminal for a mouth and an ear.
"""

import asyncio
import sys

import httpx

from app.config import LivekitCredentials, Settings
from app.interview.schemas import NextTurn, Started
from backend_client import BackendClient, Refused

QUESTIONS = 3


def run_console(settings: Settings) -> int:
    """Start a session at the API and hold it here. Returns the exit code."""
    credentials = settings.livekit
    if credentials is None:
        return _failed(2, "console needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET to prove itself.")
    try:
        asyncio.run(_interview(settings, credentials))
    except httpx.TransportError:
        return _failed(1, f"The API does not answer at {settings.hirecoach_api_url}. Start it first.")
    except Refused as refused:
        return _failed(1, f"The API refused: {refused}")
    except (KeyboardInterrupt, EOFError):
        return 0
    return 0


def _failed(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201
    return code


async def _interview(settings: Settings, credentials: LivekitCredentials) -> None:
    async with httpx.AsyncClient(base_url=settings.hirecoach_api_url) as http:
        body = {"job_title": "Software Engineer", "question_count": QUESTIONS, "participant_name": "You"}
        response = await http.post("/interview/start", json=body)
        response.raise_for_status()
        session_id = Started.model_validate_json(response.content).session_id
        client = BackendClient(settings.hirecoach_api_url, credentials, session_id)
        try:
            briefing = await client.briefing()
            _speak(briefing.say)
            question = briefing.question
            while question is not None:
                answer = await asyncio.to_thread(input, "\nYou: ")
                turn = await _answer(http, session_id, question.id, answer)
                _speak(turn.say)
                question = turn.next_question
            report = await client.finish()
            print(f"\nOverall: {report.overall}\n{report.summary}")  # noqa: T201
        finally:
            await client.aclose()


async def _answer(http: httpx.AsyncClient, session_id: str, question_id: str, text: str) -> NextTurn:
    if not text.strip():
        response = await http.post(f"/interview/session/{session_id}/skip", json={"question_id": question_id})
    else:
        body = {"session_id": session_id, "question_id": question_id, "answer": text, "modality": "typed"}
        response = await http.post("/interview/answer", json=body, timeout=30)
    response.raise_for_status()
    return NextTurn.model_validate_json(response.content)


def _speak(lines: list[str]) -> None:
    for line in lines:
        print(f"Interviewer: {line}")  # noqa: T201
