"""Time-ordered opaque ids (UUIDv7, RFC 9562)."""

import uuid_utils


def new_id() -> str:
    return str(uuid_utils.uuid7())
