"""What the rooms may answer instead of a room.

RoomsError
├── LivekitNotConfigured     no media server is configured; names the variables
├── LivekitUnreachable       configured, but does not answer (in time)
├── WebhookRefused           not signed by our media server
└── AgentAccessError
    ├── AgentProofRefused    the one-minute proof is forged, old, or was used before
    ├── AgentTokenExpired    the agent's access token is over; a new proof gets a new one
    └── AgentTokenInvalid    not an access token of ours
"""


class RoomsError(Exception):
    """Base; ``str()`` is safe to show and holds no secret."""


class LivekitNotConfigured(RoomsError):
    """No media server: ``make run`` starts one, or the three variables name one."""

    VARIABLES = ("LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET")

    def __init__(self) -> None:
        super().__init__(
            f"No media server is configured. Set {', '.join(self.VARIABLES)}, "
            "or start everything with `make run`."
        )


class LivekitUnreachable(RoomsError):
    """The media server does not answer, refuses our key, or answers nonsense."""


class WebhookRefused(RoomsError):
    """The call does not carry a valid signature of the media server over this very body."""


class AgentAccessError(RoomsError):
    """Base of what is wrong with an agent's credentials."""


class AgentProofRefused(AgentAccessError):
    pass


class AgentTokenExpired(AgentAccessError):
    pass


class AgentTokenInvalid(AgentAccessError):
    pass
