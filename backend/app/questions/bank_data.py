"""The question bank: its schema, and how its files are read.

The content is data (``bank/``), so that editing it needs no programmer. Every rule that can be checked
is checked when the bank is loaded, and the message names the question.
"""

import tomllib
from collections.abc import Iterator
from functools import cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Self, get_args

from pydantic import Field, StringConstraints, model_validator

from app.evaluation.port import DimensionName
from app.questions.port import Competency, QuestionKind, Seniority
from app.questions.wording import Data, Translation, Wording

ENGLISH = "en"
# The longest interview has 15 questions; with fewer than twice as many for someone's level, every
# session in that language would be the same one (ours).
MIN_TRANSLATED_PER_SENIORITY = 30

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


class BankError(ValueError):
    """The files of the bank contradict one another; the message names the entry."""


class BankQuestion(Wording):
    """One question. No family named: it fits every job; no seniority: it suits everyone."""

    id: Slug
    competency: str
    kind: QuestionKind
    families: tuple[str, ...] = ()
    seniorities: tuple[Seniority, ...] = Field(default=get_args(Seniority), min_length=1)
    opens_well: bool = False  # easy and inviting: a good first question
    dimensions: tuple[DimensionName, ...] | None = None  # instead of those that the rubric names for the kind

    @model_validator(mode="after")
    def _key_points_belong_to_technical_questions(self) -> Self:
        if (self.kind == "technical") != bool(self.key_points):
            raise ValueError(f"{self.id}: technical questions carry key points, and no others do")
        if self.key_points and len(self.key_points) < 3:
            raise ValueError(f"{self.id}: at least three key points")
        return self


class Family(Data):
    """A group of jobs that are asked the same questions; ``hint`` holds words of their descriptions."""

    id: Slug
    name: str
    keywords: tuple[str, ...] = Field(min_length=3)
    hint: str


class Bank(Data):
    """Everything that questions are chosen from."""

    competencies: tuple[Competency, ...]
    families: tuple[Family, ...]
    difficulty: dict[QuestionKind, int]
    questions: tuple[BankQuestion, ...]
    not_together: tuple[tuple[str, str], ...] = ()  # ids of questions that ask for nearly the same
    translations: dict[str, Translation] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_each_thing_once(self) -> Self:
        for what, ids in (
            ("competency", [c.id for c in self.competencies]),
            ("family", [f.id for f in self.families]),
            ("question", [q.id for q in self.questions]),
        ):
            if twice := {i for i in ids if ids.count(i) > 1}:
                raise BankError(f"{what} stands twice: {', '.join(sorted(twice))}")
        return self

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if missing := set(get_args(QuestionKind)) - set(self.difficulty):
            raise BankError(f"kinds.toml lacks: {', '.join(sorted(missing))}")
        families = {f.id for f in self.families}
        for question in self.questions:
            if question.competency not in self.competency_ids:
                raise BankError(f"{question.id}: unknown competency {question.competency}")
            if unknown := set(question.families) - families:
                raise BankError(f"{question.id}: unknown family {', '.join(sorted(unknown))}")
        if unknown := {i for pair in self.not_together for i in pair} - set(self.by_id):
            raise BankError(f"not_together.toml: unknown question {', '.join(sorted(unknown))}")
        return self

    @model_validator(mode="after")
    def _translations_match(self) -> Self:
        for language, translation in self.translations.items():
            for problem in _mismatches(self, translation):
                raise BankError(f"translations/{language}.toml: {problem}")
        return self

    @cached_property
    def competency_ids(self) -> frozenset[str]:
        return frozenset(c.id for c in self.competencies)

    @cached_property
    def by_id(self) -> dict[str, BankQuestion]:
        return {q.id: q for q in self.questions}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """English, and the languages with enough questions for an interview at every level."""
        return (ENGLISH, *(tag for tag in sorted(self.translations) if self._has_enough_in(tag)))

    def _has_enough_in(self, language: str) -> bool:
        levels = [s for i in self.translations[language].questions for s in self.by_id[i].seniorities]
        return all(levels.count(s) >= MIN_TRANSLATED_PER_SENIORITY for s in get_args(Seniority))

    def wording(self, question: BankQuestion, language: str) -> Wording | None:
        """The question in a language, None where it has not been translated."""
        if language == ENGLISH:
            return question
        return self.translations[language].questions.get(question.id)

    def asked_and_shown(self) -> dict[str, tuple[str, ...]]:
        """By language but English: each question with what its strong answers show, in one text."""
        return {
            language: tuple(
                " ".join([w.text, *w.strong_answer_shows]) for w in translation.questions.values()
            )
            for language, translation in self.translations.items()
        }

    def competency_name(self, competency_id: str, language: str) -> str:
        if language == ENGLISH:
            return next(c.name for c in self.competencies if c.id == competency_id)
        return self.translations[language].competencies[competency_id].name


