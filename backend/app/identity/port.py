"""The port of sign-in: who is calling, according to an identity provider.

DomainError
└── IdentityError
    ├── NotSignedIn                   no credentials, or none that can be believed
    ├── SignInExpired                 were good, are over: sign in again
    └── IdentityProviderUnavailable   the provider's keys cannot be had just now
"""

from dataclasses import dataclass
from typing import Protocol

from app.platform.errors import DomainError


@dataclass(frozen=True)
class Identity:
    """Whoever calls, as their provider names them: ``subject`` is unique within ``issuer``."""

    issuer: str
    subject: str


class IdentityError(DomainError):
    """Base of what keeps us from knowing who calls."""


class NotSignedIn(IdentityError):
    detail = (
        "You are not signed in, or the sign-in is not valid here. Sign in and try again; nothing was changed."
    )


class SignInExpired(IdentityError):
    detail = "Your sign-in is over. Sign in again; what was acknowledged is kept."


class IdentityProviderUnavailable(IdentityError):
    detail = "The sign-in service does not answer, so we cannot tell who you are. Try again in a minute."


class IdentityProvider(Protocol):
    """Tells who is calling."""

    name: str

    async def identify(self, bearer: str | None) -> Identity:
        """Who stands behind a bearer token (None: no ``Authorization: Bearer`` header).

        Raises NotSignedIn, SignInExpired, IdentityProviderUnavailable.
        """
        ...

    async def aclose(self) -> None: ...
