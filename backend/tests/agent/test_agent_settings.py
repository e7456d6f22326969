"""What is shown at the start, and what a wrong setting says."""

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import SecretStr

import agent_settings
from agent_settings import AgentSettings, banner, load_settings
from app.config import LivekitCredentials, Settings, SettingsError
from interview_agent import Jobs, _session_of
from neighbours import who_is_away


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


def test_the_agents_own_file_wins_over_the_backends_and_the_environment_over_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    backend, own = tmp_path / ".env", tmp_path / ".env.local"
    backend.write_text("LIVEKIT_API_KEY=of-backend\nAGENT_NAME=of-backend\nSPEECH_MODEL=base\n")
    own.write_text("LIVEKIT_API_KEY=of-agent\nAGENT_NAME=of-agent\n")
    for name in ("LIVEKIT_API_KEY", "SPEECH_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AGENT_NAME", "of-environment")
    settings = AgentSettings(_env_file=(backend, own))
    assert (settings.livekit_api_key, settings.agent_name) == ("of-agent", "of-environment")
    assert settings.speech_model == "base"
    files = AgentSettings.model_config["env_file"]
    assert isinstance(files, tuple)
    assert files[-1] == Path(agent_settings.__file__).with_name(".env.local")


def test_who_is_away_is_said_in_a_sentence_each() -> None:
    settings = Settings(_env_file=None, HIRECOACH_API_URL="http://127.0.0.1:9")
    credentials = LivekitCredentials(url="ws://127.0.0.1:9", api_key="key", api_secret=SecretStr("s" * 32))
    media_server, api = who_is_away(settings, credentials)
    assert "media server does not answer at ws://127.0.0.1:9" in media_server
    assert "API does not answer at http://127.0.0.1:9" in api


async def test_who_is_there_is_not_mentioned() -> None:
    listening = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
    address = f"127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    settings = Settings(_env_file=None, HIRECOACH_API_URL=f"http://{address}")
    credentials = LivekitCredentials(url=f"ws://{address}", api_key="key", api_secret=SecretStr("s" * 32))
    assert who_is_away(settings, credentials) == []
    listening.close()
    await listening.wait_closed()


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
    await Jobs(most=2).on_request(request)  # type: ignore[arg-type] # a stand-in
    assert request.answer == answer


async def test_accepted_jobs_count_before_they_run() -> None:
    jobs = Jobs(most=2)
    requests = [Request(f"interview-{number}", id=f"AJ_000000000{number}") for number in range(3)]
    for request in requests:
        await jobs.on_request(request)  # type: ignore[arg-type] # a stand-in
    assert [request.answer for request in requests][2] == "rejected"


async def test_a_room_is_taken_once_and_again_when_its_process_has_died() -> None:
    jobs = Jobs(most=4)
    server = SimpleNamespace(active_jobs=[])
    jobs.server = server  # type: ignore[assignment] # a stand-in

    async def offered(id: str) -> str:
        request = Request("interview-42", id=id)
        await jobs.on_request(request)  # type: ignore[arg-type] # a stand-in
        return request.answer

    assert await offered("AJ_0000000001") == "interviewer-42-00000001"
    assert await offered("AJ_0000000002") == "rejected"  # its process is still starting
    job = SimpleNamespace(id="AJ_0000000001", room=SimpleNamespace(name="interview-42"))
    server.active_jobs = [SimpleNamespace(job=job)]
    await asyncio.sleep(0.5)
    assert await offered("AJ_0000000003") == "rejected"  # it is running
    server.active_jobs = []
    assert await offered("AJ_0000000004") == "interviewer-42-00000004"


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
    assert _session_of(SimpleNamespace(job=job)) == session_id  # type: ignore[arg-type] # a stand-in
