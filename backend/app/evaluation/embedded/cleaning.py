"""What of a text is an answer: fillers, echoes, repeats and instructions to the evaluator are set aside."""

import re
from dataclasses import dataclass

from app.evaluation.embedded.instructions import instructions
from app.evaluation.embedded.lexicon import Lexicon, any_of
from app.evaluation.embedded.not_an_answer import INSULT_FLAG, is_insult
from app.evaluation.embedded.other_languages import is_unscored_language
from app.evaluation.embedded.words import Words, tokenize

# Runs this long are copied, not said again by chance.
_ECHO_RUN = 5
_REPEAT_RUN = 8
_BEFORE_LIKE = frozenset(
    {"i", "would", "i'd", "we", "they", "feel", "felt", "look", "looks", "looked", "something"}
)
_AFTER_LIKE = frozenset({"to", "a", "an", "the", "it", "that", "this", "my", "how", "when", "working"})
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_MARKUP = re.compile(r"[{}<>\[\]=;\\|]")
# What one turn of a chat looks like to a machine, a tag, and a record: none of it is said in an interview.
_TURN = re.compile(r"<(?P<who>system|assistant|developer|user|admin)>[^<]{0,500}</(?P=who)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][\w:-]{0,40}(?: [^<>]{0,80})?/?>", re.IGNORECASE)
_RECORD = re.compile(r"\{[^{}]{0,600}\}")

INSTRUCTIONS_FLAG = "instructions_to_the_evaluator"
ECHO_FLAG = "repeats_the_question"
REPEAT_FLAG = "repeated_text"
LANGUAGE_FLAG = "other_language"
SESSION_LANGUAGE_FLAG = "not_the_sessions_language"
PLACEHOLDER_FLAG = "placeholder_text"
NOT_PROSE_FLAG = "not_prose"
MARKUP_FLAG = "markup"
REFUSAL_FLAG = "declined"
VERY_LONG_FLAG = "very_long"

_VERY_LONG_WORDS = 1_500
_PLACEHOLDER_SHARE = 0.35
_PROSE_SHARE = 0.12
_PROSE_FROM_WORDS = 6
_MARKUP_SHARE = 0.04
_REFUSAL_WORDS = 25


@dataclass(frozen=True)
class CleanAnswer:
    """The words that count, and what was noticed about the rest. ``language`` is a guess, "und" unknown."""

    words: Words
    flags: tuple[str, ...]
    language: str

    def has(self, flag: str) -> bool:
        return flag in self.flags

    @property
    def is_unscorable(self) -> bool:
        """Another language, or no answer at all."""
        return any(self.has(flag) for flag in (LANGUAGE_FLAG, REFUSAL_FLAG, PLACEHOLDER_FLAG, INSULT_FLAG))

    @property
    def is_declined(self) -> bool:
        """Words without an answer in them: a refusal, filler text, an insult."""
        return any(self.has(flag) for flag in (REFUSAL_FLAG, PLACEHOLDER_FLAG, INSULT_FLAG))


