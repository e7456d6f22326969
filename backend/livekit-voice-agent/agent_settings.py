"""The agent's settings: those of the backend, with ``.env.local`` in its own folder on top, and its
banner."""

import os
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import SettingsConfigDict

from app.config import BACKEND, REPOSITORY, Settings, SettingsError

HERE = Path(__file__).resolve().parent

_WIDTH = 62


class AgentSettings(Settings):
    """``.env.local`` wins over the backend's files, the environment over all of them."""

    model_config = SettingsConfigDict(
        env_file=(REPOSITORY / ".env", BACKEND / ".env", HERE / ".env.local"),
        env_file_encoding="utf-8",
        extra="ignore",
    )

    # Where the worker answers "OK" to health checks; 0: any free port.
    agent_health_port: int = 0

    @property
    def face_dir(self) -> Path:
        """Drawn frames of the interviewer's face; may be deleted, they are drawn again."""
        return self.state_dir / "faces"


def load_settings() -> AgentSettings:
    """Raises SettingsError with one sentence that names the variable."""
    try:
        settings = AgentSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
        raise SettingsError(f"{name}: {first['msg']}") from None
    # Whoever starts the models must not reach for a hub: the weights are installed.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    return settings


def banner(settings: Settings) -> str:
    """The frame that is shown at the start. Keys are said to be set or not, never shown."""
    livekit = settings.livekit
    is_embedded = livekit is not None and not settings.livekit_url
    lines = [
        "LiveKit AI Interview Agent",
        "",
        f"LIVEKIT_URL: {livekit.url if livekit else 'not set'}",
        f"LIVEKIT_API_KEY: {_is_set(livekit)}{' (embedded media server)' if is_embedded else ''}",
        f"OPENAI_API_KEY: {_is_set(settings.openai_api_key)} (voice: {settings.resolved_voice})",
        "",
        "Waiting for interview sessions...",
        "Listening for rooms: interview-*",
        "Press Ctrl+C to stop",
    ]
    width = max(_WIDTH, *map(len, lines))
    framed = [f"║ {line.ljust(width)} ║" for line in lines]
    return "\n".join([f"╔{'═' * (width + 2)}╗", *framed, f"╚{'═' * (width + 2)}╝"])


def _is_set(value: object) -> str:
    return "set" if value else "not set"
