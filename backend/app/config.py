"""Settings: the only reader of the environment."""

import json
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[2]
BACKEND = REPOSITORY / "backend"

Voice = Literal["auto", "embedded", "openai_pipeline", "openai_realtime"]


class SettingsError(Exception):
    """A setting is missing or contradicts another; the message names the variable."""


class LivekitCredentials(BaseModel):
    """Where the media server is and how we prove ourselves to it. Made anew at each use, so it reads nothing."""

    model_config = ConfigDict(extra="forbid")

    url: str
    api_key: str
    api_secret: SecretStr


class Settings(BaseSettings):
    """Every setting, its default, and (in ``.env.example``) what its absence does."""

    model_config = SettingsConfigDict(
        env_file=(REPOSITORY / ".env", BACKEND / ".env"),
        env_file_encoding="utf-8",
        extra="ignore",
        hide_input_in_errors=True,  # a wrong setting must not show the others, keys among them
    )

    environment: Literal["production", "development", "test"] = "production"

    # --- storage, events, limits
    database_url: str | None = Field(default=None, repr=False)  # both may hold a password
    redis_url: str | None = Field(default=None, repr=False)
    state_dir: Path = Field(default=REPOSITORY / "var", validation_alias=AliasChoices("HIRECOACH_STATE_DIR"))

    # --- who may call
    identity: Literal["open", "oidc"] = "open"
    oidc_issuer: str | None = None
    oidc_audience: str | None = None
    oidc_authorized_parties: Annotated[tuple[str, ...], NoDecode] = ()
    allow_open_network: bool = False
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ("http://localhost:3000", "http://127.0.0.1:3000")
    rate_limit_costly: str = "60/minute"  # start, answer, transcription: per candidate
    rate_limit_token: str = "30/minute"  # noqa: S105 — a rate

    # --- rooms
    livekit_url: str | None = None
    livekit_api_key: str | None = None
    livekit_api_secret: SecretStr | None = None
    agent_name: str = "interviewer"
    hirecoach_api_url: str = "http://localhost:8000"

    # --- voice and judgement
    voice: Voice = "auto"
    speech_model: Literal["auto", "tiny.en", "base"] = "auto"
    evaluator: Literal["auto", "embedded", "language_model"] = "auto"
    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_evaluation_model: str = "gpt-4.1-mini"
    # More than 55 s nobody waits for: the embedded judgement is final after 60.
    openai_evaluation_timeout_s: float = Field(default=45, gt=0, le=55)
    # US dollars for a million prompt and completion tokens, and for prompt tokens read from the server's cache.
    openai_evaluation_price: Annotated[tuple[float, ...] | None, NoDecode] = None
    openai_realtime_model: str = "gpt-realtime"
    openai_voice: str = "alloy"
    openai_transcription_model: str = "gpt-4o-mini-transcribe"
    openai_speech_model: str = "gpt-4o-mini-tts"

    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="before")
    @classmethod
    def _empty_means_unset(cls, values: dict[str, object]) -> dict[str, object]:
        """``NAME=`` in a .env file means "not set", not "set to nothing"; AGENT_NAME alone may be empty."""
        return {k: v for k, v in values.items() if v != "" or k.lower() == "agent_name"}

    @model_validator(mode="before")
    @classmethod
    def _split_lists(cls, values: dict[str, object]) -> dict[str, object]:
        for name in ("oidc_authorized_parties", "allowed_hosts", "cors_origins"):
            for key in (name, name.upper()):
                if isinstance(raw := values.get(key), str):
                    values[key] = tuple(item.strip() for item in raw.split(",") if item.strip())
        return values

    @field_validator("openai_evaluation_price", mode="before")
    @classmethod
    def _is_a_price(cls, price: object) -> object:
        if not isinstance(price, str):
            return price
        try:
            dollars = tuple(float(part) for part in price.split(","))
        except ValueError:
            dollars = ()
        if len(dollars) not in (2, 3) or not all(0 <= part < float("inf") for part in dollars):
            raise ValueError(
                "is no price: write dollars for a million tokens, prompt and completion, like 0.40,1.60"
            )
        return dollars

    @field_validator("rate_limit_costly", "rate_limit_token")
    @classmethod
    def _is_a_rate(cls, rule: str) -> str:
        from limits import parse

        try:
            parse(rule)
        except ValueError:
            raise ValueError("is no rate: write it like 60/minute or 1000/hour") from None
        return rule

    @model_validator(mode="after")
    def _chosen_needs_its_key(self) -> Self:
        def needs(name: str, because: str) -> None:
            raise SettingsError(
                f"{name} is not set, and {because} needs it. Set {name}, or change that setting."
            )

        if self.identity == "oidc" and not self.oidc_issuer:
            needs("OIDC_ISSUER", "IDENTITY=oidc")
        if self.identity == "oidc" and not (self.oidc_audience or self.oidc_authorized_parties):
            needs("OIDC_AUDIENCE or OIDC_AUTHORIZED_PARTIES", "IDENTITY=oidc")
        if self.voice in ("openai_pipeline", "openai_realtime") and not self.openai_api_key:
            needs("OPENAI_API_KEY", f"VOICE={self.voice}")
        if self.evaluator == "language_model" and not (self.openai_api_key or self.openai_base_url):
            needs("OPENAI_API_KEY", "EVALUATOR=language_model")
        if self.livekit_url:
            if not self.livekit_api_key:
                needs("LIVEKIT_API_KEY", "LIVEKIT_URL")
            if not self.livekit_api_secret:
                needs("LIVEKIT_API_SECRET", "LIVEKIT_URL")
        return self

    @cached_property
    def resolved_database_url(self) -> str:
        """The URL with its async driver; ``postgresql://`` and ``sqlite://`` are taken as they stand."""
        url = self.database_url or f"sqlite:///{self.state_dir / 'hirecoach.db'}"
        for plain, with_driver in (
            ("postgresql://", "postgresql+psycopg://"),
            ("postgres://", "postgresql+psycopg://"),
            ("sqlite://", "sqlite+aiosqlite://"),
        ):
            if url.startswith(plain):
                return with_driver + url.removeprefix(plain)
        return url

    @property
    def resolved_voice(self) -> Literal["embedded", "openai_pipeline", "openai_realtime"]:
        """Realtime with a key and no OPENAI_BASE_URL (other servers rarely speak it), else embedded."""
        if self.voice != "auto":
            return self.voice
        return "openai_realtime" if self.openai_api_key and not self.openai_base_url else "embedded"

    @property
    def uses_language_model_evaluator(self) -> bool:
        if self.evaluator == "auto":
            return bool(self.openai_api_key or self.openai_base_url)
        return self.evaluator == "language_model"

    @property
    def data_processors(self) -> list[str]:
        """Who else than this machine processes what the candidate says or writes."""
        if not (self.uses_language_model_evaluator or self.resolved_voice != "embedded"):
            return []
        return [self.openai_base_url or "OpenAI"]

    @property
    def media_server_key_file(self) -> Path:
        """Made once by ``make run`` for the embedded media server, mode 0600."""
        return self.state_dir / "media-server.json"

    @property
    def livekit(self) -> LivekitCredentials | None:
        """The configured server, else the embedded one when ``make run`` has made its key, else None."""
        if self.livekit_url and self.livekit_api_key and self.livekit_api_secret:
            return LivekitCredentials(
                url=self.livekit_url, api_key=self.livekit_api_key, api_secret=self.livekit_api_secret
            )
        if self.media_server_key_file.is_file():
            return LivekitCredentials(**json.loads(self.media_server_key_file.read_text()))
        return None
