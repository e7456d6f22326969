import pytest

from app.interview.script import commands
from commands import Command, closing_phrases, command_in, ends_with_one_of, is_back_channel

ENGLISH = commands("en")


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("I'm done.", "done"),
        ("I’m done", "done"),
        ("Okay, that's it.", "done"),
        ("Um, could you repeat the question, please?", "repeat"),
        ("Skip.", "skip"),
        ("Let's skip this one.", "skip"),
        ("Give me a moment.", "moment"),
        ("Let me think about that.", "moment"),
        ("I was done with the project by May.", None),
        ("We had to skip the review and I told my manager.", None),
        ("Give me a moment to explain the whole architecture of it.", None),
        ("", None),
        ("...", None),
    ],
)
def test_only_a_whole_utterance_is_a_command(said: str, command: Command | None) -> None:
    assert command_in(said, ENGLISH) == command


@pytest.mark.parametrize(
    ("said", "murmurs"),
    [("Mm-hm.", True), ("Okay.", True), ("Uh-huh, right.", True), ("Okay, so I led it.", False), ("", False)],
)
def test_a_murmur_is_no_interruption(said: str, murmurs: bool) -> None:
    assert is_back_channel(said) is murmurs


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("support calls went down by a third that's it", True),
        ("and that is all.", True),
        ("we were done", False),
        ("that's it for the first part of it", False),
    ],
)
def test_an_answer_may_end_on_a_closing_phrase(text: str, closes: bool) -> None:
    assert ends_with_one_of(text, closing_phrases(ENGLISH)) is closes
