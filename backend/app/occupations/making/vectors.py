"""The vectors of the occupations' labels, made small: principal directions, eight bits a number."""

import numpy as np

from app.evaluation.embedded.sentence_model import SentenceModel
from app.occupations.catalogue import default_catalogue
from app.occupations.vectors import DIMENSIONS, VECTORS_FILE, project


def write_vectors() -> None:
    """Write the file of ``app.occupations.vectors``; about a minute."""
    model = SentenceModel(threads=2)
    labels = [occupation.label for occupation in default_catalogue().occupations]
    vectors = np.vstack([model.embed([label]) for label in labels])
    mean = vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(vectors - mean, full_matrices=False)
    chosen = directions[:DIMENSIONS].T.astype(np.float16)
    rows = project(vectors, mean, chosen.astype(np.float32))
    eighths = np.round(rows / np.abs(rows).max() * 127).astype(np.int8)
    np.savez_compressed(VECTORS_FILE, mean=mean.astype(np.float16), directions=chosen, rows=eighths)


if __name__ == "__main__":
    write_vectors()
