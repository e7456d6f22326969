"""Takes apart what the package runs together: labels of one concept, then its description, without separators.

Where one label ends and the next begins is decided as in word segmentation: a bigram model with a boundary, learned
from the file itself (first words begin labels, last words end them), the best path by dynamic programming, repeated
until it settles. A wrong cut gives a phrase that nobody writes, so it finds nothing; it does not find wrongly.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from app.occupations.tokens import stem_of

# Words that neither begin nor end a label.
_JOINING_WORDS = "of and the a an in on for to with by or at from into & as their its is"
_JOINING = frozenset(_JOINING_WORDS.split())
_LONGEST_LABEL = 12
_ROUNDS = 3
# In nats, chosen on half of benchmarks/recognised/skill_labels.txt: labels of one concept tend to begin alike, and
# hardly one says a word twice, be it in another form.
_BEGINS_ALIKE = 1.5
_SAYS_TWICE = -12.0
# How likely a label begins with any word at all: a rare verb has been seen nowhere else.
_BEGINS_WITH_ANY = 0.2
_MARKS = ",;()"
_PARTS = re.compile(r"[/-]")
_OF_LANGUAGES = ("ability to comprehend", "competent in", "ability to")
_FIRST_SENTENCE = re.compile(r"\.(\s|$)")


def labels_before_description(texts: Sequence[str]) -> list[tuple[list[str], str]]:
    """Per text, the words of its labels, and its description: from the likeliest capital letter on.

    Labels hold capitals too (Java, MRI). A description that repeats the label is found by that; else which capitalised
    words open descriptions is counted where it is certain.
    """
    opens: Counter[str] = Counter()
    capitals: list[list[re.Match[str]]] = []
    for text in texts:
        end = _FIRST_SENTENCE.search(text)
        words = list(re.finditer(r"\S+", text[: end.start()] if end else text))
        capitals.append([word for word in words[1:] if word.group()[0].isupper()])
        if len(capitals[-1]) == 1:
            opens[capitals[-1][0].group()] += 1
    parted = []
    for text, found in zip(texts, capitals, strict=True):
        if not found:
            parted.append((text.split(), ""))
            continue
        parted.append(max((_part(text, word) for word in found), key=lambda part: _likeliness(part, opens)))
    return parted


def _part(text: str, opening: re.Match[str]) -> tuple[list[str], str]:
    return text[: opening.start()].split(), text[opening.start() :]


def _likeliness(part: tuple[list[str], str], opens: Counter[str]) -> tuple[int, int, int]:
    words, description = part
    return described_label(words, description), opens[description.split(maxsplit=1)[0]], -len(words)


def described_label(words: Sequence[str], description: str) -> int:
    """How many of the words the description repeats at its beginning, be it in the plural; else 0.

    Two words at least where none is in the plural: "Scrap metal operative cut big sheets".
    """
    said = description.split()[:_LONGEST_LABEL]
    end, is_plural = 0, False
    for word, other in zip(words, said, strict=False):
        is_next_label = is_plural and (word.isupper() or word in words[:end])
        if is_next_label or not _is_same(word, other) or (other.startswith("(") and word[0] != "("):
            break
        is_plural = is_plural or word.strip(_MARKS).lower() != other.strip(_MARKS).lower()
        end += 1
    while end and words[end - 1].lower() in _JOINING:
        end -= 1
    return end if is_plural or end > 1 else 0


def described_language(words: Sequence[str]) -> int:
    """1 where the first label is the name of a language: these name what one can do with it, one after the other."""
    is_language = len(words) > 3 and words[0][0].isupper() and words[0] in words[1:]
    return int(is_language and any(" ".join(words[1:4]).startswith(start) for start in _OF_LANGUAGES))


def _is_same(word: str, other: str) -> bool:
    """Of the same number or not, part by part: "masseur/masseuse", "Masseurs/masseuses"."""
    parts, others = (_PARTS.split(each.strip(_MARKS).lower()) for each in (word, other))
    return len(parts) == len(others) and all(map(_is_plural_or_same, parts, others))


def _is_plural_or_same(word: str, other: str) -> bool:
    plurals = (word, word + "s", word + "es", word + "'s", word[:-1] + "ies", word.replace("man", "men"))
    return other in (*plurals, word.replace("person", "people"), word[:-2] + "ves")


@dataclass
class Cutter:
    """Cuts runs of words into labels. ``known`` are labels that are certain; without any, the runs teach alone."""

    runs: Sequence[Sequence[str]]
    known: Sequence[Sequence[str]] = ()
    _uses: Counter[str] = field(init=False)
    _begins: Counter[str] = field(init=False)
    _ends: Counter[str] = field(init=False)
    _goes_on: Counter[str] = field(init=False)
    _pairs: Counter[tuple[str, str]] = field(init=False)
    _words: int = field(init=False)
    _labels: int = field(init=False)

    def __post_init__(self) -> None:
        self._uses = Counter(word for run in self.runs for word in run)
        self._words = self._uses.total()
        self._learn(self.known or self.runs)
        for _ in range(_ROUNDS):
            self._learn([*self.known, *(label for run in self.runs for label in self.cut(run))])

    def cut(self, run: Sequence[str], first: int = 0) -> list[Sequence[str]]:
        """The labels of a run; ``first``: how many words the first one has, when that is certain."""
        if first:
            return [run[:first], *self.cut(run[first:])]
        if not run:
            return []
        best, origin = [0.0] + [-math.inf] * len(run), [0] * (len(run) + 1)
        for begin in range(len(run)):
            for end, points in self._labels_from(run, begin):
                if best[begin] + points > best[end]:
                    best[end], origin[end] = best[begin] + points, begin
        if best[-1] == -math.inf:
            return [run]
        labels, end = [], len(run)
        while end:
            labels.append(run[origin[end] : end])
            end = origin[end]
        return labels[::-1]

    def _labels_from(self, run: Sequence[str], begin: int) -> list[tuple[int, float]]:
        if begin and run[begin] in _JOINING:
            return []
        points = self._begin(run[begin])
        if begin and _stem(run[begin]) == _stem(run[0]):
            points += _BEGINS_ALIKE
        ends: list[tuple[int, float]] = []
        seen: set[str] = set()
        open_brackets = 0
        for position in range(begin, min(len(run), begin + _LONGEST_LABEL)):
            word = run[position]
            if position > begin:
                points += self._follow(run[position - 1], word)
            if word not in _JOINING:
                points += _SAYS_TWICE * (_stem(word) in seen)
                seen.add(_stem(word))
            open_brackets += word.count("(") - word.count(")")
            is_last = position == len(run) - 1
            if is_last or not (open_brackets > 0 or word in _JOINING):
                ends.append((position + 1, points + self._end(word)))
        return ends

    def _learn(self, labels: Sequence[Sequence[str]]) -> None:
        labels = [label for label in labels if label]
        self._labels = len(labels)
        self._begins = Counter(label[0] for label in labels)
        self._ends = Counter(label[-1] for label in labels)
        self._pairs = Counter(pair for label in labels for pair in pairwise(label))
        self._goes_on = Counter()
        for (word, _), count in self._pairs.items():
            self._goes_on[word] += count

    # Add-a-little smoothing throughout; the amounts matter little.
    def _begin(self, word: str) -> float:
        share = self._uses[word] / self._words
        begins = self._begins[word] / max(self._labels, 1)
        return math.log((1 - _BEGINS_WITH_ANY) * begins + _BEGINS_WITH_ANY * share + 1e-12)

    def _end(self, word: str) -> float:
        return math.log((self._ends[word] + 0.2) / (self._ends[word] + self._goes_on[word] + 1.0))

    def _follow(self, word: str, after: str) -> float:
        goes_on = (self._goes_on[word] + 0.8) / (self._ends[word] + self._goes_on[word] + 1.0)
        share = self._uses[after] / self._words
        pair = 0.85 * self._pairs[word, after] / max(self._goes_on[word], 1) + 0.15 * share
        return math.log(goes_on * pair + 1e-12)


@cache
def _stem(word: str) -> str:
    return stem_of(word.strip(_MARKS) or word)
