"""What occupations and skills mean, as vectors made beforehand: one text is embedded for a recognition, the title."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

VECTORS_FILE = Path(__file__).parent / "data" / "occupation_vectors.npz"
SKILL_VECTORS_FILE = Path(__file__).parent / "data" / "skill_vectors.npz"
DIMENSIONS = 128  # of the 384: keeps the nearest neighbour in nearly all cases at a third of the size
# The first of those: skills are only put in order by them.
SKILL_DIMENSIONS = 64

Vector = NDArray[np.float32]
Numbers = NDArray[np.uint64]


class Embedder(Protocol):
    """Text → unit vectors, one row a text (``app.evaluation.embedded.sentence_model``)."""

    def embed(self, texts: list[str]) -> Vector: ...


@dataclass(frozen=True, slots=True)
class OccupationVectors:
    """Rows in the order of the catalogue's occupations, centred, projected and normalised."""

    mean: Vector
    directions: Vector  # 384 × DIMENSIONS
    rows: Vector

    def of(self, texts: list[str], model: Embedder) -> Vector:
        """Texts as unit rows of DIMENSIONS. Raises EmbeddingsUnavailable."""
        return project(model.embed(texts), self.mean, self.directions)

    def nearness(self, vector: Vector) -> Vector:
        """Cosine to every occupation, −1 to 1."""
        found: Vector = self.rows @ vector
        return found


@dataclass(frozen=True, slots=True)
class SkillVectors:
    """Rows by a number for each label, in the order of the numbers; additions made since are not among them."""

    numbers: Numbers
    rows: Vector

    def of(self, labels: Sequence[str]) -> tuple[Vector, NDArray[np.bool_]]:
        """A unit row of SKILL_DIMENSIONS for each label, and which labels are known; the others' rows mean nothing."""
        wanted = numbers_of(labels)
        places = np.minimum(np.searchsorted(self.numbers, wanted), len(self.numbers) - 1)
        return self.rows[places], self.numbers[places] == wanted


@lru_cache(maxsize=1)
def default_vectors() -> OccupationVectors:
    with np.load(VECTORS_FILE) as stored:
        rows = stored["rows"].astype(np.float32)
        return OccupationVectors(
            stored["mean"].astype(np.float32), stored["directions"].astype(np.float32), unit(rows)
        )


@lru_cache(maxsize=1)
def default_skill_vectors() -> SkillVectors:
    with np.load(SKILL_VECTORS_FILE) as stored:
        return SkillVectors(stored["numbers"], unit(stored["rows"].astype(np.float32)))


def numbers_of(labels: Sequence[str]) -> Numbers:
    """The first eight bytes of each label's SHA-256."""
    digests = b"".join(hashlib.sha256(label.encode()).digest()[:8] for label in labels)
    return np.frombuffer(digests, dtype=">u8").astype(np.uint64)


def project(vectors: Vector, mean: Vector, directions: Vector) -> Vector:
    """Rows of 384 numbers → unit rows of DIMENSIONS."""
    centred: Vector = vectors - mean
    return unit(centred @ directions)


def shortened(vectors: Vector) -> Vector:
    """Unit rows of DIMENSIONS → unit rows of SKILL_DIMENSIONS."""
    return unit(vectors[..., :SKILL_DIMENSIONS])


def unit(rows: Vector) -> Vector:
    made: Vector = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return made
