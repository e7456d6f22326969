"""Words one slip away from a known one: a letter left out, doubled, wrong, or two in the wrong order. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

# Shorter words are too near to too many others.
_SHORTEST = 5
# The names themselves hold slips ("manger"): a word that is used this much less than its neighbour is one.
_SLIP_IS_RARER = 50


class Spelling:
    """``uses``: the known words (stems), and how often each is used. Takes ~50 ms and a few MB to make."""

    def __init__(self, uses: Mapping[str, int]) -> None:
        self._uses = uses
        self._near: defaultdict[str, list[str]] = defaultdict(list)
        for word in uses:
            if len(word) >= _SHORTEST:
                for part in _with_one_letter_less(word):
                    self._near[part].append(word)

    def meant_by(self, word: str) -> str | None:
        """The most used of the words one slip away; None where there is none, or where nothing is wrong."""
        if len(word) < _SHORTEST:
            return None
        common = _SLIP_IS_RARER * self._uses.get(word, 0)
        near = {known for part in _with_one_letter_less(word) for known in self._near.get(part, ())}
        meant = [known for known in near if self._uses[known] > common and is_one_slip(word, known)]
        return max(meant, key=lambda known: (self._uses[known], known), default=None)


def _with_one_letter_less(word: str) -> Iterator[str]:
    """The word, and the word without each of its letters: what two words one slip apart have in common."""
    yield word
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def is_one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two neighbours changed about, make one into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if same is None:
        return len(one) != len(other)
    rest, rest_of_other = one[same:], other[same:]
    if len(one) == len(other):
        is_turned = rest[1::-1] == rest_of_other[:2] and rest[2:] == rest_of_other[2:]
        return rest[1:] == rest_of_other[1:] or is_turned
    longer, shorter = (rest, rest_of_other) if len(one) > len(other) else (rest_of_other, rest)
    return longer[1:] == shorter
