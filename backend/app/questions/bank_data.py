"""The question bank: its schema, and how its files are read.

The content is data (``bank/``), so that editing it needs no programmer. Every rule that can be checked
is checked when the bank is loaded, and the message names the question.
"""

import tomllib
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.evaluation.port import DimensionName
from app.questions.port import Competency, QuestionKind, Seniority

# A question is heard, not read: past this people lose its beginning (ours).
MAX_SPOKEN_WORDS = 35

LANGUAGES = ["en"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=240)]


class BankError(ValueError):
    """The files of the bank contradict one another; the message names the entry."""


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BankQuestion(_Data):
    """One question. No family named: it fits every job."""

    id: Slug
    text: Line
    competency: str
    kind: QuestionKind
    families: tuple[str, ...]
    seniorities: tuple[Seniority, ...] = Field(min_length=1)
    strong_answer_shows: tuple[Line, ...] = Field(min_length=2, max_length=4)
    follow_up_probe: Line
    opens_well: bool = False  # easy and inviting: a good first question
    key_points: tuple[Line, ...] = Field(default=(), max_length=6)
    dimensions: tuple[DimensionName, ...] | None = None  # instead of those that the rubric names for the kind

    @model_validator(mode="after")
    def _is_speakable(self) -> Self:
        for text in (self.text, self.follow_up_probe):
            if len(text.split()) > MAX_SPOKEN_WORDS:
                raise ValueError(f"{self.id}: more than {MAX_SPOKEN_WORDS} words: {text}")
            if text.count("?") > 1 or text[-1] not in "?.":
                raise ValueError(f"{self.id}: one question, ending in ? or a full stop: {text}")
        return self

    @model_validator(mode="after")
    def _key_points_belong_to_technical_questions(self) -> Self:
        if (self.kind == "technical") != bool(self.key_points):
            raise ValueError(f"{self.id}: technical questions carry key points, and no others do")
        if self.key_points and len(self.key_points) < 3:
            raise ValueError(f"{self.id}: at least three key points")
        return self


class Family(_Data):
    """A group of jobs that are asked the same questions; ``hint`` holds words of their descriptions."""

    id: Slug
    name: str
    keywords: tuple[str, ...] = Field(min_length=3)
    hint: str


class Bank(_Data):
    """Everything that questions are chosen from."""

    competencies: tuple[Competency, ...]
    families: tuple[Family, ...]
    difficulty: dict[QuestionKind, int]
    questions: tuple[BankQuestion, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for what, ids in (
            ("competency", [c.id for c in self.competencies]),
            ("family", [f.id for f in self.families]),
            ("question", [q.id for q in self.questions]),
        ):
            if twice := {i for i in ids if ids.count(i) > 1}:
                raise BankError(f"{what} stands twice: {', '.join(sorted(twice))}")
        if missing := set(get_args(QuestionKind)) - set(self.difficulty):
            raise BankError(f"kinds.toml lacks: {', '.join(sorted(missing))}")
        families = {f.id for f in self.families}
        for question in self.questions:
            if question.competency not in self.competency_ids:
                raise BankError(f"{question.id}: unknown competency {question.competency}")
            if unknown := set(question.families) - families:
                raise BankError(f"{question.id}: unknown family {', '.join(sorted(unknown))}")
        return self

    @cached_property
    def competency_ids(self) -> frozenset[str]:
        return frozenset(c.id for c in self.competencies)


def _toml(file: Traversable) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_bank(folder: Traversable) -> Bank:
    """Read and check a bank. Raises pydantic's ValidationError, or TOMLDecodeError with the line."""
    questions: list[object] = []
    for file in sorted((folder / "questions").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            questions += _entries(file, "question")
    return Bank.model_validate(
        {
            "competencies": _entries(folder / "competencies.toml", "competency"),
            "families": _entries(folder / "families.toml", "family"),
            "difficulty": _toml(folder / "kinds.toml").get("difficulty"),
            "questions": questions,
        }
    )


def _entries(file: Traversable, name: str) -> list[object]:
    entries = _toml(file).get(name)
    if not isinstance(entries, list):
        raise BankError(f"{file.name}: expected [[{name}]] entries")
    return entries


@lru_cache(maxsize=1)
def default_bank() -> Bank:
    """The bank that ships with the application; read once."""
    return read_bank(resources.files("app.questions") / "bank")
