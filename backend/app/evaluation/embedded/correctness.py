"""Correctness: how well a reference or key points are met by an answer, minding order and negation.

Features of the pair (reference, answer) that can be explained (``comparing``), weighted sums fitted on human grades
of other questions (``fitted.toml``), the best of the alternative references. A brief reference and a detailed one
have weights of their own: of one sentence nothing may be missing, of a page most answers give a part.
"""

from collections.abc import Sequence

import numpy as np

from app.evaluation.embedded.comparing import Comparison, Reference, Side, words_of
from app.evaluation.embedded.fitted import load_fitted
from app.evaluation.embedded.key_points import Coverage, contradicted_points
from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.matching import Pieces, best_matches, common_words, content_pieces, weighted
from app.evaluation.embedded.sentence_model import Embedded, SentenceModel
from app.evaluation.embedded.words import Span, Words

# What is kept, at most, of a reference said the wrong way round, and of its words in no order (ours, not fitted:
# people's answers hold too few of either).
CONTRADICTED_KEEPS, SCRAMBLED_KEEPS = 0.5, 0.35
# A key point counts as named from this likeness of its words on (seen by eye on the bank's own key points).
_NAMED_FROM = 0.55


def kept(scrambled: float, *, is_contradicted: bool) -> float:
    """Which part of the share, 0–1, is left of an answer in no order (``scrambled`` 0–1) or of a denial."""
    left = 1 - (1 - SCRAMBLED_KEEPS) * scrambled
    return left * CONTRADICTED_KEEPS if is_contradicted else left


class Correctness:
    """Scores answers against references; the references' vectors are remembered by the model."""

    def __init__(self, model: SentenceModel, lexicon: Lexicon) -> None:
        self._model = model
        self._lexicon = lexicon
        self._common = common_words(lexicon)

    def cover(
        self, question: str, words: Words, clauses: Sequence[Embedded], alternatives: list[list[str]]
    ) -> Coverage:
        """The best match over the alternatives; ``share`` is 0–1."""
        references = [self._read(points) for points in alternatives if points]
        if not len(words) or not references:
            return Coverage(0.0, None, tuple(alternatives[0]) if alternatives else (), ())
        fitted, said = load_fitted().correctness, self._said(words, clauses)
        features = [self._features(question, r, said) for r in references]
        odds = [fitted.odds(f, len(r.words)) for f, r in zip(features, references, strict=True)]
        k = int(np.argmax(odds))
        contradicted = self.contradicted(words, alternatives)
        met = fitted.share(odds[k])
        share = met * kept(features[k]["scrambled"], is_contradicted=bool(contradicted))
        missing = [
            point
            for point, pieces in zip(references[k].points, references[k].of_point, strict=True)
            if weighted(best_matches(pieces, said.pieces), pieces.weights) < _NAMED_FROM
        ]
        best = self._best_clause(references[k], words, clauses)
        in_order = kept(features[k]["scrambled"], is_contradicted=False)
        return Coverage(share, best, tuple(missing), tuple(contradicted), met, in_order)

    def contradicted(self, words: Words, alternatives: list[list[str]]) -> list[str]:
        """Points said the wrong way round, of any alternative: who denies one says nothing that another wants.

        By all that was said, echoes of the question too: a denial often takes up its words. A point that its own
        reference seems to deny ("No. Only one can …") tells nothing.
        """
        said, found = Words.of(words.text), []
        for points in alternatives:
            denied = contradicted_points(said, points, self._lexicon)
            if denied:
                itself = contradicted_points(Words.of(" ".join(points)), points, self._lexicon)
                found += [point for point in denied if point not in itself]
        return found

    def features(
        self, question: str, points: list[str], words: Words, clauses: Sequence[Embedded]
    ) -> dict[str, float]:
        """What the weighted sums are made of; for the fit."""
        return self._features(question, self._read(points), self._said(words, clauses))

    def _features(self, question: str, wanted: Reference, said: Side) -> dict[str, float]:
        asked = Side.of(words_of(question), self._model.read([question]), self._common)
        negations = frozenset(self._lexicon.flags.negations)
        return Comparison(asked, wanted, said, self._common, negations).features()

    def _said(self, words: Words, clauses: Sequence[Embedded]) -> Side:
        return Side.of([t.word for t in words.tokens], clauses, self._common)

    def _read(self, points: list[str]) -> Reference:
        read = self._model.read(points)
        each = tuple(content_pieces([r], self._common) for r in read)
        words = [word for point in points for word in words_of(point)]
        whole = Side.of(words, read, self._common).whole
        return Reference(tuple(words), Pieces.together(each), whole, tuple(points), each)

    def _best_clause(self, wanted: Reference, words: Words, clauses: Sequence[Embedded]) -> Span | None:
        """The clause that says most of it."""
        spans = words.clauses
        if not clauses or len(spans) != len(clauses):
            return spans[0] if spans else None
        said = [content_pieces([clause], self._common) for clause in clauses]
        scores = [weighted(best_matches(wanted.pieces, s), wanted.pieces.weights) for s in said]
        return spans[int(np.argmax(scores))]
