"""Names in the media server: one room per interview, one identity per candidate. Pure."""

import secrets

ROOM_PREFIX = "interview-"
CHECK_ROOM_PREFIX = "interview-check-"

# The media server counts bytes (default of `limit.max_participant_identity_length` and `…_name_length`).
MAX_IDENTITY_BYTES = 256
DEFAULT_PARTICIPANT_NAME = "Candidate"


def room_name(session_id: str) -> str:
    """The room of a session, the same in token, dispatch and agent."""
    return f"{ROOM_PREFIX}{session_id}"


def session_of_room(room: str) -> str | None:
    """The session of a room, None where the room is not an interview of ours (connection checks included)."""
    if not room.startswith(ROOM_PREFIX) or room.startswith(CHECK_ROOM_PREFIX):
        return None
    return room.removeprefix(ROOM_PREFIX) or None


def new_check_room_name() -> str:
    return f"{CHECK_ROOM_PREFIX}{secrets.token_hex(8)}"


def candidate_identity(participant_name: str, session_id: str) -> str:
    """``{participant_name}-{session_id}``; a name too long in bytes is cut, the session id never."""
    suffix = f"-{session_id}"
    return _cut(participant_name, MAX_IDENTITY_BYTES - len(suffix.encode())) + suffix


def shown_name(participant_name: str) -> str:
    """The name as tiles show it, within what the media server takes."""
    return _cut(participant_name, MAX_IDENTITY_BYTES)


def is_candidate_of(identity: str, session_id: str) -> bool:
    return identity.endswith(f"-{session_id}")


def agent_identity(session_id: str) -> str:
    return f"interviewer-{session_id}"


def _cut(text: str, max_bytes: int) -> str:
    """The longest beginning of ``text`` that fits, never half a character."""
    return text.encode()[:max_bytes].decode(errors="ignore")
