"""The vectors of the labels, made small: principal directions, eight bits a number."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.sentence_model import SentenceModel
from app.occupations.catalogue import default_catalogue
from app.occupations.vectors import (
    DIMENSIONS,
    SKILL_VECTORS_FILE,
    VECTORS_FILE,
    Vector,
    numbers_of,
    project,
    shortened,
)


def write_vectors() -> None:
    """Write the two files of ``app.occupations.vectors``; about three minutes."""
    catalogue = default_catalogue()
    vectors = _embedded([occupation.label for occupation in catalogue.occupations])
    mean = vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(vectors - mean, full_matrices=False)
    chosen = directions[:DIMENSIONS].T.astype(np.float16)
    rows = project(vectors, mean, chosen.astype(np.float32))
    np.savez_compressed(VECTORS_FILE, mean=mean.astype(np.float16), directions=chosen, rows=_eighths(rows))
    labels = sorted(catalogue.skills, key=lambda label: int(numbers_of([label])[0]))
    of_skills = shortened(project(_embedded(labels), mean, chosen.astype(np.float32)))
    np.savez_compressed(SKILL_VECTORS_FILE, numbers=numbers_of(labels), rows=_eighths(of_skills))


def _embedded(labels: Sequence[str]) -> Vector:
    model = SentenceModel(threads=2)
    return np.vstack([model.embed([label]) for label in labels])


def _eighths(rows: Vector) -> NDArray[np.int8]:
    eighths: NDArray[np.int8] = np.round(rows / np.abs(rows).max() * 127).astype(np.int8)
    return eighths


if __name__ == "__main__":
    write_vectors()
