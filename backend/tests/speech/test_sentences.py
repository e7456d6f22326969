import pytest

from app.speech.sentences import spoken_pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("Hello.", ["Hello."]),
        ("Hello. How are you?", ["Hello.", "How are you?"]),
        ("Thank you, Dr. Lee. Sit down.", ["Thank you, Dr. Lee.", "Sit down."]),
        ("Version 3.5 shipped. Good!", ["Version 3.5 shipped.", "Good!"]),
        ("Wait… what? Yes.", ["Wait…", "what?", "Yes."]),
    ],
)
def test_a_text_is_spoken_sentence_by_sentence(text: str, pieces: list[str]) -> None:
    assert spoken_pieces(text) == pieces


def test_a_long_first_sentence_begins_with_its_first_clause() -> None:
    text = (
        "Think of a time when you disagreed with your manager, and tell me what you did about it, "
        "and how it ended for the team."
    )
    first, *rest = spoken_pieces(text)
    assert first == "Think of a time when you disagreed with your manager,"
    assert " ".join([first, *rest]) == text


def test_a_later_long_sentence_stays_whole() -> None:
    later = "That is a long story, which began in spring, went on through summer, and ended before winter."
    assert spoken_pieces(f"Right. {later}") == ["Right.", later]
