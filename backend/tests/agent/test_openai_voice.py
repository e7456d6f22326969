"""Which voice the settings choose, and that an OpenAI voice drives on when the cloud does not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.openai_realtime_server import RealtimeServer, realtime_server

from app.config import Settings, SettingsError
from voices import make_voice


def settings_with(tmp_path: Path, **values: object) -> Settings:
    return Settings(_env_file=None, state_dir=tmp_path, **values)  # type: ignore[arg-type] # any setting


@pytest.fixture
async def server() -> AsyncIterator[RealtimeServer]:
    async with realtime_server() as state:
        yield state


@pytest.mark.parametrize(
    ("values", "voice"),
    [
        ({}, "embedded"),
        ({"openai_api_key": "k"}, "openai_realtime"),
        ({"openai_api_key": "k", "openai_base_url": "http://127.0.0.1:1/v1"}, "embedded"),
        ({"openai_api_key": "k", "voice": "openai_pipeline"}, "openai_pipeline"),
        ({"openai_api_key": "k", "voice": "embedded"}, "embedded"),
    ],
)
async def test_the_settings_choose_the_voice(tmp_path: Path, values: dict[str, str], voice: str) -> None:
    chosen = make_voice(settings_with(tmp_path, **values))
    assert chosen.name == voice
    await chosen.aclose()


def test_a_voice_without_its_key_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        settings_with(tmp_path, voice="openai_realtime")


async def test_the_realtime_voice_reads_the_interview_aloud(tmp_path: Path, server: RealtimeServer) -> None:
    voice = make_voice(
        settings_with(
            tmp_path, openai_api_key=server.api_key, openai_base_url=server.url, voice="openai_realtime"
        )
    )
    sound = b"".join([chunk async for chunk in voice.synthesizer.synthesize("Hello Ada. Shall we begin?")])
    await voice.aclose()
    assert len(sound) / 2 / voice.synthesizer.sample_rate > 1
    assert [
        request["response"]["input"][0]["content"][0]["text"] for request in server.of_type("response.create")
    ] == [
        "Hello Ada.",
        "Shall we begin?",
    ]
    assert server.errors == []


@pytest.mark.speech
async def test_when_the_cloud_is_away_the_embedded_voice_speaks(tmp_path: Path) -> None:
    voice = make_voice(
        settings_with(
            tmp_path, openai_api_key="k", openai_base_url="http://127.0.0.1:9/v1", voice="openai_realtime"
        )
    )
    sound = b"".join([chunk async for chunk in voice.synthesizer.synthesize("Shall we begin?")])
    await voice.aclose()
    assert 0.5 < len(sound) / 2 / voice.synthesizer.sample_rate < 4
