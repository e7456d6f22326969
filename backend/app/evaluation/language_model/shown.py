"""What of an answer the model gets to see, and where its quotes stand in the answer; pure.

Instructions to the evaluator, copies of the question, repeats and fillers are blank in what is shown: nothing that is
not there can be obeyed, or earn a point. Blanking keeps every other character in its place.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from app.evaluation.embedded.cleaning import CleanAnswer
from app.evaluation.embedded.instructions import without_instructions
from app.evaluation.embedded.lexicon import Lexicon
from app.evaluation.embedded.words import Token, Words, tokenize
from app.evaluation.port import AnswerToEvaluate, Evidence
from app.evaluation.rubric import has_key

# A shorter quote stands in every answer; where a reference exists, one word may be the right one.
FEWEST_WORDS = 3
MOST_WORDS = 40
# An injection alone is a sentence or two; what is longer tells something besides.
_LONGER_FROM_WORDS = 40
_UNKNOWN_LANGUAGE = "und"
# A quarter of an hour of speech, and what most models read: code points. More is flagged as very long, and costs.
_MOST_SHOWN = 24_000
_SPACES = re.compile(r"[^\S\n]+")
# What is left of "so, um, I" when the filler is blank.
_LEFT_OVER_SIGNS = re.compile(r"([,;:.!?])(?: [,;:.!?])+(?!\S)")


@dataclass(frozen=True)
class ShownAnswer:
    """``text`` has the length of the answer's own text."""

    answer: AnswerToEvaluate
    text: str

    @property
    def for_prompt(self) -> str:
        return _LEFT_OVER_SIGNS.sub(r"\1", _SPACES.sub(" ", self.text)).strip()

    @property
    def word_count(self) -> int:
        return len(self._tokens)

    def without(self, places: Iterable[Evidence]) -> "ShownAnswer":
        """The same answer with these passages blank too."""
        characters = list(self.text)
        for place in places:
            characters[place.start : place.end] = " " * (place.end - place.start)
        return ShownAnswer(self.answer, "".join(characters))

    def loses_most_to(self, places: Iterable[Evidence]) -> bool:
        """Whether a longer answer would lose over half of its words: more than a model is believed."""
        left = self.without(places).word_count
        return self.word_count >= _LONGER_FROM_WORDS and left < self.word_count / 2

    @cached_property
    def _tokens(self) -> tuple[Token, ...]:
        return Words.of(self.text).tokens

    @cached_property
    def _joined(self) -> str:
        return f" {' '.join(t.word for t in self._tokens)} "

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each word begins in ``_joined``."""
        offsets, at = [], 1
        for token in self._tokens:
            offsets.append(at)
            at += len(token.word) + 1
        return offsets

    def locate(self, quote: str) -> Evidence | None:
        """Where the quote stands, word for word: punctuation, case and white space may differ, words may not.

        Quotes of under three words are none, long ones are cut. Code points, as ``Evidence`` wants them.
        """
        wanted = [t.word for t in tokenize(quote)][:MOST_WORDS]
        if not wanted:
            return None
        if len(wanted) < FEWEST_WORDS and not has_key(self.answer.question):
            return self._of_unspaced_script(quote)
        at = self._joined.find(f" {' '.join(wanted)} ")
        if at < 0:
            return self._of_unspaced_script(quote)
        first = bisect_right(self._offsets, at + 1) - 1
        return self._evidence(self._tokens[first].start, self._tokens[first + len(wanted) - 1].end)

    def _of_unspaced_script(self, quote: str) -> Evidence | None:
        """Chinese, Japanese, Thai: a sentence is one "word", so characters are compared."""
        sought = quote.strip()
        if sought.isascii() or len(sought) < FEWEST_WORDS or sought[0].lower() != sought[0].upper():
            return None
        at = self.text.find(sought)
        return self._evidence(at, at + len(sought)) if at >= 0 else None

    def _evidence(self, start: int, end: int) -> Evidence:
        quote = self.answer.text[start:end]
        return Evidence(quote=quote, start=start, end=end, answer_id=self.answer.answer_id)


def shown(answer: AnswerToEvaluate, cleaned: CleanAnswer, lexicon: Lexicon) -> ShownAnswer:
    """``cleaned`` is of the same answer. Lone surrogates, which cannot be sent, become question marks."""
    text = without_instructions(answer.text, lexicon)
    if cleaned.language in (lexicon.language, _UNKNOWN_LANGUAGE):
        # In another language a filler of this one may be a word: "um" is "around" in German.
        text = _only(text, cleaned.words)
    text = text[:_MOST_SHOWN].ljust(len(text))
    return ShownAnswer(answer, text.encode(errors="replace").decode())


def _only(text: str, kept: Words) -> str:
    places = {token.start for token in kept.tokens}
    characters = list(text)
    for token in tokenize(text):
        if token.start not in places:
            characters[token.start : token.end] = " " * (token.end - token.start)
    return "".join(characters)
