"""Sign-in for one person on one machine: everybody who reaches the API is the local candidate.

Who may reach it is guarded elsewhere (``app.platform.guards``): loopback only, known hosts, known origins.
"""

from app.identity.port import Identity

LOCAL_CANDIDATE = Identity(issuer="open", subject="local")


class OpenIdentityProvider:
    name = "open"

    async def identify(self, bearer: str | None) -> Identity:
        """Return the local candidate; a token that somebody sends all the same is not looked at."""
        return LOCAL_CANDIDATE

    async def aclose(self) -> None:
        """Nothing is held open."""
