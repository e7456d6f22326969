"""What the candidate should know about their session, in sentences."""

from collections.abc import Sequence


def notes_for(language: str, languages_of_bank: Sequence[str]) -> list[str]:
    primary = language.split("-")[0].lower()
    if primary in {tag.split("-")[0].lower() for tag in languages_of_bank}:
        return []
    return [
        f"We have no questions in the language “{language}” yet: they are asked in English. "
        "You may answer in your own language; scores are made for English and may be off."
    ]
