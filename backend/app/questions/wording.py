"""A question in the words of one language, and the translations of the bank.

English stands with the question itself (``bank/questions/``); each other language is one file of
``bank/translations/``, keyed by the id of the question.
"""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

# A question is heard, not read: past this people lose its beginning (ours).
MAX_SPOKEN_WORDS = 35

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=240)]


class Data(BaseModel):
    """What is read from a file of the bank: unknown fields are refused, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(Data):
    """What is said, and what the evaluator looks for."""

    text: Line
    strong_answer_shows: tuple[Line, ...] = Field(min_length=2, max_length=4)
    follow_up_probe: Line
    key_points: tuple[Line, ...] = Field(default=(), max_length=6)

    @model_validator(mode="after")
    def _is_speakable(self) -> Self:
        for text in (self.text, self.follow_up_probe):
            if len(text.split()) > MAX_SPOKEN_WORDS:
                raise ValueError(f"more than {MAX_SPOKEN_WORDS} words: {text}")
            if text.count("?") > 1 or text[-1] not in "?.":
                raise ValueError(f"one question, ending in ? or a full stop: {text}")
        return self


class CompetencyWords(Data):
    """A competency for people who read this language."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=60)]
    description: Line


class Translation(Data):
    """One language of the bank: every competency, and the questions that have been translated."""

    competencies: dict[str, CompetencyWords]
    questions: dict[str, Wording]
