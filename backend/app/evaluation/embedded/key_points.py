"""Key points: which ones a reference consists of, which were named, which were said the wrong way round.

Where a shared word is negated on one side only, the key point is contradicted. Words only, no model.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.words import Span, Words, tokenize

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_STEM = 5
_CONTRADICTION_FROM_RECALL = 0.5
_COPIED_FROM_RECALL = 0.8
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
    met: float = 0.0  # the same share before contradictions cost


def points_of(key_points: tuple[str, ...], reference: str | None) -> list[list[str]]:
    """Alternative lists of key points: those given, else the sentences of each reference."""
    if key_points:
        return [list(key_points)]
    alternatives = (reference or "").split(" || ")
    return [[s for s in _SENTENCE.split(a.strip()) if tokenize(s)] for a in alternatives if a.strip()]


def contradicted_points(words: Words, points: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Points whose words were said with the negation on one side only."""
    said = _stems((t.word for t in words.tokens), lexicon)
    denied_here = _denied([t.word for t in words.tokens], lexicon)
    negations = frozenset(lexicon.flags.negations)
    denials = sum(t.word in negations for t in words.tokens)
    found = []
    for point in points:
        asked = [t.word for t in tokenize(point)]
        wanted = _stems(asked, lexicon)
        recall = len(wanted & said) / max(len(wanted), 1)
        denied = (denied_here ^ _denied(asked, lexicon)) & wanted & said
        beside = recall >= _CONTRADICTION_FROM_RECALL and len(denied) >= _CONTRADICTED_SHARE * len(wanted)
        # Said nearly word for word, with one "not" more or less.
        copied = recall >= _COPIED_FROM_RECALL and bool(denied)
        odd = (denials - sum(w in negations for w in asked)) % 2 == 1
        if beside or (copied and odd):
            found.append(point)
    return found


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
