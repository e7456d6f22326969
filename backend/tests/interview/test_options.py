"""What the setup page offers follows what this installation can do."""

import pytest

from app.config import Settings
from app.interview.languages import LANGUAGE_NAMES, english_name
from app.interview.notes import notes_for
from app.interview.options import describe_options
from app.questions.planner import BankPlanner
from app.speech.piper import SPOKEN_LANGUAGES


def _spoken(**settings: str) -> set[str]:
    options = describe_options(BankPlanner(), Settings(_env_file=None, **settings))  # type: ignore[arg-type] # any setting
    return {language.tag for language in options.languages if language.has_speech}


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "VOICE"):
        monkeypatch.delenv(name, raising=False)


def test_the_embedded_voice_speaks_its_own_languages_only() -> None:
    assert _spoken() == set(SPOKEN_LANGUAGES)


def test_a_voice_of_openai_speaks_every_language_that_is_offered() -> None:
    assert _spoken(openai_api_key="a-key") >= set(LANGUAGE_NAMES)


def test_every_language_that_is_offered_has_a_name_in_english() -> None:
    assert english_name("pt-BR") == "Portuguese"
    assert not any("“" in english_name(tag) for tag in LANGUAGE_NAMES)
    assert english_name("tlh") == "the language “tlh”"


def test_a_session_in_a_language_we_have_says_nothing_of_languages() -> None:
    assert notes_for("en-GB", ["en"], is_spoken=True) == []


def test_a_session_in_a_language_we_lack_names_it_and_asks_for_writing_where_the_voice_lacks_it_too() -> None:
    questions, voice = notes_for("de", ["en"], is_spoken=False)
    assert "no questions in German" in questions
    assert "does not speak German" in voice
    assert "type your answers" in voice
    assert notes_for("de", ["en"], is_spoken=True) == [questions]
