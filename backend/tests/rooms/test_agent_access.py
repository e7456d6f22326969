"""The agent's proof and its token: one session, once, and nothing forged."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from pydantic import SecretStr

from app.config import LivekitCredentials
from app.platform.limits import Limits
from app.rooms.agent_access import (
    PROOF_AUDIENCE,
    TOKEN_AUDIENCE,
    TOKEN_TYPE,
    AgentAccess,
    is_agent_token,
    sign_proof,
)
from app.rooms.errors import AgentProofRefused, AgentTokenExpired, AgentTokenInvalid, LivekitNotConfigured
from app.rooms.tokens import candidate_token

KEY, SECRET = "key", "secret-of-the-media-server-" + "x" * 20
CREDENTIALS = LivekitCredentials(url="ws://127.0.0.1:7880", api_key=KEY, api_secret=SecretStr(SECRET))


class Clock:
    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(clock: Clock) -> AgentAccess:
    return AgentAccess(lambda: CREDENTIALS, Limits(), clock)


def _proof(secret: str = SECRET, *, algorithm: str = "HS256", **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": KEY, "aud": PROOF_AUDIENCE, "sub": "s1", "jti": f"j{time.monotonic_ns()}", "iat": now}
    claims |= {"exp": now + 60} | changes
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm=algorithm)


async def test_a_proof_is_swapped_for_a_token_of_that_session(access: AgentAccess, clock: Clock) -> None:
    issued = await access.redeem(sign_proof(KEY, SECRET, "s1"))
    assert issued.session_id == "s1"
    assert issued.expires_at == clock.now + timedelta(minutes=15)
    assert is_agent_token(issued.access_token)
    assert access.session_of(issued.access_token) == "s1"


async def test_a_proof_is_good_once(access: AgentAccess) -> None:
    proof = sign_proof(KEY, SECRET, "s1")
    await access.redeem(proof)
    with pytest.raises(AgentProofRefused, match="used before"):
        await access.redeem(proof)


@pytest.mark.parametrize(
    "proof",
    [
        "nonsense",
        _proof("another-secret-of-some-other-server-xxxxx"),
        _proof(iss="another-key"),
        _proof(aud="another-audience"),
        _proof(aud=None),
        _proof(sub=None),
        _proof(jti=None),
        _proof(jti=""),
        _proof(jti="j" * 200),
        _proof(exp=None),
        _proof(iat=None),
        _proof(exp=int(time.time()) - 60),
        _proof(iat=int(time.time()) + 600, exp=int(time.time()) + 660),
        _proof(exp=int(time.time()) + 3600),
        _proof(iat="soon"),
        _proof(algorithm="HS512", secret=SECRET * 2),
        candidate_token(CREDENTIALS, session_id="s1", participant_name="Ada"),
    ],
)
async def test_a_forged_old_or_foreign_proof_is_refused(access: AgentAccess, proof: str) -> None:
    with pytest.raises(AgentProofRefused):
        await access.redeem(proof)


async def test_a_proof_from_a_clock_a_few_seconds_off_is_taken(access: AgentAccess, clock: Clock) -> None:
    assert (
        await access.redeem(sign_proof(KEY, SECRET, "s1", now=clock.now + timedelta(seconds=5)))
    ).session_id
    late = sign_proof(KEY, SECRET, "s1", now=clock.now - timedelta(seconds=65))
    assert (await access.redeem(late)).session_id


async def test_a_proof_needs_a_configured_media_server(clock: Clock) -> None:
    with pytest.raises(LivekitNotConfigured):
        await AgentAccess(lambda: None, Limits(), clock).redeem(_proof())


async def test_a_token_is_over_after_a_quarter_of_an_hour(access: AgentAccess, clock: Clock) -> None:
    issued = await access.redeem(sign_proof(KEY, SECRET, "s1"))
    clock.now += timedelta(minutes=16)
    with pytest.raises(AgentTokenExpired):
        access.session_of(issued.access_token)


async def test_a_proof_is_no_token_and_a_token_is_no_proof(access: AgentAccess) -> None:
    proof = sign_proof(KEY, SECRET, "s1")
    assert not is_agent_token(proof)
    with pytest.raises(AgentTokenInvalid):
        access.session_of(proof)
    issued = await access.redeem(proof)
    with pytest.raises(AgentProofRefused):
        await access.redeem(issued.access_token)


async def test_a_token_signed_with_the_secret_itself_is_refused(access: AgentAccess) -> None:
    forged = jwt.encode(
        {"iss": "hirecoach", "aud": TOKEN_AUDIENCE, "sub": "s2", "jti": "j", "iat": 0, "exp": 2**31},
        SECRET,
        algorithm="HS256",
        headers={"typ": TOKEN_TYPE},
    )
    assert is_agent_token(forged)
    with pytest.raises(AgentTokenInvalid):
        access.session_of(forged)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é"])
def test_nonsense_is_no_agent_token(token: str) -> None:
    assert not is_agent_token(token)
