"""Tokens and money: counted in ``/metrics``, never a limit of ours."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.evaluation.language_model.settings import LanguageModelSettings, Price
from app.platform.metrics import Metrics

# What the model is asked for; a label of the metrics.
Purpose = Literal["evaluation", "adapting", "follow_up"]
# How a cost is known: by the host's own price; about, by a list that may be old; not at all.
Basis = Literal["set", "about", "unknown"]
_MILLION = 1_000_000


class Usage(BaseModel):
    """Tokens of one reply; ``cached`` is the part of ``prompt`` that the server had read before."""

    model_config = ConfigDict(frozen=True)

    prompt: int = Field(ge=0)
    completion: int = Field(ge=0)
    cached: int = Field(default=0, ge=0)


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt: float = Field(gt=0)
    cached: float = Field(ge=0)
    completion: float = Field(gt=0)
    source: str = Field(min_length=1)


@cache
def price_list() -> dict[str, Price]:
    """``prices.toml`` by model; raises ValidationError when it does not fit the schema."""
    with Path(__file__).with_name("prices.toml").open("rb") as file:
        listed = tomllib.load(file)["usd_per_million_tokens"]
    rows = {model: _Listed.model_validate(row) for model, row in listed.items()}
    return {m: Price(row.prompt, row.completion, row.cached, is_listed=True) for m, row in rows.items()}


def price_of(settings: LanguageModelSettings) -> Price | None:
    """The host's own price, else OpenAI's list for OpenAI itself; a dated name costs what its family costs."""
    if settings.price is not None or not settings.is_openai:
        return settings.price
    families = [name for name in price_list() if settings.model == name or _is_dated(settings.model, name)]
    return price_list()[families[0]] if families else None


def basis_of(price: Price | None) -> Basis:
    if price is None:
        return "unknown"
    return "about" if price.is_listed else "set"


def _is_dated(model: str, family: str) -> bool:
    date = model.removeprefix(f"{family}-")
    return date != model and date.replace("-", "").isdigit()


def cost_usd(usage: Usage, price: Price) -> float:
    """What one reply cost, in US dollars."""
    cached = min(usage.cached, usage.prompt)
    cached_price = price.prompt if price.cached is None else price.cached
    prompt = (usage.prompt - cached) * price.prompt + cached * cached_price
    return (prompt + usage.completion * price.completion) / _MILLION


@dataclass(frozen=True)
class Meter:
    """Counts for one purpose; ``price`` None: tokens only, and the cost is said to be unknown."""

    metrics: Metrics
    purpose: Purpose
    price: Price | None

    def __post_init__(self) -> None:
        self.metrics.language_model_cost_basis.labels(self.purpose, basis_of(self.price)).set(1)

    def count(self, usage: Usage) -> None:
        for kind, tokens in usage.model_dump().items():
            self.metrics.language_model_tokens.labels(self.purpose, kind).inc(tokens)
        if self.price is not None:
            cost = self.metrics.language_model_cost_usd.labels(self.purpose, basis_of(self.price))
            cost.inc(cost_usd(usage, self.price))

    def outcome(self, what: str) -> None:
        self.metrics.language_model_calls.labels(self.purpose, what).inc()

    def circuit(self, *, is_open: bool) -> None:
        self.metrics.language_model_circuit_open.labels(self.purpose).set(is_open)
