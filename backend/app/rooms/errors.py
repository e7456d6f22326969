"""What the rooms may answer instead of a room.

DomainError
└── RoomsError
    ├── LivekitNotConfigured     no media server is configured; names the variables
    ├── LivekitUnreachable       configured, but does not answer (in time)
    ├── WebhookRefused           not signed by our media server
    └── AgentAccessError
        ├── AgentProofRefused    the one-minute proof is forged, old, or was used before
        ├── AgentTokenExpired    the agent's access token is over; a new proof gets a new one
        └── AgentTokenInvalid    not an access token of ours
"""

from app.platform.errors import DomainError

LIVEKIT_VARIABLES = ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET")


class RoomsError(DomainError):
    """Base; ``detail`` is safe to show and holds no secret."""


class LivekitNotConfigured(RoomsError):
    """No media server: ``make run`` starts one, or the three variables name one."""

    detail = (
        f"No media server is configured, so there is no video room. Set {', '.join(LIVEKIT_VARIABLES)}, "
        "or start everything with `make run`. The interview goes on in text mode."
    )


class LivekitUnreachable(RoomsError):
    """The media server does not answer, refuses our key, or answers nonsense."""

    detail = (
        "The media server does not answer, so there is no video room now. Nothing is lost: the interview "
        "goes on in text mode. Look whether the media server runs, and try the video again."
    )


class WebhookRefused(RoomsError):
    """The call does not carry a valid signature of the media server over this very body."""

    detail = "This call is not signed with the media server's key over this body. It was ignored."


class AgentAccessError(RoomsError):
    """Base of what is wrong with an agent's credentials."""


class AgentProofRefused(AgentAccessError):
    detail = "This proof is not valid. Sign a new one with the LiveKit key and secret of this server."


class AgentTokenExpired(AgentAccessError):
    detail = "The agent's token is over. Sign a new proof and swap it for a new token."


class AgentTokenInvalid(AgentAccessError):
    detail = "This is not an agent token of this server."
