"""Limits in process, and shared through a real Redis."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from app.platform.limits import Limits, TooManyRequests
from tests.media_server import free_ports


@pytest.fixture(params=["in process", "redis"])
async def limits(request: pytest.FixtureRequest) -> AsyncIterator[Limits]:
    made = Limits(None if request.param == "in process" else request.getfixturevalue("redis_url"))
    yield made
    await made.aclose()


@pytest.fixture
def who() -> str:
    return uuid4().hex


async def test_the_limit_is_counted_for_each_caller_and_purpose(limits: Limits, who: str) -> None:
    for _ in range(2):
        await limits.hit("2/minute", "start", who)
    with pytest.raises(TooManyRequests) as refused:
        await limits.hit("2/minute", "start", who)
    assert 1 <= refused.value.retry_after_s <= 60
    await limits.hit("2/minute", "start", f"another-{who}")
    await limits.hit("2/minute", "answer", who)


async def test_a_name_is_first_once_also_for_two_at_the_same_moment(limits: Limits, who: str) -> None:
    uses = await asyncio.gather(
        *(limits.is_first_use(who, remember_for=timedelta(minutes=1)) for _ in range(5))
    )
    assert sorted(uses) == [False] * 4 + [True]


async def test_replicas_count_together_through_redis(redis_url: str, who: str) -> None:
    one, other = Limits(redis_url), Limits(redis_url)
    await one.hit("1/minute", "start", who)
    with pytest.raises(TooManyRequests):
        await other.hit("1/minute", "start", who)
    await one.aclose()
    await other.aclose()


async def test_without_redis_each_replica_counts_for_itself(who: str) -> None:
    (port,), _ = free_ports(tcp=1, udp=0)
    limits = Limits(f"redis://127.0.0.1:{port}/0")
    await limits.hit("1/minute", "start", who)
    with pytest.raises(TooManyRequests):
        await limits.hit("1/minute", "start", who)
    assert await limits.is_first_use(who, remember_for=timedelta(minutes=1))
    assert not await limits.is_first_use(who, remember_for=timedelta(minutes=1))
    await limits.aclose()
