"""What is shown at the start, and what a wrong setting says."""

from types import SimpleNamespace

import pytest

from agent_settings import banner, load_settings
from app.config import Settings, SettingsError
from interview_agent import Jobs, _session_of


def test_the_banner_tells_what_is_set_and_never_its_value() -> None:
    settings = Settings(
        _env_file=None,
        livekit_url="ws://localhost:7880",
        livekit_api_key="a-key",
        livekit_api_secret="a-secret-of-32-characters-or-more",
        openai_api_key=None,
    )
    shown = banner(settings)
    for line in (
        "LiveKit AI Interview Agent",
        "LIVEKIT_URL: ws://localhost:7880",
        "LIVEKIT_API_KEY: set",
        "OPENAI_API_KEY: not set",
        "Waiting for interview sessions...",
        "Listening for rooms: interview-*",
        "Press Ctrl+C to stop",
    ):
        assert line in shown
    assert "a-key" not in shown
    assert "a-secret" not in shown
    assert len({len(line) for line in shown.splitlines()}) == 1, "the frame is straight"


def test_a_wrong_setting_is_one_sentence_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE", "robot")
    with pytest.raises(SettingsError, match="VOICE"):
        load_settings()


class Request:
    def __init__(self, room: str, id: str = "AJ_0000000001") -> None:
        self.id = id
        self.room = SimpleNamespace(name=room)
        self.answer = ""

    async def accept(self, *, identity: str, name: str) -> None:
        self.answer = identity

    async def reject(self, *, terminate: bool) -> None:
        self.answer = "terminated" if terminate else "rejected"


@pytest.mark.parametrize(
    ("room", "answer"),
    [
        ("interview-42", "interviewer-42-00000001"),
        ("interview-check-abc", "rejected"),
        ("interview-", "rejected"),
        ("lobby", "rejected"),
    ],
)
async def test_only_interview_rooms_are_taken(room: str, answer: str) -> None:
    request = Request(room)
    await Jobs(most=2).on_request(request)  # type: ignore[arg-type]
    assert request.answer == answer


async def test_accepted_jobs_count_before_they_run() -> None:
    jobs = Jobs(most=2)
    requests = [Request(f"interview-{number}", id=f"AJ_000000000{number}") for number in range(3)]
    for request in requests:
        await jobs.on_request(request)  # type: ignore[arg-type]
    assert [request.answer for request in requests][2] == "rejected"


@pytest.mark.parametrize(
    ("metadata", "room", "session_id"),
    [
        ('{"session_id": "42"}', "interview-42", "42"),
        ("", "interview-42", "42"),
        ("not json", "interview-42", "42"),
        ('{"session_id": "43"}', "interview-42", None),
        ("", "interview-check-1", None),
    ],
)
def test_a_job_serves_the_session_of_its_room(metadata: str, room: str, session_id: str | None) -> None:
    job = SimpleNamespace(metadata=metadata, room=SimpleNamespace(name=room))
    assert _session_of(SimpleNamespace(job=job)) == session_id  # type: ignore[arg-type]
