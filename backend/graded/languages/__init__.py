"""Our graded answers in German, Spanish, French and Portuguese, and their pairs; ../README.md says who wrote them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.evaluation.embedded.languages import LANGUAGES
from app.evaluation.port import AnswerToEvaluate, QuestionToEvaluate
from app.questions.bank_data import default_bank

Level = Literal["strong", "adequate", "weak", "polished_empty"]
LEVELS: tuple[Level, ...] = ("strong", "adequate", "weak", "polished_empty")
# Better and worse; weak and polished but empty are not compared with one another.
ORDERED: tuple[tuple[Level, Level], ...] = (
    ("strong", "adequate"),
    ("strong", "weak"),
    ("strong", "polished_empty"),
    ("adequate", "weak"),
    ("adequate", "polished_empty"),
)
FOLDER = Path(__file__).parent


class GradedQuestion(BaseModel):
    """A question of the bank, by its id, with one answer of each level."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    strong: str
    adequate: str
    weak: str
    polished_empty: str

    def answer(self, level: Level) -> str:
        text: str = getattr(self, level)
        return text

    def to_evaluate(self, language: str, text: str) -> AnswerToEvaluate:
        """``text`` as an answer to this question as the bank asks it in ``language``."""
        bank = default_bank()
        source, wording = bank.by_id[self.id], bank.translations[language].questions[self.id]
        asked = QuestionToEvaluate(
            text=wording.text,
            kind=source.kind,
            competency=source.competency,
            strong_answer_shows=wording.strong_answer_shows,
        )
        return AnswerToEvaluate(answer_id=self.id, text=text, question=asked, language=language)


@cache
def load_graded(language: str, *, held_out: bool = False) -> tuple[GradedQuestion, ...]:
    """One of ``LANGUAGES``; raises ValidationError when an entry does not fit.

    ``held_out``: those that were written when word lists and weights were final, and never used to change them.
    """
    with (FOLDER / f"{language}.toml").open("rb") as file:
        entries = tomllib.load(file)["held_out" if held_out else "question"]
    return tuple(GradedQuestion.model_validate(entry) for entry in entries)


__all__ = ["LANGUAGES", "LEVELS", "ORDERED", "GradedQuestion", "Level", "load_graded"]
