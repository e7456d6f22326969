"""How an agent proves itself, and the token it gets for it: one interview, fifteen minutes.

The agent's worker holds the LiveKit secret anyway. It signs a one-minute proof that names a session
(``sign_proof``) and swaps it for an access token of that session only, so what a job carries around opens
nothing else. The access token is signed with a key derived from the secret: a proof can never be taken for a
token, a room token neither.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

import jwt

from app.config import LivekitCredentials
from app.platform.clock import Clock, utc_now
from app.platform.ids import new_id
from app.rooms.errors import AgentProofRefused, AgentTokenExpired, AgentTokenInvalid, LivekitNotConfigured

PROOF_AUDIENCE = "hirecoach-agent-proof"
# A worker's, that it is there: never to be swapped for a token.
PRESENCE_AUDIENCE = "hirecoach-agent-presence"
PROOF_LIFETIME = timedelta(minutes=1)
TOKEN_AUDIENCE = "hirecoach-agent"  # noqa: S105 — an audience, no secret
TOKEN_ISSUER = "hirecoach"  # noqa: S105 — a name
TOKEN_TYPE = "hirecoach-agent+jwt"  # noqa: S105 — header `typ`, by which callers tell it from a candidate's token
TOKEN_LIFETIME = timedelta(minutes=15)

# Worker and API may run on two machines whose clocks differ a little.
CLOCK_LEEWAY = timedelta(seconds=10)
ALGORITHM = "HS256"
MAX_JTI_CHARS = 128
_KEY_PURPOSE = b"hirecoach agent access token v1"


class SingleUse(Protocol):
    """Remembers what may be used once."""

    async def is_first_use(self, name: str, *, remember_for: timedelta) -> bool: ...


@dataclass(frozen=True)
class IssuedAgentToken:
    access_token: str
    session_id: str
    expires_at: datetime


def sign_proof(api_key: str, api_secret: str, session_id: str, *, now: datetime | None = None) -> str:
    """Sign the one-minute proof. This is what the agent calls."""
    return _signed(api_key, api_secret, PROOF_AUDIENCE, session_id, now)


def sign_presence(api_key: str, api_secret: str, worker_id: str, *, now: datetime | None = None) -> str:
    """Sign, for a minute, that this worker is registered with the media server."""
    return _signed(api_key, api_secret, PRESENCE_AUDIENCE, worker_id, now)


def _signed(api_key: str, api_secret: str, audience: str, subject: str, now: datetime | None) -> str:
    issued_at = now or utc_now()
    claims = {
        "iss": api_key,
        "aud": audience,
        "sub": subject,
        "jti": new_id(),
        "iat": issued_at,
        "exp": issued_at + PROOF_LIFETIME,
    }
    return jwt.encode(claims, api_secret, algorithm=ALGORITHM)


def is_agent_token(token: str) -> bool:
    """Whether a bearer token claims to be an agent's; says nothing about whether it is valid."""
    try:
        return jwt.get_unverified_header(token).get("typ") == TOKEN_TYPE
    except jwt.InvalidTokenError:
        return False


class AgentAccess:
    """Takes proofs, gives and checks access tokens."""

    def __init__(
        self,
        credentials: Callable[[], LivekitCredentials | None],
        single_use: SingleUse,
        clock: Clock = utc_now,
    ) -> None:
        """``credentials`` is asked at each call: `make run` may make the key after the API has started."""
        self._credentials = credentials
        self._single_use = single_use
        self._clock = clock

    async def redeem(self, proof: str) -> IssuedAgentToken:
        """Swap a proof for an access token. Raises AgentProofRefused, LivekitNotConfigured."""
        return self._issue(await self._take(proof, PROOF_AUDIENCE))

    async def announced(self, proof: str) -> None:
        """Take a worker's word that it is there. Raises AgentProofRefused, LivekitNotConfigured."""
        await self._take(proof, PRESENCE_AUDIENCE)

    async def _take(self, proof: str, audience: str) -> str:
        """Whom the proof names. It is taken once."""
        subject, jti = self._read_proof(proof, audience)
        remember_for = PROOF_LIFETIME + 2 * CLOCK_LEEWAY
        if not await self._single_use.is_first_use(f"agent-proof:{jti}", remember_for=remember_for):
            raise AgentProofRefused("This proof was used before. Sign a new one.")
        return subject

    def session_of(self, token: str) -> str:
        """The one session this token opens. Raises AgentTokenExpired, AgentTokenInvalid."""
        try:
            claims = self._decode(token, self._derived_key(), TOKEN_AUDIENCE, TOKEN_ISSUER)
        except jwt.ExpiredSignatureError:
            raise AgentTokenExpired from None
        except jwt.InvalidTokenError:
            raise AgentTokenInvalid from None
        return str(claims["sub"])

    def _read_proof(self, proof: str, audience: str) -> tuple[str, str]:
        credentials = self._credentials()
        if credentials is None:
            raise LivekitNotConfigured
        secret = credentials.api_secret.get_secret_value().encode()
        try:
            claims = self._decode(proof, secret, audience, credentials.api_key)
        except jwt.ExpiredSignatureError:
            raise AgentProofRefused("This proof is older than a minute. Sign a new one.") from None
        except jwt.InvalidTokenError:
            raise AgentProofRefused(
                "This proof is not signed with this server's LiveKit key and secret."
            ) from None
        if claims["exp"] - claims["iat"] > PROOF_LIFETIME.total_seconds():
            raise AgentProofRefused("A proof may live for one minute at most.")
        if not 0 < len(claims["jti"]) <= MAX_JTI_CHARS:
            raise AgentProofRefused("The proof's jti must have 1 to 128 characters.")
        return claims["sub"], claims["jti"]

    def _issue(self, session_id: str) -> IssuedAgentToken:
        now = self._clock()
        expires_at = now + TOKEN_LIFETIME
        claims = {
            "iss": TOKEN_ISSUER,
            "aud": TOKEN_AUDIENCE,
            "sub": session_id,
            "jti": new_id(),
            "iat": now,
            "exp": expires_at,
        }
        token = jwt.encode(claims, self._derived_key(), algorithm=ALGORITHM, headers={"typ": TOKEN_TYPE})
        return IssuedAgentToken(token, session_id, expires_at)

    def _derived_key(self) -> bytes:
        credentials = self._credentials()
        if credentials is None:
            raise AgentTokenInvalid
        secret = credentials.api_secret.get_secret_value().encode()
        return hmac.new(secret, _KEY_PURPOSE, hashlib.sha256).digest()

    def _decode(self, token: str, key: bytes, audience: str, issuer: str) -> dict[str, Any]:
        """Decode with our clock (PyJWT reads the system's), checking everything that it would."""
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            audience=audience,
            issuer=issuer,
            options={
                "require": ["iss", "aud", "sub", "jti", "iat", "exp"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
        now, leeway = self._clock().timestamp(), CLOCK_LEEWAY.total_seconds()
        if not all(type(claims[name]) in (int, float) for name in ("iat", "exp")):
            raise jwt.InvalidTokenError("times must be numbers")
        if claims["iat"] > now + leeway:
            raise jwt.ImmatureSignatureError("issued in the future")
        if claims["exp"] <= now - leeway:
            raise jwt.ExpiredSignatureError("expired")
        return claims
