"""When is an answer over? One pure function over facts: no sound, no clock, no network.

In an interview silence mostly means "I am thinking". So the silence that ends an answer grows where the
answer is short, hangs on an "and…", or lacks what the question asked for, and shrinks where the candidate
said that this was it. The audio model hears the ends of sentences, not of answers (it says .74–.84 after
every sentence), so it is one fact among several.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from app.evaluation.port import Completeness
from app.interview.terms import Patience

Decision = Literal["wait", "nudge", "finish"]

# Silence that ends an answer which is neither short, nor hanging, nor lacking anything. Stock voice agents
# take 0.5–2.5 s and cut in on 75–100 of 100 thinking pauses of 1–2 s.
BASE_SILENCE_MS: dict[Patience, int] = {"quick": 1_500, "normal": 2_300, "patient": 4_000, "unlimited": 0}
SHORTEST_MS: dict[Patience, int] = {"quick": 700, "normal": 1_100, "patient": 1_800, "unlimited": 0}
LONGEST_MS: dict[Patience, int] = {"quick": 4_000, "normal": 6_500, "patient": 10_000, "unlimited": 0}
# Silence after which somebody who has said next to nothing is encouraged once.
NUDGE_AFTER_MS: dict[Patience, int] = {"quick": 8_000, "normal": 12_000, "patient": 20_000, "unlimited": 0}

# Under so many words nothing counts as an answer unless the candidate says so: "Yes." is the start of one.
FEWEST_WORDS = 4
SHORT_ANSWER_WORDS = 25
MEDIUM_ANSWER_WORDS = 60
# Somebody who asked for a moment has this long before anything is said.
ASKED_FOR_MOMENT_MS = 20_000

HANGING_MS = 2_500
SHORT_MS = 1_600
MEDIUM_MS = 600
NOTHING_TOLD_MS = 900
PART_UNMET_MS = 600
ALL_TOLD_MS = -500
MID_SENTENCE_MS = 900
CLOSED_FACTOR = 0.5
# Own pauses of the candidate lengthen the wait: who has paused for 2 s and gone on will do it again.
OWN_PAUSE_FACTOR = 1.3

# A text that ends on one of these wants another word.
_HANGING = """
and but or so because if when while that which who where then also like basically actually um uh er erm hmm
the a an to of in on for with from by as at my our their his her its this these those
is was were are be i we they he she it
"""
_HANGING_WORDS = frozenset(_HANGING.split())
_HANGING_PHRASES = (
    "let me think",
    "let me see",
    "how do i put",
    "what else",
    "you know",
    "i mean",
    "i think",
)
_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True)
class Facts:
    """What is known at one moment. Times in milliseconds."""

    silence_ms: int  # since the candidate's voice, or our own nudge, was last heard
    words: int  # of the answer so far, however they came
    last_words: str = ""  # the end of the answer so far
    end_of_turn: float | None = None  # the audio model's probability, 0–1
    completeness: Completeness = field(default_factory=Completeness)
    patience: Patience = "normal"
    longest_pause_ms: int = 0  # the longest pause inside this answer so far
    was_nudged: bool = False  # and nothing has been said since
    asked_for_moment: bool = False  # likewise
    is_away: bool = False  # not here to be heard: push-to-talk records, or the page was left


def decide(facts: Facts) -> Decision:
    """Wait, encourage, or take the answer as finished."""
    if facts.is_away or facts.patience == "unlimited":
        return "wait"
    if facts.asked_for_moment and facts.silence_ms < ASKED_FOR_MOMENT_MS:
        return "wait"
    if facts.words < FEWEST_WORDS:
        is_long = facts.silence_ms >= NUDGE_AFTER_MS[facts.patience]
        return "nudge" if is_long and not facts.was_nudged else "wait"
    if facts.silence_ms < silence_needed_ms(facts):
        return "wait"
    if _is_unfinished(facts) and not facts.was_nudged:
        return "nudge"
    return "finish"


def silence_needed_ms(facts: Facts) -> int:
    """The silence after which this answer is over (or, if it seems unfinished, is asked after)."""
    needed: float = BASE_SILENCE_MS[facts.patience]
    needed += SHORT_MS if facts.words < SHORT_ANSWER_WORDS else 0
    needed += MEDIUM_MS if SHORT_ANSWER_WORDS <= facts.words < MEDIUM_ANSWER_WORDS else 0
    needed += HANGING_MS if is_hanging(facts.last_words) else 0
    needed += _completeness_ms(facts.completeness)
    if facts.end_of_turn is not None and facts.end_of_turn < 0.3:
        needed += MID_SENTENCE_MS
    if facts.completeness.closing_phrase:
        needed *= CLOSED_FACTOR
    else:
        needed = max(needed, OWN_PAUSE_FACTOR * facts.longest_pause_ms)
    return int(min(max(needed, SHORTEST_MS[facts.patience]), LONGEST_MS[facts.patience]))


def is_hanging(last_words: str) -> bool:
    """Whether the text ends on a word that wants another one ("and", "because", "um", "let me think")."""
    words = _WORD.findall(last_words.lower().replace("’", "'"))
    if not words:
        return False
    is_cut = last_words.rstrip().endswith(("…", "...", ",", "-"))
    return is_cut or words[-1] in _HANGING_WORDS or " ".join(words[-4:]).endswith(_HANGING_PHRASES)


def _completeness_ms(told: Completeness) -> int:
    if told.closing_phrase:
        return 0
    if told.action and told.result and all(told.parts):
        return ALL_TOLD_MS
    nothing_told = not (told.situation or told.action or told.result)
    some_part_unmet = bool(told.parts) and not all(told.parts)
    return (NOTHING_TOLD_MS if nothing_told else 0) + (PART_UNMET_MS if some_part_unmet else 0)


def _is_unfinished(facts: Facts) -> bool:
    if facts.completeness.closing_phrase:
        return False
    return is_hanging(facts.last_words) or facts.words < SHORT_ANSWER_WORDS // 2
