"""Asking a server that speaks the OpenAI chat API; streamed, so that silence and excess are noticed early."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence

import httpx

from app.evaluation.language_model.dialect import Complaint, Dialect, Message, ReplyShape, simpler
from app.evaluation.language_model.errors import ChatFailed
from app.evaluation.language_model.reply import Reply, ReplyReader
from app.evaluation.language_model.settings import LanguageModelSettings
from app.evaluation.language_model.spending import Meter

_CONNECT_S = 5.0
_MOST_ERROR_BYTES = 20_000
# What a server answers that does not know a parameter.
_COMPLAINTS = frozenset({400, 422, 501})


class _Complained(Exception):
    def __init__(self, complaint: Complaint) -> None:
        super().__init__()  # its words may repeat the request
        self.complaint = complaint


class Chat:
    """One server and one model. How the server wants to be asked is found out once, and remembered."""

    def __init__(self, settings: LanguageModelSettings, meter: Meter, dialect: Dialect | None = None) -> None:
        self._settings = settings
        self._meter = meter
        # Older servers ignore the newer name of the limit, and then write without end.
        self._dialect = dialect or Dialect(
            limit="max_completion_tokens" if settings.is_openai else "max_tokens"
        )
        key = settings.api_key
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(settings.timeout_s, connect=min(_CONNECT_S, settings.timeout_s)),
            headers={"Authorization": f"Bearer {key.get_secret_value()}"} if key else {},
        )

    @property
    def dialect(self) -> Dialect:
        return self._dialect

    async def aclose(self) -> None:
        await self._client.aclose()

    async def ask(self, messages: Sequence[Message], shape: ReplyShape, most_tokens: int) -> Reply:
        """One reply. Raises ChatFailed, ModelRefused; cancelling closes the connection, and the server stops."""
        try:
            reply = await self._ask(messages, shape, most_tokens)
        except ChatFailed as error:
            self._meter.outcome(error.failure)
            raise
        except asyncio.CancelledError:
            self._meter.outcome("given_up")
            raise
        self._meter.outcome("replied")
        if reply.usage is not None:
            self._meter.count(reply.usage)
        return reply

    async def _ask(self, messages: Sequence[Message], shape: ReplyShape, most_tokens: int) -> Reply:
        dialect: Dialect | None = self._dialect
        tried: frozenset[Dialect] = frozenset()
        while dialect is not None:
            body = dialect.request(self._settings.model, messages, shape, most_tokens)
            try:
                reply = await self._send(body)
            except _Complained as error:
                tried |= {dialect}
                dialect = simpler(dialect, error.complaint, tried)
                continue
            # Only now: a text that is too long for the server is no reason to ask it differently for ever.
            self._dialect = dialect
            return reply
        raise ChatFailed("rejected", "the model server takes no request of ours")

    async def _send(self, body: dict[str, object]) -> Reply:
        try:
            async with self._client.stream(
                "POST", f"{self._settings.url}/chat/completions", json=body
            ) as response:
                if response.status_code in _COMPLAINTS:
                    raise _Complained(await _complaint(response))
                if response.status_code != httpx.codes.OK:
                    raise _failure(response)
                return await self._read(response)
        except httpx.TimeoutException:
            raise ChatFailed("stalled", "the model server said nothing in time") from None
        except (httpx.RequestError, httpx.InvalidURL) as error:
            name = type(error).__name__
            raise ChatFailed(
                "unreachable", f"the model server cannot be reached: {name}", is_passing=True
            ) from None

    async def _read(self, response: httpx.Response) -> Reply:
        kind = response.headers.get("content-type", "").lower()
        if "html" in kind:
            raise ChatFailed("rejected", "what answers there is a web page, not a model server")
        reader = ReplyReader(is_stream="application/json" not in kind)
        async for chunk in self._chunks(response):
            reader.feed(chunk)
        return reader.reply()

    async def _chunks(self, response: httpx.Response) -> AsyncIterator[bytes]:
        """The body; the first byte may take as long as it likes, a reply that has begun may not fall silent."""
        arriving = response.aiter_bytes()
        patience: float | None = None
        while True:
            try:
                async with asyncio.timeout(patience):
                    chunk = await anext(arriving, None)
            except TimeoutError:
                raise ChatFailed("stalled", "the model server fell silent in the middle of a reply") from None
            if chunk is None:
                return
            yield chunk
            patience = self._settings.stall_s


def _failure(response: httpx.Response) -> ChatFailed:
    status = response.status_code
    message = f"the model server answered {status}"
    if status in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
        return ChatFailed("busy", message, retry_after_s=_seconds(response.headers.get("retry-after")))
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return ChatFailed("broken", message, is_passing=True)
    return ChatFailed("rejected", message)


def _seconds(told: str | None) -> float | None:
    """``Retry-After`` in seconds; as a date, or as something else, it is not minded."""
    return float(told) if told is not None and told.isascii() and told.isdigit() else None


async def _complaint(response: httpx.Response) -> Complaint:
    read = b""
    async for chunk in response.aiter_bytes():
        read += chunk
        if len(read) > _MOST_ERROR_BYTES:
            break
    param = ""
    try:
        error = json.loads(read).get("error")
        param = str(error.get("param") or "") if isinstance(error, dict) else ""
    except (ValueError, AttributeError, RecursionError):
        pass
    return Complaint(param, read.decode(errors="replace").lower())
