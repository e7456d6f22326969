"""From a job title to a job family. Pure; explainable by the keyword that matched."""

from collections.abc import Sequence
from functools import lru_cache

from app.questions.bank_data import Family
from app.questions.vocabulary import likeness, plain, stems_of, trigrams_of, words_of

# A misspelt title ("programer") still shares most of its letter groups; a beekeeper, who shares six
# in ten with a bookkeeper, must not be asked about the balance (ours).
MIN_TITLE_LIKENESS = 0.65
# One shared word may be chance, two in a job description are not (ours).
MIN_SHARED_HINTS = 2


def family_of(
    job_title: str,
    job_description: str | None,
    families: Sequence[Family],
    occupation: str | None = None,
) -> str | None:
    """The id of the family, or None for a title that fits none (general questions only).

    In order: the longest keyword that stands in the title as whole words; the same in the recognised
    occupation; the keyword most like the title; the family whose hint words the title and the description
    use most.
    """
    return (
        _by_keyword(job_title, families)
        or _by_keyword(occupation or "", families)
        or _by_likeness(job_title, families)
        or _by_description(f"{job_title} {job_description or ''}", families)
    )


def _by_keyword(job_title: str, families: Sequence[Family]) -> str | None:
    title = f" {' '.join(words_of(job_title))} "
    best_length, best = 0, None
    for family in families:
        for keyword in family.keywords:
            if len(keyword) > best_length and f" {plain(keyword)} " in title:
                best_length, best = len(keyword), family.id
    return best


def _by_likeness(job_title: str, families: Sequence[Family]) -> str | None:
    title = trigrams_of(job_title)
    best_likeness, best = MIN_TITLE_LIKENESS, None
    for family in families:
        for keyword in family.keywords:
            if (found := likeness(title, _keyword_trigrams(keyword))) > best_likeness:
                best_likeness, best = found, family.id
    return best


def _by_description(text: str, families: Sequence[Family]) -> str | None:
    used = stems_of(text)
    shared = {family.id: len(used & _hint_stems(family.hint)) for family in families}
    best = max(shared, key=lambda family_id: shared[family_id], default=None)
    return best if best is not None and shared[best] >= MIN_SHARED_HINTS else None


# Only text of the bank is cached, never a candidate's.
@lru_cache(maxsize=1024)
def _keyword_trigrams(keyword: str) -> frozenset[str]:
    return trigrams_of(keyword)


@lru_cache(maxsize=64)
def _hint_stems(hint: str) -> frozenset[str]:
    return stems_of(hint)
