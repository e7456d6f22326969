"""What the setup page offers follows what this installation can do."""

import pytest

from app.config import Settings
from app.interview.options import LANGUAGE_NAMES, describe_options
from app.questions.planner import BankPlanner
from app.speech.piper import SPOKEN_LANGUAGES


def _spoken(**settings: str) -> set[str]:
    options = describe_options(BankPlanner(), Settings(_env_file=None, **settings))  # type: ignore[arg-type]
    return {language.tag for language in options.languages if language.has_speech}


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "VOICE"):
        monkeypatch.delenv(name, raising=False)


def test_the_embedded_voice_speaks_its_own_languages_only() -> None:
    assert _spoken() == set(SPOKEN_LANGUAGES)


def test_a_voice_of_openai_speaks_every_language_that_is_offered() -> None:
    assert _spoken(openai_api_key="a-key") >= set(LANGUAGE_NAMES)
