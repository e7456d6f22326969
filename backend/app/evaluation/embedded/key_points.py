"""Key points: which ones a reference consists of, which were named, which were said the wrong way round.

Where a passage repeats a key point with one negation more or less, the point is contradicted. Words only, no model.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.matching import stem
from app.evaluation.embedded.words import Span, Words, tokenize

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_STEM = 5
# A passage repeats a point when it has this share of its content words, among so many words more.
_COPIED_FROM_RECALL, _PASSAGE_SLACK = 0.9, 2
# A "not" may stand so many words before the first of them: "not have to be" is the longest way.
_LEAD = 4
# So many content words, or fewer held together by so many others, make a statement.
_STATEMENT_CONTENT, _STATEMENT_LINKS = 3, 3
# "It has to be" and "it does not have to be" are the same but for the "not".
_AUXILIARIES = frozenset({"has", "have", "had", "does", "do", "did", "could", "should", "may", "must"})
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
    met: float = 0.0  # the same share before contradictions and disorder cost
    in_order: float = 1.0  # which part is left of words in no order, 0–1


def points_of(key_points: tuple[str, ...], reference: str | None) -> list[list[str]]:
    """Alternative lists of key points: those given, else the sentences of each reference."""
    if key_points:
        return [list(key_points)]
    alternatives = (reference or "").split(" || ")
    return [[s for s in _SENTENCE.split(a.strip()) if tokenize(s)] for a in alternatives if a.strip()]


def contradicted_points(words: Words, points: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Points that a passage of the answer repeats nearly word for word with one negation more or less.

    Only so near a copy tells a contrary from a remark: of long answers in which some "not" stood beside a word of
    the reference, people graded most as right ("UDP has no sequence number, TCP has one").
    """
    said, wanted = [t.word for t in words.tokens], {p: [t.word for t in tokenize(p)] for p in points}
    return [
        point
        for point, asked in wanted.items()
        if (len(wanted) == 1 or _is_statement(asked, lexicon)) and _is_contradicted(said, asked, lexicon)
    ]


def _is_statement(asked: list[str], lexicon: Lexicon) -> bool:
    """Among several points a bare noun ("sequence number") states nothing that could be denied."""
    content = _stems(asked, lexicon)
    return len(content) >= _STATEMENT_CONTENT or (
        len(content) > 1 and len(asked) - len(content) >= _STATEMENT_LINKS
    )


def _is_contradicted(said: list[str], asked: list[str], lexicon: Lexicon) -> bool:
    wanted = _stems(asked, lexicon)
    here = [_root(word) for word in said]
    if not wanted or len(wanted & set(here)) < _COPIED_FROM_RECALL * len(wanted):
        return False
    reach = len(asked) + _PASSAGE_SLACK
    starts = [i for i, word in enumerate(here) if word in wanted]
    recalls = [len(wanted & set(here[i : i + reach])) / len(wanted) for i in starts]
    copies = [
        said[max(0, i - _LEAD) : i + reach]
        for i, recall in zip(starts, recalls, strict=True)
        if recall == max(recalls)
    ]
    is_copied = max(recalls) >= _COPIED_FROM_RECALL
    return is_copied and all(_denies_other(copy, asked, wanted, lexicon) for copy in copies)


def _denies_other(passage: list[str], asked: list[str], wanted: set[str], lexicon: Lexicon) -> bool:
    """Whether a shared word is denied on one side only, and one side has an odd number of negations more."""
    negations = frozenset(lexicon.flags.negations)
    surplus = sum(word in negations for word in passage) - sum(word in negations for word in asked)
    shared = wanted & {_root(word) for word in passage}
    return surplus % 2 == 1 and bool((_denied(passage, lexicon) ^ _denied(asked, lexicon)) & shared)


def uncovered_points(words: Words, points: Iterable[str], lexicon: Lexicon) -> list[str]:
    """Key points of which the answer has under half of the content words; without a model."""
    said = _stems((t.word for t in words.tokens), lexicon)
    missing = []
    for point in points:
        wanted = _stems((t.word for t in tokenize(point)), lexicon)
        if len(wanted & said) < _NAMED_SHARE * len(wanted):
            missing.append(point)
    return missing


@lru_cache(maxsize=8192)  # each word of an answer is asked for once a point
def _root(word: str) -> str:
    return stem(word)[:_STEM]


def _stems(words: Iterable[str], lexicon: Lexicon) -> set[str]:
    common = {*lexicon.function_words[lexicon.language], *_AUXILIARIES}
    return {_root(w) for w in words if w not in common}


def _denied(words: list[str], lexicon: Lexicon) -> set[str]:
    """Stems of the content words that a negation reaches."""
    common, negations = set(lexicon.function_words[lexicon.language]), set(lexicon.flags.negations)
    denied: set[str] = set()
    for i, word in enumerate(words):
        if word in negations:
            following = [w for w in words[i + 1 : i + 1 + _NEGATION_WORDS] if w not in common]
            denied.update(_root(w) for w in following[:_NEGATION_REACH])
    return denied
