"""Sign-in by any OpenID Connect issuer (Clerk included): its JWT, checked with its published keys.

What is checked: signature by a key of the issuer (RS256 or ES256, as the key says), ``iss``, ``exp``,
``nbf``, and for whom it was made: ``aud``, or ``azp`` where the issuer writes no audience (Clerk's session
tokens).
"""

from collections.abc import Sequence
from typing import Any

import httpx
import jwt

from app.identity.port import Identity, NotSignedIn, SignInExpired
from app.identity.signing_keys import SigningKeys

# Asymmetric only: with an HMAC algorithm the public key could be used as the secret.
ALGORITHMS = ("RS256", "ES256")
CLOCK_LEEWAY_S = 10
MAX_TOKEN_CHARS = 16_384
MAX_SUBJECT_CHARS = 255


class OidcIdentityProvider:
    """Checks bearer tokens of one issuer; ``audience``, ``authorized_parties`` or both say for whom."""

    name = "oidc"

    def __init__(
        self,
        issuer: str,
        *,
        audience: str | None = None,
        authorized_parties: Sequence[str] = (),
        http: httpx.AsyncClient | None = None,
        keys: SigningKeys | None = None,
    ) -> None:
        if not (audience or authorized_parties):
            raise ValueError(
                "an audience or authorized parties: else any client of the issuer could sign in here"
            )
        self._issuer = issuer
        self._audience = audience
        self._authorized_parties = frozenset(authorized_parties)
        self._http = http or httpx.AsyncClient()
        self._keys = keys or SigningKeys(issuer, self._http)

    async def identify(self, bearer: str | None) -> Identity:
        """Raise NotSignedIn, SignInExpired, IdentityProviderUnavailable."""
        if not bearer or len(bearer) > MAX_TOKEN_CHARS:
            raise NotSignedIn
        key = await self._keys.key(_key_id(bearer))
        claims = self._decode(bearer, key)
        self._check_for_us(claims)
        subject = claims["sub"]
        if not 0 < len(subject) <= MAX_SUBJECT_CHARS:
            raise NotSignedIn
        return Identity(self._issuer, subject)

    async def aclose(self) -> None:
        await self._http.aclose()

    def _decode(self, token: str, key: jwt.PyJWK) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=list(ALGORITHMS),
                issuer=self._issuer,
                leeway=CLOCK_LEEWAY_S,
                options={"require": ["iss", "sub", "exp"], "verify_aud": False},
            )
        except jwt.ExpiredSignatureError:
            raise SignInExpired from None
        except jwt.PyJWTError:
            raise NotSignedIn from None
        return claims

    def _check_for_us(self, claims: dict[str, Any]) -> None:
        if self._audience is not None:
            audiences = claims.get("aud")
            if self._audience not in (audiences if isinstance(audiences, list) else [audiences]):
                raise NotSignedIn
        if self._authorized_parties and str(claims.get("azp")) not in self._authorized_parties:
            raise NotSignedIn


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise NotSignedIn from None
    kid = header.get("kid")
    if header.get("alg") not in ALGORITHMS or not isinstance(kid, str):
        raise NotSignedIn
    return kid
