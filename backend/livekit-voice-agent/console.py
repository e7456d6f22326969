# ruff: noqa: T201 - this is a program with a terminal
"""``interview_agent.py console``: an interview in the terminal, typed, with neither room nor microphone.

For whoever works on the agent: the same API and the same words, with a terminal for a mouth and an ear.
"""

import asyncio
import sys
from typing import Any

import httpx

from app.config import LivekitCredentials, Settings
from app.interview.schemas import NextTurn, Started
from backend_client import REQUEST_TIMEOUT_S, BackendClient, Refused, refusal_of

QUESTIONS = 3
HINT = "Answer in one line; an empty line skips the question, Ctrl+C ends."
NO_CREDENTIALS = (
    "The console cannot start: LIVEKIT_API_KEY and LIVEKIT_API_SECRET are not set, and without them the API "
    "does not know the agent. Set them, or run `make run` once, which makes its own."
)


def run_console(settings: Settings) -> int:
    """Start a session at the API and hold it here. Returns the exit code."""
    credentials = settings.livekit
    if credentials is None:
        return _failed(2, NO_CREDENTIALS)
    try:
        asyncio.run(_interview(settings, credentials))
    except httpx.TransportError:
        return _failed(
            1, f"The API does not answer at {settings.hirecoach_api_url}. Start it with `make run`."
        )
    except Refused as refused:
        return _failed(1, f"The API refused: {refused}")
    except (KeyboardInterrupt, EOFError):
        print("\nEnded. What you answered is stored.")
    return 0


def _failed(code: int, sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return code


async def _interview(settings: Settings, credentials: LivekitCredentials) -> None:
    timeout = httpx.Timeout(REQUEST_TIMEOUT_S)
    async with httpx.AsyncClient(base_url=settings.hirecoach_api_url, timeout=timeout) as http:
        body = {"job_title": "Software Engineer", "question_count": QUESTIONS}
        started = Started.model_validate_json(await _post(http, "/interview/start", body))
        session_id = started.session_id
        client = BackendClient(settings.hirecoach_api_url, credentials, session_id)
        try:
            briefing = await client.briefing()
            print(HINT)
            _speak(briefing.say)
            question = briefing.question
            while question is not None:
                answer = input("\nYou: ")  # noqa: ASYNC250 - nothing else goes on here
                turn = await _answer(http, session_id, question.id, answer)
                if turn.evaluation is not None and turn.evaluation.score is not None:
                    print(f"Score: {turn.evaluation.score}/100")
                _speak(turn.say)
                question = turn.next_question
            report = await client.finish()
            print(f"\nOverall: {report.overall}\n{report.summary}")
        finally:
            await client.aclose()


async def _answer(http: httpx.AsyncClient, session_id: str, question_id: str, text: str) -> NextTurn:
    if not text.strip():
        path, body = f"/interview/session/{session_id}/skip", {"question_id": question_id}
    else:
        path = "/interview/answer"
        body = {"session_id": session_id, "question_id": question_id, "answer": text, "modality": "typed"}
    return NextTurn.model_validate_json(await _post(http, path, body))


async def _post(http: httpx.AsyncClient, path: str, body: dict[str, Any]) -> bytes:
    response = await http.post(path, json=body)
    if response.is_error:
        raise refusal_of(response)
    return response.content


def _speak(lines: list[str]) -> None:
    for line in lines:
        print(f"Interviewer: {line}")
