"""Correctness: how well a reference or key points are met by an answer, minding negation.

Eight features of the pair (reference, answer) that can be explained, one weighted sum, the best of the alternative
references. The weights are fitted on human grades of other questions (``fitted.toml``).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from app.evaluation.embedded.fitted import load_fitted
from app.evaluation.embedded.key_points import Coverage, contradicted_points
from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.matching import (
    Pieces,
    best_matches,
    common_words,
    content_pieces,
    stem,
    weighted,
)
from app.evaluation.embedded.sentence_model import Embedded, SentenceModel
from app.evaluation.embedded.words import Span, Words, tokenize

# Said the wrong way round costs half, and never less than this much of 0–5.
_CONTRADICTION_SHARE = 0.5
# A key point counts as named from this likeness of its words on (seen by eye on the bank's own key points).
_NAMED_FROM = 0.55
_MOST_CLAUSES = 40
_WORST_SHARE = 4  # the worst quarter of the words wanted


@dataclass(frozen=True)
class _Reference:
    text: str
    points: tuple[str, ...]
    words: tuple[str, ...]
    pieces: Pieces
    of_point: tuple[Pieces, ...]


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
        curve, said = load_fitted().correctness, content_pieces(clauses, self._common)
        odds = [curve.odds(self._features(question, r, words, said)) for r in references]
        k = int(np.argmax(odds))
        share = float(np.interp(odds[k], curve.odds_at, curve.scores)) / 5
        met = share
        contradicted = contradicted_points(words, references[k].points, self._lexicon)
        if contradicted:
            share *= _CONTRADICTION_SHARE
        missing = [
            point
            for point, pieces in zip(references[k].points, references[k].of_point, strict=True)
            if weighted(best_matches(pieces, said), pieces.weights) < _NAMED_FROM
        ]
        best = self._best_clause(references[k], words, clauses)
        return Coverage(share, best, tuple(missing), tuple(contradicted), met)

    def features(
        self, question: str, points: list[str], words: Words, clauses: Sequence[Embedded]
    ) -> dict[str, float]:
        """What the weighted sum is made of; for the fit."""
        return self._features(question, self._read(points), words, content_pieces(clauses, self._common))

    def _features(self, question: str, wanted: _Reference, words: Words, said: Pieces) -> dict[str, float]:
        asked = [t.word for t in tokenize(question)]
        heard = [t.word for t in words.tokens]
        best = best_matches(wanted.pieces, said)
        new = np.array([piece not in asked for piece in wanted.pieces.words], dtype=bool)
        new = new if new.any() else ~new
        weights = wanted.pieces.weights
        worst = np.sort(best)[: max(1, len(best) // _WORST_SHARE)]
        return {
            "letters": _letters_met(wanted.words, heard),
            "new_words": self._new_words(wanted.words, heard, asked),
            "meaning": weighted(best, weights),
            "new_meaning": weighted(best[new], weights[new]),
            "worst_meaning": float(worst.mean()) if len(worst) else 0.0,
            "supported": weighted(best_matches(said, wanted.pieces), said.weights),
            "negation_differs": float(self._denies(wanted.words) != self._denies(heard)),
            "shorter": min(0.0, log((1 + len(heard)) / (1 + len(wanted.words)))),
        }

    def _new_words(self, wanted: Sequence[str], heard: list[str], asked: list[str]) -> float:
        """Share of the reference's content words, those of the question left out, that were said."""
        known = {stem(w) for w in asked}
        content = {stem(w) for w in wanted if w not in self._common}
        new = content - known or content
        return len(new & {stem(w) for w in heard}) / max(len(new), 1)

    def _denies(self, words: Sequence[str]) -> bool:
        return any(w in self._lexicon.flags.negations for w in words)

    def _read(self, points: list[str]) -> _Reference:
        each = tuple(content_pieces([r], self._common) for r in self._model.read(points))
        together = Pieces(
            np.concatenate([p.vectors for p in each]),
            np.concatenate([p.weights for p in each]),
            tuple(word for p in each for word in p.words),
        )
        words = tuple(t.word for point in points for t in tokenize(point))
        return _Reference(" ".join(points), tuple(points), words, together, each)

    def _best_clause(self, wanted: _Reference, words: Words, clauses: Sequence[Embedded]) -> Span | None:
        """The clause that says most of it."""
        spans = words.clauses
        if not clauses or len(spans) != len(clauses):
            return spans[0] if spans else None
        said = [content_pieces([clause], self._common) for clause in clauses]
        scores = [weighted(best_matches(wanted.pieces, s), wanted.pieces.weights) for s in said]
        return spans[int(np.argmax(scores))]


def _letters_met(wanted: Sequence[str], heard: Sequence[str]) -> float:
    """Share of the reference's runs of three letters that were said: forgiving of endings and misspelling."""
    mine, theirs = _trigrams(wanted), _trigrams(heard)
    return sum(min(n, theirs[gram]) for gram, n in mine.items()) / max(mine.total(), 1)


def _trigrams(words: Sequence[str]) -> Counter[str]:
    text = f" {' '.join(words)} "
    return Counter(text[i : i + 3] for i in range(len(text) - 2))
