"""Is this an answer to this question, rather than to another one?

Likeness to the question alone ranks weak answers first, because they echo its words. So relevance is a
contrast: how much better does the answer fit its own question than the others that could have been asked,
in standard deviations of the latter; and whether it tells of what the question asks about (``themes.py``).
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.matching import (
    Pieces,
    best_matches,
    common_words,
    content_pieces,
    stems,
)
from app.evaluation.embedded.neutral import neutral
from app.evaluation.embedded.sentence_model import Embedded, SentenceModel, Vectors
from app.evaluation.embedded.themes import Themes
from app.evaluation.embedded.words import Words, tokenize

# Questions this alike ask the same thing in other words: an answer to one answers the other.
_PARAPHRASE = 0.65
_MOST_CONTRASTS = 160
_FEWEST_CONTRASTS = 5
_BEST_RIVALS = 3


@cache
def generic_questions() -> tuple[str, ...]:
    """Contrast questions that ship with the evaluator."""
    with Path(__file__).with_name("contrast_questions.toml").open("rb") as file:
        questions = tomllib.load(file)["questions"]
    if len(questions) < _FEWEST_CONTRASTS or not all(isinstance(q, str) and q.strip() for q in questions):
        raise ValueError("contrast_questions.toml: a list of at least five questions is needed")
    return tuple(questions)


def contrast_set(given: Sequence[str]) -> tuple[str, ...]:
    """The questions to compare with: an even choice of those given, and the generic ones."""
    step = max(1, -(-len(given) // _MOST_CONTRASTS))
    return tuple(dict.fromkeys([*generic_questions(), *given[::step]]))


@dataclass(frozen=True)
class Belonging:
    """Fit to the own question against the others, in standard deviations of the latter: of the whole answer
    (``whole``), of its best clause (``clause``), of its words in context (``words``; ``words_gap`` over the best
    three others); the share of the question's content words met (``recall``, 0–1); how much the answer tells of the
    question's themes (``themes``, in deviations from its mean theme). ``apart`` names, where both are clear, what
    it tells of and what the question asks about.
    """

    whole: float
    clause: float
    words: float
    words_gap: float
    recall: float
    themes: float
    apart: tuple[str, str] | None = None

    def features(self) -> dict[str, float]:
        return {
            "whole": self.whole,
            "clause": self.clause,
            "words": self.words,
            "words_gap": self.words_gap,
            "recall": self.recall,
            "themes": self.themes,
        }


@dataclass(frozen=True)
class _Asked:
    """Questions as the comparison needs them; ``starts`` is where each one's pieces begin."""

    vectors: Vectors
    pieces: Pieces
    starts: NDArray[np.intp]

    def fit(self, clauses: Vectors, said: Pieces) -> NDArray[np.float64]:
        """One row a question: whole, best clause, words."""
        whole = clauses.mean(axis=0)
        whole = whole / max(float(np.linalg.norm(whole)), 1e-9)
        met = best_matches(self.pieces, said) * self.pieces.weights
        words = np.add.reduceat(met, self.starts) / np.add.reduceat(self.pieces.weights, self.starts)
        return np.stack([self.vectors @ whole, (self.vectors @ clauses.T).max(axis=1), words], axis=1)


class Contrast:
    """Compares answers with one fixed set of other questions."""

    def __init__(self, model: SentenceModel, questions: Sequence[str]) -> None:
        self._model = model
        self._questions = contrast_set(questions)
        self._themes = Themes()
        lexicon = load_lexicon()
        self._common = common_words(lexicon)
        self._asking = self._common | frozenset(lexicon.asking)

    def belonging(self, question: str, words: Words, texts: Sequence[str]) -> Belonging:
        """How much better the answer's clauses (``texts``, as matched) fit ``question`` than the other questions."""
        recall = self._recall(question, words)
        clauses = self._model.read([neutral(text) for text in texts])
        asked, others = self._read([question]), self._others
        apart = others.vectors @ asked.vectors[0] < _PARAPHRASE
        said = content_pieces(clauses, self._common)
        if not clauses or not len(said) or apart.sum() < _FEWEST_CONTRASTS:
            return Belonging(0.0, 0.0, 0.0, 0.0, recall, 0.0)
        vectors = np.stack([clause.vector for clause in clauses])
        every = others.fit(vectors, said)
        rest = every[apart]
        # The same asked in other words may meet the answer's own words better.
        own = np.maximum(asked.fit(vectors, said)[0], every[~apart].max(axis=0, initial=-1.0))
        spread = np.maximum(rest.std(axis=0), 1e-3)
        over = (own - rest.mean(axis=0)) / spread
        best = np.sort(rest[:, 2])[-_BEST_RIVALS:].mean()
        gap = (own[2] - best) / spread[2]
        told = self._themes.told(vectors)
        return Belonging(
            whole=float(over[0]),
            clause=float(over[1]),
            words=float(over[2]),
            words_gap=float(gap),
            recall=recall,
            themes=told.fit(self._themes.asked(asked.vectors[0])),
            apart=self._themes.apart(asked.vectors[0], told),
        )

    def likeness(self, question: str, clauses: Sequence[Embedded]) -> Vectors:
        """Cosine of each clause with the question."""
        asked = self._model.embed([question])[0]
        return np.array([float(clause.vector @ asked) for clause in clauses], dtype=np.float32)

    @cached_property
    def _others(self) -> _Asked:
        return self._read(self._questions)

    def _read(self, questions: Sequence[str]) -> _Asked:
        read = self._model.read(questions)
        # A question of asking words only ("What did you do?") keeps them: nothing else could be met.
        pieces = [content_pieces([r], self._asking) for r in read]
        pieces = [
            p if len(p) else content_pieces([r], frozenset()) for p, r in zip(pieces, read, strict=True)
        ]
        together = Pieces(
            np.concatenate([p.vectors for p in pieces]),
            np.concatenate([p.weights for p in pieces]),
            tuple(word for p in pieces for word in p.words),
        )
        starts = np.cumsum([0, *(len(p) for p in pieces[:-1])])
        return _Asked(np.stack([r.vector for r in read]), together, starts)

    def _recall(self, question: str, words: Words) -> float:
        asked = stems((t.word for t in tokenize(question)), self._asking)
        said = stems((t.word for t in words.tokens), self._common)
        return len(asked & said) / max(len(asked), 1)
