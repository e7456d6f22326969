"""Names and candidate tokens: what stands in them, and nothing else."""

import time
from typing import Any

import jwt
import pytest
from pydantic import SecretStr

from app.config import LivekitCredentials
from app.rooms.names import (
    MAX_IDENTITY_BYTES,
    candidate_identity,
    is_candidate_of,
    new_check_room_name,
    room_name,
    session_of_room,
)
from app.rooms.tokens import candidate_token, check_token

SECRET = "s" * 40
CREDENTIALS = LivekitCredentials(url="ws://127.0.0.1:7880", api_key="key", api_secret=SecretStr(SECRET))


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, SECRET, algorithms=["HS256"], issuer="key")
    return claims


def test_a_room_names_its_session_and_back() -> None:
    assert room_name("0190") == "interview-0190"
    assert session_of_room("interview-0190") == "0190"


@pytest.mark.parametrize("room", ["", "lobby", "interview-", "Interview-0190", "interview-check-abc"])
def test_other_rooms_belong_to_no_session(room: str) -> None:
    assert session_of_room(room) is None


def test_check_rooms_differ_and_belong_to_no_session() -> None:
    first, second = new_check_room_name(), new_check_room_name()
    assert first != second
    assert session_of_room(first) is None


def test_an_identity_is_name_and_session() -> None:
    assert candidate_identity("Ada Lovelace", "0190") == "Ada Lovelace-0190"
    assert is_candidate_of("Ada Lovelace-0190", "0190")
    assert not is_candidate_of("Ada Lovelace-0191", "0190")


def test_a_long_name_is_cut_and_the_session_kept() -> None:
    session_id = "01a20542-dad1-74ad-9f5b-bdba434d45e3"
    identity = candidate_identity("😀" * 80, session_id)
    assert len(identity.encode()) <= MAX_IDENTITY_BYTES
    assert identity.endswith(f"-{session_id}")
    assert identity.startswith("😀😀")


def test_a_candidate_token_opens_its_room_for_two_hours_and_nothing_else() -> None:
    claims = _claims(candidate_token(CREDENTIALS, session_id="0190", participant_name="Ada"))
    assert claims["sub"] == "Ada-0190"
    assert claims["name"] == "Ada"
    assert claims["video"] == {
        "roomJoin": True,
        "room": "interview-0190",
        "canPublish": True,
        "canSubscribe": True,
        "canPublishData": True,
        "canPublishSources": ["camera", "microphone", "screen_share", "screen_share_audio"],
    }
    assert abs(claims["exp"] - time.time() - 7200) < 5
    assert set(claims) == {"sub", "iss", "nbf", "exp", "name", "video"}


def test_a_check_token_is_good_for_a_minute() -> None:
    claims = _claims(check_token(CREDENTIALS, room="interview-check-1", identity="interview-check-1"))
    assert claims["video"]["room"] == "interview-check-1"
    assert claims["exp"] - claims["nbf"] == 60
