"""What occupations mean, as vectors: for titles that share no word with any name."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

VECTORS_FILE = Path(__file__).parent / "data" / "occupation_vectors.npz"
DIMENSIONS = 128  # of the 384: keeps the nearest neighbour in nearly all cases at a third of the size

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Text → unit vectors, one row a text (``app.evaluation.embedded.sentence_model``)."""

    def embed(self, texts: list[str]) -> Vector: ...


@dataclass(frozen=True, slots=True)
class OccupationVectors:
    """Rows in the order of the catalogue's occupations, centred, projected and normalised."""

    mean: Vector
    directions: Vector  # 384 × DIMENSIONS
    rows: Vector

    def nearness(self, text: str, model: Embedder) -> Vector:
        """Cosine of the text to every occupation, −1 to 1. Raises EmbeddingsUnavailable."""
        found: Vector = self.rows @ project(model.embed([text]), self.mean, self.directions)[0]
        return found


@lru_cache(maxsize=1)
def default_vectors() -> OccupationVectors:
    with np.load(VECTORS_FILE) as stored:
        rows = stored["rows"].astype(np.float32)
        return OccupationVectors(
            stored["mean"].astype(np.float32), stored["directions"].astype(np.float32), _unit(rows)
        )


def project(vectors: Vector, mean: Vector, directions: Vector) -> Vector:
    """Rows of 384 numbers → unit rows of DIMENSIONS."""
    centred: Vector = vectors - mean
    return _unit(centred @ directions)


def _unit(rows: Vector) -> Vector:
    unit: Vector = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
