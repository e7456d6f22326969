"""What has been told so far: facts for turn-taking, never a judgement. Pure word matching, no model."""

import re

from app.evaluation.embedded.cleaning import LANGUAGE_FLAG, clean
from app.evaluation.embedded.ending import over_probability
from app.evaluation.embedded.features import Features, extract
from app.evaluation.embedded.lexicon import Lexicon, any_of
from app.evaluation.embedded.words import Words, tokenize
from app.evaluation.port import Completeness, QuestionToEvaluate
from app.evaluation.rubric import kind_of

# A question asks for several things after these.
_PART = re.compile(r"[?.;]\s+|,? and (?=how|what|why|when|who|where|which|did|would)|, (?=and )")
# A closing phrase ends the answer only when it is among the last words.
_CLOSING_WORDS = 12
# fmt: off
_ASKS_RESULT = frozenset({
    "result", "outcome", "happened", "end", "turn", "turned", "learn", "learned", "learnt", "change",
    "changed",
})
# fmt: on
# fmt: off
_ASKS_ACTION = frozenset({
    "do", "did", "handle", "handled", "approach", "steps", "manage", "managed", "deal", "dealt",
    "resolve", "resolved", "you",
})
# fmt: on


def completeness(question: QuestionToEvaluate, text: str, lexicon: Lexicon) -> Completeness:
    """Situation, action, result, each part of the question, a closing phrase, and how likely the answer is over."""
    cleaned = clean(text, question.text, lexicon)
    words = cleaned.words
    seen = extract(words, lexicon, asks_for_example=kind_of(question).asks_for_example)
    parts = parts_met(question, words, seen, lexicon)
    is_english = not cleaned.has(LANGUAGE_FLAG)
    closing = words.find(any_of(lexicon.moves.closing))
    return Completeness(
        situation=bool(seen.situations),
        action=bool(seen.acts),
        result=bool(seen.results),
        parts=parts,
        closing_phrase=bool(closing) and closing[-1].stop >= len(words) - _CLOSING_WORDS,
        over=over_probability(question.text, words, seen, parts, lexicon) if is_english else None,
    )


def parts_met(question: QuestionToEvaluate, words: Words, seen: Features, lexicon: Lexicon) -> list[bool]:
    """Each part of the question, in order: whether the answer has come to it."""
    return [is_met for _, is_met in _parts(question, words, seen, lexicon)]


def unmet_parts(question: QuestionToEvaluate, words: Words, seen: Features, lexicon: Lexicon) -> list[str]:
    """Parts of the question that the answer has not come to yet; verbatim."""
    return [part for part, is_met in _parts(question, words, seen, lexicon) if not is_met]


def _parts(
    question: QuestionToEvaluate, words: Words, seen: Features, lexicon: Lexicon
) -> list[tuple[str, bool]]:
    said = {t.word[:5] for t in words.tokens}
    common = set(lexicon.function_words[lexicon.language])
    ended = bool(seen.results or seen.lessons)
    return [
        (part, _is_met(part, said, common, acted=bool(seen.acts), ended=ended))
        for part in parts_of(question.text)
    ]


def parts_of(question: str) -> list[str]:
    """What the question asks for, one by one: "What did you do, and how did it end?" has two parts."""
    return [part.strip() for part in _PART.split(question) if part and len(tokenize(part)) >= 3]


def _is_met(part: str, said: set[str], common: set[str], *, acted: bool, ended: bool) -> bool:
    asked = [t.word for t in tokenize(part)]
    if _ASKS_RESULT & set(asked):
        return ended
    if _ASKS_ACTION & set(asked) and acted:
        return True
    content = {w[:5] for w in asked if w not in common and len(w) > 3}
    return bool(content & said)
