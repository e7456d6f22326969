"""Correctness: how much of the key points an answer covers, minding negation.

A key point counts by the share of its content words found in the answer and by the likeness of the clause
that fits it best. Where a shared word is negated on one side only, the key point is contradicted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.embedded.words import Span, Words, tokenize

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_STEM = 5
# Below .25 cosine MiniLM hears nothing in common, above .85 the same thing said otherwise (SAF, seen by eye).
_UNLIKE, _ALIKE = 0.25, 0.85
_CONTRADICTION_FROM_RECALL = 0.5
_CONTRADICTION_COST = 0.5
# A "not" beside one shared word of a long sentence is about something else.
_CONTRADICTED_SHARE = 0.3
# A negation reaches this many content words, among so many words.
_NEGATION_REACH, _NEGATION_WORDS = 2, 5
# Without the sentence model a point counts as named from this share of its words.
_NAMED_SHARE = 0.4


@dataclass(frozen=True)
class Coverage:
    """Share of the key points covered, 0–1; ``best`` is the clause that covers most; ``missing`` in order."""

    share: float
    best: Span | None
    missing: tuple[str, ...]
    contradicted: tuple[str, ...]


def points_of(key_points: tuple[str, ...], reference: str | None) -> list[list[str]]:
    """Alternative lists of key points: those given, else the sentences of each reference."""
    if key_points:
        return [list(key_points)]
    alternatives = (reference or "").split(" || ")
    return [[s for s in _SENTENCE.split(a.strip()) if tokenize(s)] for a in alternatives if a.strip()]


def cover(words: Words, alternatives: list[list[str]], model: SentenceModel, lexicon: Lexicon) -> Coverage:
    """The best coverage over the alternatives."""
    nothing = Coverage(0.0, None, tuple(alternatives[0]) if alternatives else (), ())
    if not len(words):
        return nothing
    return max((_cover(words, points, model, lexicon) for points in alternatives if points),
               key=lambda c: c.share, default=nothing)  # fmt: skip


def _cover(words: Words, points: list[str], model: SentenceModel, lexicon: Lexicon) -> Coverage:
    clauses = words.clauses[:40]
    said = model.embed([words.between(c) for c in clauses])
    known = model.embed(points)
    stems = _stems((t.word for t in words.tokens), lexicon)
    denied_here = _denied([t.word for t in words.tokens], lexicon)
    share, missing, contradicted = 0.0, [], []
    fits = said @ known.T
    for k, point in enumerate(points):
        wanted = _stems((t.word for t in tokenize(point)), lexicon)
        recall = len(wanted & stems) / max(len(wanted), 1)
        best = int(fits[:, k].argmax())
        alike = min(1.0, max(0.0, (float(fits[best, k]) - _UNLIKE) / (_ALIKE - _UNLIKE)))
        match = 0.5 * recall + 0.5 * alike
        denied_there = _denied([t.word for t in tokenize(point)], lexicon)
        denied = (denied_here ^ denied_there) & wanted & stems
        if len(denied) >= _CONTRADICTED_SHARE * len(wanted) and recall >= _CONTRADICTION_FROM_RECALL:
            contradicted.append(point)
            match = -_CONTRADICTION_COST
        elif match < 0.5:
            missing.append(point)
        share += match / len(points)
    top = int(fits.max(axis=1).argmax())
    return Coverage(min(1.0, max(0.0, share)), clauses[top], tuple(missing), tuple(contradicted))


def uncovered_points(words: Words, points: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Key points of which the answer has under half of the content words; without a model."""
    said = _stems((t.word for t in words.tokens), lexicon)
    missing = []
    for point in points:
        wanted = _stems((t.word for t in tokenize(point)), lexicon)
        if len(wanted & said) < _NAMED_SHARE * len(wanted):
            missing.append(point)
    return missing


def _stems(words: Iterable[str], lexicon: Lexicon) -> set[str]:
    common = set(lexicon.function_words[lexicon.language])
    return {w[:_STEM] for w in words if w not in common}


def _denied(words: list[str], lexicon: Lexicon) -> set[str]:
    """Stems of the content words that a negation reaches."""
    common, negations = set(lexicon.function_words[lexicon.language]), set(lexicon.flags.negations)
    denied: set[str] = set()
    for i, word in enumerate(words):
        if word in negations:
            following = [w for w in words[i + 1 : i + 1 + _NEGATION_WORDS] if w not in common]
            denied.update(w[:_STEM] for w in following[:_NEGATION_REACH])
    return denied
