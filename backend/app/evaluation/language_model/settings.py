"""Where the model is, how long it may take, and what it costs."""

from dataclasses import dataclass, field

from pydantic import SecretStr

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True)
class Price:
    """US dollars for a million tokens; ``cached``: prompt tokens that the server had read before.

    ``is_listed``: of ``prices.toml``, which nobody has verified; else the host's own.
    """

    prompt: float
    completion: float
    cached: float | None = None
    is_listed: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class LanguageModelSettings:
    """``base_url`` None: OpenAI itself. ``api_key`` None: a local server without keys.

    ``timeout_s`` bounds one evaluation, second attempts included; ``stall_s`` the silence between two pieces of a
    reply that has begun. ``price`` None: the price list's, and of what is not on it only tokens are counted.
    """

    model: str
    api_key: SecretStr | None = None
    base_url: str | None = None
    timeout_s: float = 45.0
    stall_s: float = 20.0
    price: Price | None = None

    @property
    def url(self) -> str:
        return (self.base_url or OPENAI).rstrip("/")

    @property
    def is_openai(self) -> bool:
        return self.url == OPENAI
