from collections.abc import Iterator

import pytest
from fakes.openai_audio import OpenAIAudioServer


@pytest.fixture
def openai_audio() -> Iterator[OpenAIAudioServer]:
    server = OpenAIAudioServer()
    yield server
    server.close()
