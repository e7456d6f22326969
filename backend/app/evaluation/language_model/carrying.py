"""What verified passages can carry: the most that each dimension may get on them, counted by code; pure.

A model that obeys the candidate, or is kind to everybody, gives a 5 for words that show no such thing. The anchors name
things that can be counted, so code counts them in the passages that it has found in the answer, generously: a bound
lies where hardly any good answer of ours is touched (docs/adr/0024). Only English can be counted; what else is a
judgement stays the model's.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field

from app.evaluation.embedded.features import Features, extract
from app.evaluation.embedded.key_points import contradicted_points, points_of
from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.matching import common_words, stems
from app.evaluation.embedded.telling import Telling, telling
from app.evaluation.embedded.words import Words, tokenize
from app.evaluation.port import AnswerToEvaluate, DimensionName, DimensionScore, Evidence
from app.evaluation.rubric import kind_of

# A passage is looked at with so many words on either side: models quote the half of a sentence that they mean.
_AROUND = 10

HELD_FLAG = "held_to_the_passages"


class Bound(BaseModel):
    """The most for this many of what is counted, 0–5 each: none, one, more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    none: float = Field(ge=0, le=5)
    one: float = Field(ge=0, le=5)
    more: float = Field(ge=0, le=5)

    def at(self, count: int) -> float:
        return (self.none, self.one, self.more)[min(count, 2)]


class Bounds(BaseModel):
    """``carrying.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    example: dict[DimensionName, Bound]
    other: dict[DimensionName, Bound]
    contradicted: float = Field(ge=0, le=5)
    nearly_said_from: float = Field(gt=0, le=1)
    words: dict[str, dict[DimensionName, str]]


@cache
def load_bounds() -> Bounds:
    """Raises ValidationError when the file does not fit the schema."""
    file = resources.files("app.evaluation.language_model") / "carrying.toml"
    return Bounds.model_validate(tomllib.loads(file.read_text("utf-8")))


@dataclass(frozen=True)
class Passages:
    """The words of an answer that stand in verified passages, and what can be counted in them."""

    seen: Features
    told: Telling

    @classmethod
    def of(
        cls, words: Words, places: Sequence[Evidence], lexicon: Lexicon, *, asks_for_example: bool
    ) -> "Passages":
        inside: set[int] = set()
        for place in places:
            quoted_ones = [
                i for i, t in enumerate(words.tokens) if place.start <= t.start and t.end <= place.end
            ]
            if quoted_ones:
                inside.update(range(quoted_ones[0] - _AROUND, quoted_ones[-1] + _AROUND + 1))
        quoted = words.without(i for i in range(len(words)) if i not in inside)
        seen = extract(quoted, lexicon, asks_for_example=asks_for_example)
        return cls(seen, telling(quoted, seen, lexicon))

    def counts(self) -> Mapping[DimensionName, int]:
        """Up to two of what the anchor of a 5 asks for, by dimension."""
        return {
            "structure": len([part for part in (self._begins, self._acts, self._ends) if part]) - 1,
            "specificity": len(self.seen.details),
            "ownership": self._acts,
            "result": self._ends + (self._ends and self._is_observable),
        }

    @property
    def _acts(self) -> int:
        return max(len(self.seen.acts), len(self.told.own))

    @property
    def _begins(self) -> bool:
        return bool(self.seen.situations or self.seen.details or self.told.counts["people"])

    @property
    def _ends(self) -> bool:
        return bool(self.seen.results or self.told.ending)

    @property
    def _is_observable(self) -> bool:
        """A measure, a number or a change near the end, or a lesson."""
        return bool(self.seen.measured or self.seen.lessons or self.told.measured_end)


def held_to_passages(
    answer: AnswerToEvaluate,
    dimensions: Sequence[DimensionScore],
    words: Words,
    places: Sequence[Evidence],
    lexicon: Lexicon,
) -> list[DimensionScore]:
    """The dimensions, none above what the passages (``places``) can carry; a comment says which was held and why.

    ``words`` are those of the answer that count, in the language of ``lexicon``.
    """
    most = _most(answer, words, places, lexicon)
    return [_held(dimension, most.get(dimension.name, 5.0), answer.language) for dimension in dimensions]


def _most(
    answer: AnswerToEvaluate, words: Words, places: Sequence[Evidence], lexicon: Lexicon
) -> dict[DimensionName, float]:
    bounds, asks = load_bounds(), kind_of(answer.question).asks_for_example
    counts = Passages.of(words, places, lexicon, asks_for_example=asks).counts()
    most = {n: bound.at(max(counts[n], 0)) for n, bound in (bounds.example if asks else bounds.other).items()}
    if clearly_contradicts(answer, words, lexicon):
        most["correctness"] = bounds.contradicted
    return most


def clearly_contradicts(answer: AnswerToEvaluate, words: Words, lexicon: Lexicon) -> bool:
    """Whether nearly all words of a reference are said, and one of its points the wrong way round.

    Points of a long reference may deny each other's words ("UDP has no …, TCP has …"): those that the reference itself
    seems to contradict say nothing.
    """
    alternatives = points_of(answer.question.key_points, answer.question.reference)
    if not alternatives:
        return False
    said = stems((token.word for token in words.tokens), common_words(lexicon))
    met = [_share_said(points, said, lexicon) for points in alternatives]
    nearest = max(range(len(alternatives)), key=met.__getitem__)
    if met[nearest] < load_bounds().nearly_said_from:
        return False
    points = alternatives[nearest]
    of_itself = contradicted_points(Words.of(" ".join(points)), points, lexicon)
    return bool(set(contradicted_points(words, points, lexicon)) - set(of_itself))


def _share_said(points: Sequence[str], said: set[str], lexicon: Lexicon) -> float:
    wanted = stems((t.word for point in points for t in tokenize(point)), common_words(lexicon))
    return len(wanted & said) / max(len(wanted), 1)


def _held(dimension: DimensionScore, most: float, language: str) -> DimensionScore:
    if dimension.score is None or dimension.score <= most:
        return dimension
    words = load_bounds().words
    why = words.get(language.split("-")[0].lower(), words["en"])[dimension.name].format(most=f"{most:g}")
    return dimension.model_copy(update={"score": most, "comment": f"{dimension.comment} {why}".strip()})
