"""Says to the API, every few seconds, that this worker is registered with the media server."""

import asyncio
import logging

import httpx

from app.config import LivekitCredentials
from app.rooms.agent_access import sign_presence
from app.rooms.presence import ANNOUNCE_EVERY
from neighbours import is_on_this_machine

log = logging.getLogger("hirecoach.agent")

# The API may start after the agent, which then is to be known soon.
AGAIN_AFTER_S = 2.0
_ANSWERS_WITHIN_S = 5.0


class Presence:
    """``begin`` at each registration, ``aclose`` at the end. The API forgets a silent worker by itself."""

    def __init__(
        self,
        api_url: str,
        credentials: LivekitCredentials,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._api_url = api_url
        self._credentials = credentials
        self._transport = transport
        self._worker_id = ""
        self._task: asyncio.Task[None] | None = None
        self._was_refused = False

    def begin(self, worker_id: str, *_server_info: object) -> None:
        """Registered, for the first time or again after the media server was away."""
        self._worker_id = worker_id
        if self._task is None:
            self._task = asyncio.create_task(self._announce_for_ever(), name="presence")

    async def aclose(self) -> None:
        """Announce no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _announce_for_ever(self) -> None:
        # A proxy of the environment cannot reach this machine.
        trust_env = not is_on_this_machine(self._api_url)
        async with httpx.AsyncClient(
            base_url=self._api_url, timeout=_ANSWERS_WITHIN_S, transport=self._transport, trust_env=trust_env
        ) as api:
            while True:
                is_answered = await self._announce(api)
                await asyncio.sleep(ANNOUNCE_EVERY.total_seconds() if is_answered else AGAIN_AFTER_S)

    async def _announce(self, api: httpx.AsyncClient) -> bool:
        """Whether the API answered, be it by a refusal."""
        secret = self._credentials.api_secret.get_secret_value()
        proof = sign_presence(self._credentials.api_key, secret, self._worker_id)
        try:
            response = await api.post("/agent/presence", json={"proof": proof})
        except httpx.HTTPError as error:
            log.debug("presence not announced: %s", type(error).__name__)
            return False
        if response.is_error and not self._was_refused:
            log.warning(
                "The API takes no word of this agent (%s). Is its LiveKit secret the same?",
                response.status_code,
            )
        self._was_refused = response.is_error
        return True