def clean(text: str, question: str, lexicon: Lexicon) -> CleanAnswer:
    """Set aside what is not the candidate's own answer; linear in the length of ``text``."""
    heard = Words.of(text)
    flags: list[str] = []
    words = _without_fillers(heard, lexicon)
    words = _step(flags, MARKUP_FLAG, words, _markup(words))
    words = _step(flags, INSTRUCTIONS_FLAG, words, instructions(words, lexicon))
    echoed = _echoes(words, question)
    words = _step(flags, ECHO_FLAG, words, echoed, enough=len(tokenize(question)) * 0.7)
    words = _step(
        flags, REPEAT_FLAG, words, _repeats(words), enough=min(_REPEAT_RUN, max(1, len(words) // 2))
    )
    language = guess_language(heard, lexicon)
    if _share(heard, set(lexicon.flags.placeholder)) >= _PLACEHOLDER_SHARE:
        flags.append(PLACEHOLDER_FLAG)
    elif language not in (lexicon.language, "und"):
        flags.append(LANGUAGE_FLAG)
    elif (
        len(heard) >= _PROSE_FROM_WORDS
        and _share(heard, set(lexicon.function_words[lexicon.language])) < _PROSE_SHARE
    ):
        flags.append(NOT_PROSE_FLAG)
    is_markup = len(_MARKUP.findall(text)) > _MARKUP_SHARE * max(len(text), 50)
    if is_markup and MARKUP_FLAG not in flags:
        flags.append(MARKUP_FLAG)
    if len(heard) > _VERY_LONG_WORDS:
        flags.append(VERY_LONG_FLAG)
    if len(words) <= _REFUSAL_WORDS and words.find(any_of(lexicon.flags.refusals)):
        flags.append(REFUSAL_FLAG)
    if is_insult(heard):
        flags.append(INSULT_FLAG)
    return CleanAnswer(words, tuple(flags), language)


def _step(flags: list[str], flag: str, words: Words, dropped: set[int], enough: float = 1) -> Words:
    if len(dropped) >= max(enough, 1):
        flags.append(flag)
    return words.without(dropped) if dropped else words


def _without_fillers(words: Words, lexicon: Lexicon) -> Words:
    fillers = set(lexicon.flags.fillers)
    dropped = {i for i, t in enumerate(words.tokens) if t.word in fillers}
    for span in words.find(any_of(lexicon.flags.filler_phrases)):
        dropped.update(range(span.first, span.stop))
    for i, token in enumerate(words.tokens):
        if token.word == "like" and not _is_verb_like(words, i):
            dropped.add(i)
    return words.without(dropped) if dropped else words


def _is_verb_like(words: Words, i: int) -> bool:
    """ "I would like to", "it felt like a": a verb or a comparison; nearly everywhere else a filler."""
    before = words.tokens[i - 1].word if i else ""
    after = words.tokens[i + 1].word if i + 1 < len(words) else ""
    return before in _BEFORE_LIKE and after in _AFTER_LIKE


def _markup(words: Words) -> set[int]:
    """Words inside of tags and records, and turns put into the mouth of a machine."""
    found = [m for pattern in (_TURN, _TAG) for m in pattern.finditer(words.text)]
    found += [m for m in _RECORD.finditer(words.text) if '"' in m[0] and ":" in m[0]]
    inside = {place for m in found for place in range(m.start(), m.end())}
    return {i for i, token in enumerate(words.tokens) if inside and token.start in inside}


def _echoes(words: Words, question: str) -> set[int]:
    asked = [t.word for t in tokenize(question)]
    run = min(_ECHO_RUN, len(asked))
    if run < 3:
        return set()
    grams = {tuple(asked[i : i + run]) for i in range(len(asked) - run + 1)}
    said = [t.word for t in words.tokens]
    dropped: set[int] = set()
    for i in range(len(said) - run + 1):
        if tuple(said[i : i + run]) in grams:
            dropped.update(range(i, i + run))
    return dropped


def _repeats(words: Words) -> set[int]:
    said = [t.word for t in words.tokens]
    half = len(said) // 2
    is_twice = said[:half] == said[half:]  # however short it is
    dropped = set(range(half, len(said))) if is_twice else set()
    seen: dict[tuple[str, ...], int] = {}
    for i in range(len(said) - _REPEAT_RUN + 1):
        gram = tuple(said[i : i + _REPEAT_RUN])
        first = seen.setdefault(gram, i)
        if first + _REPEAT_RUN <= i:
            dropped.update(range(i, i + _REPEAT_RUN))
    return dropped


def _share(words: Words, vocabulary: set[str]) -> float:
    return sum(t.word in vocabulary for t in words.tokens) / max(len(words), 1)


def guess_language(words: Words, lexicon: Lexicon) -> str:
    """Two-letter guess by function words; "und" for what is too short to tell, "other" for other scripts."""
    letters = len(_LETTER.findall(words.text))
    if letters and len(_LATIN.findall(words.text)) < 0.6 * letters:
        return "other"
    if len(words) < 6:
        return "und"
    if is_unscored_language(words, lexicon.function_words):
        return "other"
    shares = {tag: _share(words, set(listed)) for tag, listed in lexicon.function_words.items()}
    best = max(sorted(shares), key=lambda tag: shares[tag])
    if best == lexicon.language or shares[best] < 0.15:
        return lexicon.language if shares[lexicon.language] >= _PROSE_SHARE else "und"
    return best if shares[best] > 1.3 * shares[lexicon.language] else lexicon.language
