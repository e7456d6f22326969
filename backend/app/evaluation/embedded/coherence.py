"""How much each part of an answer has to do with the rest of it: what is told beside the story earns little.

A clause is compared with the sum of all others and of the question. Sentences about the weather or the bus, put
behind our graded answers, are told from the answers' own clauses with an AUC of .91; so it is a weight and no verdict.
"""

from collections.abc import Sequence

import numpy as np

from app.evaluation.embedded.sentence_model import Embedded, Vectors
from app.evaluation.embedded.words import Span

# Cosines from which a clause begins to count, and counts in full; 5 % of the graded answers' own lie under .20.
_FROM, _FULL = 0.15, 0.30


def belonging_of_words(
    count: int, clauses: Sequence[Span], read: Sequence[Embedded], question: Vectors
) -> list[float]:
    """A weight for each word, 0–1; words between sampled clauses have that of the clause before them."""
    if not clauses:
        return [1.0] * count
    vectors = np.stack([clause.vector for clause in read])
    rest = vectors.sum(axis=0) + question - vectors
    likeness = (rest * vectors).sum(axis=1) / np.maximum(np.linalg.norm(rest, axis=1), 1e-9)
    weights = np.clip((likeness - _FROM) / (_FULL - _FROM), 0.0, 1.0)
    found = [1.0] * count
    ends = [*(span.first for span in clauses[1:]), count]
    for span, end, weight in zip(clauses, ends, weights, strict=True):
        found[span.first : end] = [float(weight)] * (end - span.first)
    return found
