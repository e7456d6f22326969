"""Is the API alive, is it ready, and how is it doing."""

import asyncio
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy import text

from app.dependencies import CurrentSettings, Parts
from app.platform.errors import DatabaseUnavailable
from app.platform.metrics import CONTENT_TYPE
from app.routes.problem_table import problem_responses

router = APIRouter(tags=["health"])

_CHECK_WITHIN_S = 2.0


class Live(BaseModel):
    status: Literal["live"] = "live"


class Ready(BaseModel):
    """``away`` names the optional parts that are missing now, with a sentence each; the interview runs without them."""

    status: Literal["ready"] = "ready"
    identity: Literal["open", "oidc"]
    database: Literal["sqlite", "postgresql"]
    away: dict[str, str]


@router.get("/health/live", operation_id="getLive")
async def get_live() -> Live:
    """The process answers."""
    return Live()


@router.get("/health/ready", operation_id="getReady", responses=problem_responses())
async def get_ready(parts: Parts, settings: CurrentSettings) -> Ready:
    """The database answers; and what else is away."""
    try:
        async with asyncio.timeout(_CHECK_WITHIN_S), parts.transactions.read() as db:
            await db.execute(text("SELECT 1"))
    except TimeoutError as error:
        raise DatabaseUnavailable from error
    names = list(parts.ready_checks)
    results = await asyncio.gather(*(_check(parts, name) for name in names))
    return Ready(
        identity=settings.identity,
        database="sqlite" if parts.transactions.is_sqlite else "postgresql",
        away={name: what for name, what in zip(names, results, strict=True) if what},
    )


async def _check(parts: Parts, name: str) -> str | None:
    try:
        async with asyncio.timeout(_CHECK_WITHIN_S):
            return await parts.ready_checks[name]()
    except TimeoutError:
        return "It does not answer in time."


@router.get(
    "/metrics",
    operation_id="getMetrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def get_metrics(parts: Parts) -> Response:
    """Prometheus metrics."""
    return Response(parts.metrics.exposition(), media_type=CONTENT_TYPE)
