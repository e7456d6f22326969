"""The agent's client of the API."""

import asyncio

import pytest

from app.config import LivekitCredentials
from backend_client import BackendClient, Refused

CREDENTIALS = LivekitCredentials(url="ws://127.0.0.1:7880", api_key="key", api_secret="s" * 40)
REFUSAL = b'{"type": "/problems/agent-proof-refused"}'


async def test_what_was_said_passes_no_proxy_on_its_way_to_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 401 Unauthorized\r\nContent-Length: {len(REFUSAL)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + REFUSAL)
        await writer.drain()
        writer.close()

    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    client = BackendClient(f"http://localhost:{server.sockets[0].getsockname()[1]}", CREDENTIALS, "s1")
    with pytest.raises(Refused, match="agent-proof-refused"):
        async with asyncio.timeout(5):
            await client.briefing()
    await client.aclose()
    server.close()
