"""The public keys of an OpenID Connect issuer: found by discovery, cached, followed through rotation."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx
import jwt

from app.identity.port import IdentityProviderUnavailable, NotSignedIn

DISCOVERY_PATH = "/.well-known/openid-configuration"
FETCH_TIMEOUT_S = 3.0
MAX_DOCUMENT_BYTES = 256 * 1024

# New keys are announced long before use; an hour limits how long a withdrawn key is believed.
KEYS_FRESH_FOR_S = 3600.0
# Tokens with invented key ids must not make us hammer the issuer.
REFETCH_COOL_DOWN_S = 30.0
# While we hold no keys at all nobody can sign in, so we ask again sooner.
FIRST_FETCH_COOL_DOWN_S = 3.0


class SigningKeys:
    """Keys by ``kid``. One fetch at a time; stale keys are used while the issuer is away."""

    def __init__(
        self, issuer: str, http: httpx.AsyncClient, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._issuer = issuer
        self._http = http
        self._now_s = now_s
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at_s: float | None = None
        self._tried_at_s: float | None = None
        self._fetching = asyncio.Lock()

    async def key(self, kid: str) -> jwt.PyJWK:
        """Return the key named ``kid``. Raises NotSignedIn (no such key), IdentityProviderUnavailable."""
        if kid not in self._keys or not self._are_fresh():
            await self._refetch_unless_just_tried(kid)
        if kid in self._keys:
            return self._keys[kid]
        if self._fetched_at_s is None:
            raise IdentityProviderUnavailable
        raise NotSignedIn

    def _are_fresh(self) -> bool:
        return self._fetched_at_s is not None and self._now_s() - self._fetched_at_s < KEYS_FRESH_FOR_S

    def _was_just_tried(self) -> bool:
        cool_down_s = REFETCH_COOL_DOWN_S if self._keys else FIRST_FETCH_COOL_DOWN_S
        return self._tried_at_s is not None and self._now_s() - self._tried_at_s < cool_down_s

    async def _refetch_unless_just_tried(self, kid: str) -> None:
        async with self._fetching:
            # Whoever waited for the lock finds the keys that the one before it has fetched.
            if (kid in self._keys and self._are_fresh()) or self._was_just_tried():
                return
            self._tried_at_s = self._now_s()
            try:
                self._keys = await self._fetch()
            except (httpx.HTTPError, ValueError):
                return  # what we have stays good until the issuer is back
            self._fetched_at_s = self._now_s()

    async def _fetch(self) -> dict[str, jwt.PyJWK]:
        """Discovery, then the key set. Raises httpx.HTTPError, ValueError."""
        discovery = await self._get(self._issuer.rstrip("/") + DISCOVERY_PATH)
        if discovery.get("issuer") != self._issuer:
            raise ValueError("the discovery document names another issuer")
        address = discovery.get("jwks_uri")
        if not isinstance(address, str):
            raise ValueError("the discovery document names no key set")
        if self._issuer.startswith("https://") and not address.startswith("https://"):
            raise ValueError("the key set is not behind TLS, though the issuer is")
        entries = (await self._get(address)).get("keys")
        if not isinstance(entries, list):
            raise ValueError("the key set holds no list of keys")
        found: dict[str, jwt.PyJWK] = {}
        for entry in entries:
            if key := _usable(entry):
                found[str(key.key_id)] = key
        return found

    async def _get(self, address: str) -> dict[str, Any]:
        response = await self._http.get(address, timeout=FETCH_TIMEOUT_S, follow_redirects=False)
        response.raise_for_status()
        if len(response.content) > MAX_DOCUMENT_BYTES:
            raise ValueError("the document is too large")
        document = response.json()
        if not isinstance(document, dict):
            raise ValueError("the document is not a JSON object")
        return document


def _usable(entry: Any) -> jwt.PyJWK | None:
    """A signature key of a kind we take; anything else in the set is passed over."""
    if (
        not isinstance(entry, dict)
        or not isinstance(entry.get("kid"), str)
        or entry.get("use", "sig") != "sig"
    ):
        return None
    if entry.get("kty") not in ("RSA", "EC"):
        return None
    try:
        return jwt.PyJWK(entry)
    except (jwt.PyJWTError, ValueError, KeyError, TypeError):
        # The library says most of it in its own words, and the rest (a coordinate that is no text) in Python's.
        return None
