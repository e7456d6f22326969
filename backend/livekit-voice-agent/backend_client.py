"""Typed client of the API for one session: proof → token, retries while the API is away, events that
resume."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel

from app.config import LivekitCredentials
from app.interview.event_schemas import Event
from app.interview.requests import UtteranceIn
from app.interview.schemas import AgentToken, Briefing, NextTurn, Report, UtteranceStored
from app.interview.terms import AgentState
from app.rooms.agent_access import sign_proof
from neighbours import is_on_this_machine

log = logging.getLogger("hirecoach.agent")

# The API answers within 2 s when it evaluates inline; a slow disk or a restart may double that.
REQUEST_TIMEOUT_S = 15.0
FIRST_RETRY_S = 0.2
LONGEST_RETRY_S = 3.0
# The API sends a comment every 15 s; a stream that is silent for twice that is dead.
EVENTS_SILENCE_S = 32.0

_Model = TypeVar("_Model", bound=BaseModel)


class Refused(Exception):
    """The API will not do it, now or later: ``type`` is the problem's last path segment."""

    def __init__(self, status: int, type: str) -> None:
        super().__init__(f"{status} {type}")
        self.status = status
        self.type = type


class BackendClient:
    """All calls wait for the API to come back, but the reports, which are worth nothing later."""

    def __init__(
        self,
        api_url: str,
        credentials: LivekitCredentials,
        session_id: str,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.session_id = session_id
        self._credentials = credentials
        self._http = httpx.AsyncClient(
            base_url=api_url,
            timeout=REQUEST_TIMEOUT_S,
            transport=transport,
            # A proxy of the environment cannot reach this machine, and must not see what was said.
            trust_env=not is_on_this_machine(api_url),
        )
        self._token: str | None = None
        self._renewing = asyncio.Lock()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def briefing(self) -> Briefing:
        return await self._call(Briefing, "POST", f"/agent/session/{self.session_id}/briefing")

    async def add_utterance(self, utterance: UtteranceIn) -> UtteranceStored:
        body = utterance.model_dump(mode="json")
        return await self._call(
            UtteranceStored, "POST", f"/interview/session/{self.session_id}/utterances", body
        )

    async def complete_answer(self, question_id: str, *, key: str) -> NextTurn:
        """Everything stored for the question is its answer. The same ``key`` again gives the same turn."""
        body = {"session_id": self.session_id, "question_id": question_id, "answer": "", "modality": "spoken"}
        return await self._call(NextTurn, "POST", "/interview/answer", body, {"Idempotency-Key": key})

    async def reopen(self, answer_id: str) -> NextTurn:
        return await self._call(NextTurn, "POST", f"/interview/answer/{answer_id}/reopen")

    async def skip(self, question_id: str) -> NextTurn:
        body = {"question_id": question_id}
        return await self._call(NextTurn, "POST", f"/interview/session/{self.session_id}/skip", body)

    async def finish(self) -> Report:
        return await self._call(Report, "POST", "/interview/finish", {"session_id": self.session_id})

    async def report_state(self, state: AgentState) -> None:
        """Tell the page what the agent does. Once: an old state is worth nothing."""
        await self._tell(f"/agent/session/{self.session_id}/state", {"state": state})

    async def report_turn(self, turn_ms: int) -> None:
        """Count the time from the end of an answer to the reply's first sound. Once, too."""
        body = {"reporter": "agent", "turn_ms": [turn_ms]}
        await self._tell(f"/interview/session/{self.session_id}/telemetry", body)

    async def _tell(self, path: str, body: dict[str, Any]) -> None:
        try:
            await self._once("POST", path, body, {})
        except (httpx.HTTPError, Refused) as error:
            log.warning("not reported (%s): %s", path.rsplit("/", 1)[-1], type(error).__name__)

    async def events(self, after: int) -> AsyncIterator[Event]:
        """Every event after ``after``, in order and once each, across reconnects. Ends when the session is
        gone."""
        pause = FIRST_RETRY_S
        while True:
            try:
                async for event in self._event_stream(after):
                    after = event.sequence
                    pause = FIRST_RETRY_S
                    yield event
            except Refused as refused:
                if refused.status != 401 and refused.status < 500 and refused.status != 429:
                    return
            except httpx.HTTPError as error:
                log.info("event stream lost: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_RETRY_S)

    async def _event_stream(self, after: int) -> AsyncIterator[Event]:
        headers = {
            "Authorization": f"Bearer {await self._access_token()}",
            "Last-Event-ID": str(after),
            "Accept": "text/event-stream",
        }
        timeout = httpx.Timeout(REQUEST_TIMEOUT_S, read=EVENTS_SILENCE_S)
        path = f"/interview/session/{self.session_id}/events"
        async with self._http.stream("GET", path, headers=headers, timeout=timeout) as response:
            if response.status_code != 200:
                await response.aread()
                self._forget_token_on_401(response)
                raise refusal_of(response)
            async for line in response.aiter_lines():
                if line.startswith("data:"):
                    yield Event.model_validate_json(line.removeprefix("data:"))

    async def _call(
        self,
        model: type[_Model],
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> _Model:
        """Call until the API answers. Raises Refused for what waiting cannot mend."""
        pause = FIRST_RETRY_S
        refused_tokens = 0
        while True:
            try:
                response = await self._once(method, path, body, headers or {})
                return model.model_validate_json(response.content)
            except httpx.TransportError as error:
                log.warning("API away (%s), trying again", type(error).__name__)
            except Refused as refused:
                refused_tokens += refused.status == 401
                if not _may_pass(refused) or refused_tokens > 3:
                    raise
                log.warning("API answered %s, trying again", refused)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_RETRY_S)

    async def _once(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> httpx.Response:
        authorization = {"Authorization": f"Bearer {await self._access_token()}"}
        response = await self._http.request(method, path, json=body, headers={**authorization, **headers})
        self._forget_token_on_401(response)
        if response.is_error:
            raise refusal_of(response)
        return response

    def _forget_token_on_401(self, response: httpx.Response) -> None:
        if response.status_code == 401:
            self._token = None

    async def _access_token(self) -> str:
        async with self._renewing:
            if self._token is None:
                secret = self._credentials.api_secret.get_secret_value()
                proof = sign_proof(self._credentials.api_key, secret, self.session_id)
                response = await self._http.post("/agent/token", json={"proof": proof})
                if response.is_error:
                    raise refusal_of(response)
                self._token = AgentToken.model_validate_json(response.content).access_token
            return self._token


def _may_pass(refused: Refused) -> bool:
    """Whether the same call may be granted later: server trouble, too many calls, a token that ran out."""
    if refused.type == "agent-proof-refused":
        return False
    return refused.status >= 500 or refused.status in (401, 408, 425, 429)


def refusal_of(response: httpx.Response) -> Refused:
    try:
        type_ = str(response.json().get("type", ""))
    except (json.JSONDecodeError, AttributeError, UnicodeDecodeError):
        type_ = ""
    return Refused(response.status_code, type_.rsplit("/", 1)[-1])
