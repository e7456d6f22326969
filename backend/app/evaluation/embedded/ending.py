"""How likely an answer that stands here is over, by its words alone. Pure, no model, a millisecond.

Learned from people: each answer's last sentence end against its inner ones (``python -m fitting.turn_taking``). It is
one fact for turn-taking beside silence and sound, never a judgement.
"""

import math
import re
import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.evaluation.embedded.features import Features
from app.evaluation.embedded.fitted import Linear
from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.words import Token, Words, tokenize

COEFFICIENTS = Path(__file__).with_name("ending.toml")
# Under so many words there is nothing to go by; an answer that short is not taken as one anyway.
FEWEST_WORDS = 4

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*\s")
_STEM = 5
# fmt: off
# Words of looking back, of what came of it, and of what it means.
_CLOSING = frozenset({
    "overall", "ultimately", "finally", "eventually", "result", "end", "lesson", "learned", "learnt", "learn",
    "taught", "experience", "proud", "successful", "success", "grateful", "happy", "hope", "therefore",
    "conclusion", "since", "now", "always", "believe", "important", "helped", "better", "future", "today",
})
# fmt: on
# How a sentence begins that looks back.
_LOOKING_BACK = (
    *(
        "so ",
        "overall ",
        "ultimately ",
        "in the end ",
        "that's ",
        "that is ",
        "this ",
        "these ",
        "since then ",
    ),
    *("now ", "eventually ", "finally ", "as a result ", "it was ", "it has ", "i learned ", "i feel "),
    *("i hope ", "i believe ", "by the end ", "all in all ", "and that ", "to this day ", "because of "),
)
_OWN = frozenset({"i", "my", "me", "myself", "i'm", "i'd", "i've"})

NAMES = (
    *("words", "hundreds", "sentences", "last_words", "like_question", "like_beginning", "closing_words"),
    *("looking_back", "own_words", "action", "result", "last_result", "last_reason", "parts_met"),
)


class Ending(BaseModel):
    """``ending.toml``: log odds of being over, as often as it was so among the sentence ends it was fitted on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    over: Linear


def over_probability(
    question: str, words: Words, seen: Features, parts: list[bool], lexicon: Lexicon
) -> float | None:
    """0–1; None where too little is said to tell."""
    if len(words) < FEWEST_WORDS:
        return None
    odds = load_ending().over.odds(ending_features(question, words, seen, parts, lexicon))
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 4)


def ending_features(
    question: str, words: Words, seen: Features, parts: list[bool], lexicon: Lexicon
) -> dict[str, float]:
    """One number for each of ``NAMES``; ``parts`` are those of the question, met or not."""
    sentences = _sentences(words)
    first, last = sentences[0], sentences[-1]
    last_from = len(words) - len(last)
    said, joined = {t.word for t in last}, " ".join(t.word for t in last)
    stems = _stems(last, lexicon)
    share = 1 / max(1, len(stems))
    return {
        "words": math.log(len(words)),
        "hundreds": len(words) / 100,
        "sentences": math.log(len(sentences)),
        "last_words": math.log(len(last)),
        "like_question": len(stems & _stems(tokenize(question), lexicon)) * share,
        "like_beginning": len(stems & _stems(first, lexicon)) * share if len(sentences) > 1 else 0.0,
        "closing_words": float(bool(said & _CLOSING)),
        "looking_back": float(joined.startswith(_LOOKING_BACK)),
        "own_words": float(bool(said & _OWN)),
        "action": float(bool(seen.acts)),
        "result": float(bool(seen.results)),
        "last_result": float(any(span.stop > last_from for span in seen.results)),
        "last_reason": float(any(span.stop > last_from for span in seen.reasons)),
        "parts_met": sum(parts) / len(parts) if parts else 0.5,
    }


def _sentences(words: Words) -> list[list[Token]]:
    """The words by sentence; those that a recogniser wrote no full stop between are one."""
    ends = iter([m.end() for m in _SENTENCE_END.finditer(words.text)] + [len(words.text) + 1])
    end, sentences = next(ends), [list[Token]()]
    for token in words.tokens:
        while token.start >= end:
            end = next(ends)
            if sentences[-1]:
                sentences.append([])
        sentences[-1].append(token)
    return sentences


def _stems(tokens: list[Token], lexicon: Lexicon) -> set[str]:
    common = lexicon.function_words[lexicon.language]
    return {t.word[:_STEM] for t in tokens if len(t.word) > 3 and t.word not in common}


@cache
def load_ending() -> Ending:
    """The coefficients that ship; raises ValidationError when the file does not fit the schema."""
    with COEFFICIENTS.open("rb") as file:
        return Ending.model_validate(tomllib.load(file))