def _mismatches(bank: Bank, translation: Translation) -> Iterator[str]:
    if odd := bank.competency_ids ^ set(translation.competencies):
        yield f"competencies must be those of the bank: {', '.join(sorted(odd))}"
    for question_id, wording in translation.questions.items():
        source = bank.by_id.get(question_id)
        if source is None:
            yield f"unknown question {question_id}"
        elif len(wording.strong_answer_shows) != len(source.strong_answer_shows):
            yield f"{question_id}: another number of strong_answer_shows than in English"
        elif len(wording.key_points) != len(source.key_points):
            yield f"{question_id}: another number of key points than in English"


def _toml(file: Traversable) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def read_bank(folder: Traversable) -> Bank:
    """Read and check a bank. Raises pydantic's ValidationError, or TOMLDecodeError with the line."""
    return Bank.model_validate(
        {
            "competencies": _entries(folder / "competencies.toml", "competency"),
            "families": _entries(folder / "families.toml", "family"),
            "difficulty": _toml(folder / "kinds.toml").get("difficulty"),
            "questions": [q for file in _toml_files(folder / "questions") for q in _questions(file)],
            "not_together": _entries(folder / "not_together.toml", "pairs"),
            "translations": _translations(folder / "translations"),
        }
    )


def _translations(folder: Traversable) -> dict[str, object]:
    """By language: ``de.toml`` has the competencies and the core, ``jobs/de.toml`` the questions of families."""
    translations: dict[str, object] = {}
    jobs = {file.name: _toml(file) for file in _toml_files(folder / "jobs")}
    for file in _toml_files(folder):
        core = _toml(file)
        questions = [core.get("questions"), jobs.get(file.name, {}).get("questions")]
        merged = {
            key: wording for part in questions if isinstance(part, dict) for key, wording in part.items()
        }
        translations[file.name.removesuffix(".toml")] = {**core, "questions": merged}
    return translations


def _toml_files(folder: Traversable) -> list[Traversable]:
    """Sorted by name; none where the folder does not exist."""
    if not folder.is_dir():
        return []
    files = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return sorted(files, key=lambda file: file.name)


def _entries(file: Traversable, name: str) -> list[object]:
    return _list_in(_toml(file), file.name, name)


def _list_in(content: dict[str, object], file_name: str, name: str) -> list[object]:
    entries = content.get(name)
    if not isinstance(entries, list):
        raise BankError(f"{file_name}: expected [[{name}]] entries")
    return entries


def _questions(file: Traversable) -> list[object]:
    """The questions of one file; ``families`` at its head counts for those that name none of their own."""
    content = _toml(file)
    head: dict[str, object] = {"families": content.get("families", [])}
    entries = _list_in(content, file.name, "question")
    return [head | entry if isinstance(entry, dict) else entry for entry in entries]


@lru_cache(maxsize=1)
def default_bank() -> Bank:
    """The bank that ships with the application; read once."""
    return read_bank(resources.files("app.questions") / "bank")
