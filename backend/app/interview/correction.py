"""Putting right what the recogniser heard: which words may change, and where the corrected ones stand. Pure.

A correction is no new answer. It stays near what was heard; whoever wants to tell more practises the question again,
where both answers are set side by side.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.interview.errors import AnswerNotSpoken, CorrectionTooLarge
from app.interview.parts import Part, in_order
from app.interview.word_alignment import cuts, distance, spans_of, words_of

# Ours: with more than two words in five wrong, nobody would call a text a transcript of what was said, so the rest
# must have come from somewhere else than the ear.
MOST_CHANGED = 0.40
# Ours: a recogniser mishears far more than it leaves out. A correction that grows by more than a quarter tells
# something that was not said.
MOST_ADDED = 0.25
# Shares say nothing about a handful of words: "I don't no" may become what it was.
ALWAYS_ALLOWED_WORDS = 5


def corrected(parts: Sequence[Part], text: str) -> list[Part]:
    """The spoken ``parts`` with ``text`` in the place of what was heard; typed ones as they are, in the order given.

    ``text`` is everything that was spoken, in the order of speaking. A part whose words are as they were heard keeps
    its text to the letter. Every spoken part has been checked by the candidate then: nobody doubts its words any more.
    Raises AnswerNotSpoken, CorrectionTooLarge.
    """
    spoken = [part for part in in_order(parts) if part.modality != "typed" and part.as_heard.strip()]
    if not spoken:
        raise AnswerNotSpoken
    heard = [words_of(part.as_heard) for part in spoken]
    words = words_of(text)
    require_correction([word for piece in heard for word in piece], words)
    spans = spans_of(text)
    now: dict[str, Part] = {}
    first = 0
    for part, end in zip(spoken, cuts(heard, words), strict=True):
        own = text[spans[first][0] : spans[end - 1][1]] if first < end else ""
        is_as_heard = own.split() == part.as_heard.split()
        now[part.id] = replace(
            part,
            text=part.as_heard if is_as_heard else own,
            heard=None if is_as_heard else part.as_heard,
            was_checked=True,
        )
        first = end
    return [now.get(part.id, part) for part in parts]


def require_correction(heard: Sequence[str], words: Sequence[str]) -> None:
    """Raises CorrectionTooLarge where this is another answer than the one that was heard."""
    most_changed = max(ALWAYS_ALLOWED_WORDS, int(MOST_CHANGED * len(heard)))
    most_added = max(ALWAYS_ALLOWED_WORDS, int(MOST_ADDED * len(heard)))
    limits = {"heard_words": len(heard), "most_changed": most_changed, "most_added": most_added}
    added = len(words) - len(heard)
    if added > most_added:
        raise CorrectionTooLarge(
            f"This has {added} words more than the {len(heard)} that were heard; up to {most_added} may have been "
            f"missed. {_PRACTISE}",
            **limits,
        )
    # Two texts are never nearer than their difference in length, which is known at once.
    if not words or -added > most_changed or distance(heard, words) > most_changed:
        raise CorrectionTooLarge(
            f"Of the {len(heard)} words that were heard, up to {most_changed} can be put right. {_PRACTISE}",
            **limits,
        )


_PRACTISE = (
    "Nothing was changed. A correction puts down what you said; to say it better, practise this question again: "
    "both answers are then set side by side."
)
