"""Who is away at the start: said in a sentence, because the worker waits for both, and waiting looks like hanging."""

import socket
from urllib.parse import urlsplit

from app.config import LivekitCredentials, Settings

# On one machine a port answers within a millisecond; a cloud's takes some hundred.
ANSWERS_WITHIN_S = 2.0
_PORTS = {"ws": 80, "http": 80, "wss": 443, "https": 443}


def who_is_away(settings: Settings, credentials: LivekitCredentials) -> list[str]:
    """One sentence for each that does not answer now."""
    away = []
    if not _answers(credentials.url):
        away.append(
            f"The media server does not answer at {credentials.url} yet. The agent goes on trying; "
            "until then interviews go on by typing."
        )
    if not _answers(settings.hirecoach_api_url):
        away.append(
            f"The API does not answer at {settings.hirecoach_api_url} yet. Interviews begin when it does; "
            "HIRECOACH_API_URL says where it is."
        )
    return away


def is_on_this_machine(url: str) -> bool:
    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    address = (parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0))
    try:
        with socket.create_connection(address, ANSWERS_WITHIN_S):
            return True
    except OSError:
        return False
