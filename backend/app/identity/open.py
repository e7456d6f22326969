"""One person on one machine: everybody who gets through the door is the same local candidate."""

from app.identity.port import Identity

LOCAL_CANDIDATE = Identity(issuer="local", subject="candidate")


class OpenIdentity:
    name = "open"

    async def identify(self, bearer: str | None) -> Identity:
        """The one local candidate, whatever the header says."""
        return LOCAL_CANDIDATE

    async def aclose(self) -> None:
        """Nothing is held open."""
