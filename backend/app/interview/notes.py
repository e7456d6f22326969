"""What the candidate should know about their session, in sentences."""

from collections.abc import Sequence

from app.interview.languages import english_name, primary
from app.questions.port import PlannedQuestion


def notes_for(language: str, languages_of_bank: Sequence[str], *, is_spoken: bool) -> list[str]:
    """``is_spoken``: whether the interviewer's voice speaks the language."""
    name = english_name(language)
    notes = []
    if primary(language) not in {primary(tag) for tag in languages_of_bank}:
        notes.append(
            f"We have no questions in {name} yet: they are asked in English. "
            f"Answers in {name} are kept; only a language model, where one is set up, scores them."
        )
    if not is_spoken:
        notes.append(
            f"The interviewer's voice does not speak {name}: please read the questions and type your answers."
        )
    return notes


def notes_on_technical(plan: Sequence[PlannedQuestion]) -> list[str]:
    """What a technical interview could not have; says how many questions are of which kind, never which."""
    technical = [question for question in plan if question.kind == "technical"]
    notes = []
    if technical and all(question.for_any_job for question in technical):
        notes.append(
            "We have no technical questions for this job in this language yet: you are asked about ways of "
            "working that any job needs. A job title in other words may find more."
        )
    if len(technical) < len(plan):
        notes.append(
            f"{len(technical)} of the {len(plan)} questions are technical: we have no more for this job and "
            "level. The others are about situations and experience."
        )
    return notes
