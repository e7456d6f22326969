"""What the candidate should know about their session, in sentences."""

from collections.abc import Sequence

from app.interview.languages import english_name, primary


def notes_for(language: str, languages_of_bank: Sequence[str], *, is_spoken: bool) -> list[str]:
    """``is_spoken``: whether the interviewer's voice speaks the language."""
    name = english_name(language)
    notes = []
    if primary(language) not in {primary(tag) for tag in languages_of_bank}:
        notes.append(
            f"We have no questions in {name} yet: they are asked in English. "
            "You may answer in your own language; scores are made for English and may be off."
        )
    if not is_spoken:
        notes.append(
            f"The interviewer's voice does not speak {name}: please read the questions and type your answers."
        )
    return notes
