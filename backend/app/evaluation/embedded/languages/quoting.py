"""Which words of an answer are said back: verbatim, from where a thought begins to where it ends, and few."""

from app.evaluation.embedded.languages.lexicon import LanguageLexicon
from app.evaluation.embedded.words import Span, Words

MOST_WORDS = 13
_ENDS_FROM_WORDS = 4
_MARKS = frozenset(".,;:!?…–—\n¿¡()")


def quote_from(words: Words, span: Span, lexicon: LanguageLexicon) -> str:
    """For a deed: from its subject on, to the end of its phrase."""
    first = span.first
    while first and words.tokens[first - 1].word in lexicon.quoting.before and not _is_parted(words, first):
        first -= 1
    return _text(words, first, _end(words, first, span.stop, lexicon), lexicon)


def quote_around(words: Words, span: Span, lexicon: LanguageLexicon) -> str:
    """For a fact: the clause that it stands in."""
    first, earliest = span.first, max(0, span.stop - MOST_WORDS)
    while first > earliest and not _is_parted(words, first):
        first -= 1
    return _text(words, first, _end(words, first, span.stop, lexicon), lexicon)


def _end(words: Words, first: int, stop: int, lexicon: LanguageLexicon) -> int:
    """At a mark, or before a word that opens the next clause; never more than ``MOST_WORDS`` from ``first``."""
    last = min(first + MOST_WORDS, len(words))
    end = min(max(stop, first + 1), last)
    while end < last and not _is_parted(words, end):
        if end - first >= _ENDS_FROM_WORDS and words.tokens[end].word in lexicon.quoting.opens:
            break
        end += 1
    return end


def _text(words: Words, first: int, end: int, lexicon: LanguageLexicon) -> str:
    while end - first > 2 and words.tokens[first].word in lexicon.quoting.opens:
        first += 1
    is_cut = end < len(words) and not _is_parted(words, end)
    while is_cut and end - first > 2 and words.tokens[end - 1].word in lexicon.quoting.dangling:
        end -= 1
    return words.text[words.tokens[first].start : words.tokens[end - 1].end]


def _is_parted(words: Words, i: int) -> bool:
    """Whether a mark stands before word ``i``, or words were set aside there."""
    between = words.text[words.tokens[i - 1].end : words.tokens[i].start]
    return any(c in _MARKS or c.isalnum() for c in between)
