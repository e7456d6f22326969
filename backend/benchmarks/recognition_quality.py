"""How often recognition is right: ``python -m benchmarks.recognition_quality [tuning]``.

Prints the held-out half of our titles and job descriptions; with ``tuning`` the other half, and each miss of it.
Whoever changes the recogniser looks at the misses of that half only.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from app.evaluation.embedded.sentence_model import SentenceModel
from app.occupations.recognition import Recogniser
from benchmarks.evaluation_tables import Table
from benchmarks.recognition_cases import (
    Half,
    JobDescription,
    Title,
    job_descriptions,
    titles,
    titles_of_others,
)


@dataclass(frozen=True)
class ReadTitle:
    """What a title was taken for, the likeliest first."""

    title: Title
    labels: Sequence[str]

    def is_among_first(self, number: int) -> bool:
        """Where nothing fits, only nothing is right."""
        if not self.title.accepted:
            return not self.labels
        return bool(self.title.accepted.intersection(self.labels[:number]))


@dataclass(frozen=True)
class ReadDescription:
    description: JobDescription
    labels: list[str]

    @property
    def right(self) -> int:
        return sum(map(self.description.is_right, self.labels))

    @property
    def found(self) -> int:
        return len(self.description.expected) - len(self.description.missed(self.labels))


@dataclass(frozen=True)
class SkillFigures:
    precision: float
    recall: float


def read_titles(recogniser: Recogniser, half: Half) -> list[ReadTitle]:
    return [read_title(recogniser, title) for title in titles() if title.half == half]


def read_title(recogniser: Recogniser, title: Title) -> ReadTitle:
    found = recogniser.recognise(title.written)
    shown = [found.occupation, *found.alternatives] if found.occupation else []
    return ReadTitle(title, [occupation.label for occupation in shown])


def read_descriptions(recogniser: Recogniser, half: Half) -> list[ReadDescription]:
    return [
        ReadDescription(each, [skill.label for skill in recogniser.recognise(each.title, each.text).skills])
        for each in job_descriptions()
        if each.half == half
    ]


def share_right(read: Sequence[ReadTitle], number: int) -> float:
    """Of the titles, those with a right occupation among the first ``number``."""
    return sum(each.is_among_first(number) for each in read) / len(read)


def skill_figures(read: Sequence[ReadDescription]) -> SkillFigures:
    """Over all skills of all descriptions."""
    shown = sum(len(each.labels) for each in read)
    expected = sum(len(each.description.expected) for each in read)
    return SkillFigures(sum(each.right for each in read) / shown, sum(each.found for each in read) / expected)


def table_of_titles(read: Sequence[ReadTitle]) -> Table:
    table = Table(("titles", "number", "first is right", "one of three is right"))
    kinds = dict.fromkeys(each.title.kind for each in read)
    for kind in [*kinds, None]:
        of_kind = [each for each in read if kind in (None, each.title.kind)]
        shares = (f"{share_right(of_kind, number):.0%}" for number in (1, 3))
        table.add((kind or "all").replace("_", " "), str(len(of_kind)), *shares)
    return table


def table_of_skills(read: Sequence[ReadDescription]) -> Table:
    table = Table(("descriptions", "skills expected", "skills shown", "precision", "recall"))
    figures = skill_figures(read)
    expected = sum(len(each.description.expected) for each in read)
    shown = sum(len(each.labels) for each in read)
    table.add(str(len(read)), str(expected), str(shown), f"{figures.precision:.0%}", f"{figures.recall:.0%}")
    return table


def misses(read: Sequence[ReadTitle], described: Sequence[ReadDescription]) -> list[str]:
    told = [
        f"{each.title.written!r} → {list(each.labels[:3])}, not {sorted(each.title.accepted)}"
        for each in read
        if not each.is_among_first(1)
    ]
    for each in described:
        wrong = [label for label in each.labels if not each.description.is_right(label)]
        told.append(f"{each.description.name}: missed {each.description.missed(each.labels)}, wrong {wrong}")
    return told


def main() -> None:
    half: Half = "tuning" if "tuning" in sys.argv[1:] else "held out"
    recogniser = Recogniser(SentenceModel(threads=1))
    read, described = read_titles(recogniser, half), read_descriptions(recogniser, half)
    print(f"The half that is {half}:\n\n{table_of_titles(read).markdown()}\n")
    print(table_of_skills(described).markdown())
    if half == "tuning":
        print("\n" + "\n".join(misses(read, described)))
    else:
        others = [read_title(recogniser, title) for title in titles_of_others()]
        print(f"\nTitles that others wrote:\n\n{table_of_titles(others).markdown()}")


if __name__ == "__main__":
    main()
