"""The port of identity: who is calling, out of the Authorization header."""

from typing import Protocol

from pydantic import BaseModel, ConfigDict

from app.platform.errors import DomainError


class Identity(BaseModel):
    """A person as the identity provider names them."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    subject: str


class NotSignedIn(DomainError):
    detail = "You are not signed in, or the sign-in is not one we accept. Sign in and send this again."


class SignInExpired(DomainError):
    detail = "Your sign-in has expired. What was sent before is kept. Sign in again and repeat this."


class IdentityProvider(Protocol):
    """Who is calling."""

    name: str

    async def identify(self, bearer: str | None) -> Identity:
        """The person behind a bearer token (None: no Authorization header). Raises NotSignedIn, SignInExpired."""
        ...

    async def aclose(self) -> None: ...
