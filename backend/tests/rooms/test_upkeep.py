"""What a room needs, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from app.rooms.port import OpenRoom, RoomView
from app.rooms.upkeep import Attendance, Need, need_of

NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def _room(**changes: object) -> OpenRoom:
    given = {
        "session_id": "s1",
        "status": "in_progress",
        "agent_state": "listening",
        "opened_at": ago(60),
        "over_since": None,
    }
    return OpenRoom(**(given | changes))  # type: ignore[arg-type] # any field


AGENT = frozenset({"agent-1"})
NOBODY = frozenset[str]()


@pytest.mark.parametrize(
    ("has_candidate", "agents", "asked_s_ago", "had_agent", "need"),
    [
        (True, AGENT, 60, True, Need.NOTHING),
        (False, NOBODY, 60, True, Need.NOTHING),
        (True, NOBODY, 60, False, Need.AGENT),
        (True, NOBODY, 4, False, Need.NOTHING),
        (True, NOBODY, 6, False, Need.AGENT),
        (True, NOBODY, 1, True, Need.AGENT),
        (False, AGENT, 60, True, Need.NOTHING),
    ],
)
def test_a_waiting_candidate_gets_an_agent(
    has_candidate: bool, agents: frozenset[str], asked_s_ago: float, had_agent: bool, need: Need
) -> None:
    attendance = Attendance(asked_at=ago(asked_s_ago), had_agent=had_agent)
    assert need_of(_room(), RoomView(has_candidate, agents), attendance, NOW) is need


def test_a_room_that_was_just_opened_waits_for_the_agent_that_was_asked_for() -> None:
    room = _room(opened_at=ago(1))
    assert need_of(room, RoomView(True, NOBODY), Attendance(asked_at=ago(60)), NOW) is Need.NOTHING


@pytest.mark.parametrize(
    ("status", "over_s", "agent_state", "need"),
    [
        ("finished", 1, "listening", Need.NOTHING),
        ("finished", 3, "listening", Need.CLOSING),
        ("finished", 3, "speaking", Need.NOTHING),
        ("finished", 13, "speaking", Need.CLOSING),
        ("abandoned", 3, "gone", Need.CLOSING),
    ],
)
def test_a_room_is_closed_after_the_end_but_not_in_the_middle_of_a_sentence(
    status: str, over_s: float, agent_state: str, need: Need
) -> None:
    room = _room(status=status, over_since=ago(over_s), agent_state=agent_state)
    assert need_of(room, RoomView(True, AGENT), Attendance(asked_at=ago(60)), NOW) is need


def test_no_agent_is_asked_for_after_the_end() -> None:
    room = _room(status="finished", over_since=ago(1))
    assert need_of(room, RoomView(True, NOBODY), Attendance(ago(60), True), NOW) is Need.NOTHING


def test_an_agent_has_settled_two_seconds_after_it_was_first_seen() -> None:
    attendance = Attendance(asked_at=ago(60))
    assert not attendance.has_settled("agent-1", NOW)
    attendance.note(RoomView(True, AGENT), ago(3))
    attendance.note(RoomView(True, AGENT), ago(1))
    assert attendance.has_settled("agent-1", NOW)
    attendance.note(RoomView(True, NOBODY), NOW)
    assert not attendance.has_settled("agent-1", NOW)
