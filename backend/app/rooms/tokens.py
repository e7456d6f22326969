"""Tokens of the media server: what a candidate may do in a room."""

from datetime import timedelta

from livekit.api import AccessToken, VideoGrants

from app.config import LivekitCredentials
from app.rooms.names import candidate_identity, room_name, shown_name

CANDIDATE_TOKEN_TTL = timedelta(hours=2)
CHECK_TOKEN_TTL = timedelta(seconds=60)

PUBLISH_SOURCES = ["camera", "microphone", "screen_share", "screen_share_audio"]


def candidate_token(credentials: LivekitCredentials, *, session_id: str, participant_name: str) -> str:
    """A token for the interview's room only. It names no agent: the page can read what stands in it."""
    return _token(
        credentials,
        room=room_name(session_id),
        identity=candidate_identity(participant_name, session_id),
        name=shown_name(participant_name),
        ttl=CANDIDATE_TOKEN_TTL,
    )


def check_token(credentials: LivekitCredentials, *, room: str, identity: str) -> str:
    """A token for a connection check: the same rights, so that the check checks what the interview needs."""
    return _token(credentials, room=room, identity=identity, name=identity, ttl=CHECK_TOKEN_TTL)


def _token(credentials: LivekitCredentials, *, room: str, identity: str, name: str, ttl: timedelta) -> str:
    grants = VideoGrants(
        room_join=True,
        room=room,
        can_publish=True,
        can_publish_sources=list(PUBLISH_SOURCES),
        can_publish_data=True,
        can_subscribe=True,
        # Every other grant stays None and so out of the token.
    )
    token = AccessToken(credentials.api_key, credentials.api_secret.get_secret_value())
    return token.with_identity(identity).with_name(name).with_ttl(ttl).with_grants(grants).to_jwt()
