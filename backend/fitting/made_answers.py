"""Answers that nobody need grade, made from the graded ones: they hold the ends of the scale.

Graders saw hardly any answer to another question, so their grades alone cannot say what such an answer is worth.
The grades here are ours (rubric.md, "What both must withstand").
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from fitting.graded_data import Graded

_SEED = 5
# Of SAF there are eighteen questions, of SemEval a hundred and seventy-one.
_EACH = {"saf": 6, "beetle": 2, "scientsbank": 2}
_GOOD_FROM, _LONG_FROM_WORDS, _FIRST_WORDS = 0.9, 8, 3
_ITSELF, _NOTHING = 1.0, 0.0


@dataclass(frozen=True)
class Made:
    """An answer to ``graded.question`` made from an answer or reference to the question ``source``."""

    graded: Graded
    source: str


def made_answers(graded: Sequence[Graded]) -> list[Made]:
    """The reference itself, answers to other questions, the first words of good ones; seeded."""
    rng = Random(_SEED)  # noqa: S311 – a seeded choice, no secret
    by_question: dict[tuple[str, str], list[Graded]] = defaultdict(list)
    for row in graded:
        by_question[row.dataset, row.question].append(row)
    made: list[Made] = []
    for (dataset, question), rows in sorted(by_question.items()):
        others = [key for key in sorted(by_question) if key[0] == dataset and key[1] != question]
        elsewhere = [rng.choice(by_question[rng.choice(others)]) for _ in range(_EACH[dataset])]
        made += _of_question(rows, elsewhere)
    return made


def _of_question(rows: Sequence[Graded], elsewhere: Sequence[Graded]) -> Iterator[Made]:
    first = rows[0]

    def like(text: str, grade: float, source: str) -> Made:
        return Made(Graded(first.dataset, first.question, first.references, text, grade), source)

    yield like(first.references[0], _ITSELF, first.question)
    for other in elsewhere:
        yield like(other.answer, _NOTHING, other.question)
    long = [r for r in rows if r.grade >= _GOOD_FROM and len(r.answer.split()) >= _LONG_FROM_WORDS]
    for row in long[: len(elsewhere) // 2]:
        yield like(" ".join(row.answer.split()[:_FIRST_WORDS]), _NOTHING, first.question)
