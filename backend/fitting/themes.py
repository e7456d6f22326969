"""The vectors of the themes, kept beside them so that no evaluator embeds a thousand texts to begin with."""

import numpy as np

from app.evaluation.embedded import themes
from app.evaluation.embedded.sentence_model import SentenceModel


def write_vectors(model: SentenceModel) -> str:
    """Write ``themes/vectors.npz`` (16 bits are enough: cosines differ in the fourth place) and say what is in it."""
    texts = themes.texts()
    vectors = np.concatenate([model.embed([text]) for text in texts]).astype(np.float16)
    digest = np.frombuffer(themes.digest(), dtype=np.uint8)
    np.savez_compressed(themes.VECTORS, vectors=vectors, digest=digest)
    return f"{len(themes.load_themes())} themes, {len(texts)} prototypes"
