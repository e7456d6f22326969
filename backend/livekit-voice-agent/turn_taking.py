"""When is an answer over? One pure function over facts: no sound, no clock, no network.

In an interview silence mostly means "I am thinking". What has been said gives odds that the answer is over
(``evidence``), and every ``own_pause_ms`` of silence multiplies them by e: people's thinking pauses thin out about
exponentially with their length, the silence after an answer does not. The answer is over when the odds are ``SURE``:
the surer the words, the sooner, and the longer somebody's own pauses, the later. Patience stretches it.
"""

import math
import re
from dataclasses import dataclass, field
from typing import Literal

from app.evaluation.port import Completeness
from app.interview.terms import Patience
from own_pauses import USUAL_MS

Decision = Literal["wait", "nudge", "finish"]

# Log odds at which an answer is taken as over: twelve to one.
SURE = 2.5
# How many times as long is waited as at normal patience.
STRETCH: dict[Patience, float] = {"quick": 0.7, "normal": 1.0, "patient": 1.7, "unlimited": 1.0}
# Nobody is cut off before, nobody is kept waiting longer. Stock voice agents take 0.5–2.5 s and cut in on 75–100 of
# 100 thinking pauses of 1–2 s.
SHORTEST_MS: dict[Patience, int] = {"quick": 700, "normal": 1_100, "patient": 1_800, "unlimited": 0}
LONGEST_MS: dict[Patience, int] = {"quick": 4_000, "normal": 6_500, "patient": 10_000, "unlimited": 0}
# The candidate's own pauses count within these. Who mostly pauses briefly stops to think all the same: were 450 ms
# taken, 16 of 100 pauses of 2 s would be cut into (`make bench-turns`), with what is usual 3.
OWN_PAUSE_MS = (USUAL_MS, 700)
# Silence after which somebody who has said next to nothing is encouraged once.
NUDGE_AFTER_MS: dict[Patience, int] = {"quick": 8_000, "normal": 12_000, "patient": 20_000, "unlimited": 0}

# Under so many words nothing counts as an answer unless the candidate says so: "Yes." is the start of one.
FEWEST_WORDS = 4
# Under so many, somebody who falls silent is asked whether that was all.
SHORT_ANSWER_WORDS = 25
MEDIUM_ANSWER_WORDS = 60
# Somebody who asked for a moment has this long before anything is said.
ASKED_FOR_MOMENT_MS = 20_000

# Evidence, in log odds. Where the words' own odds are not known (another language), length and what was told stand in.
UNKNOWN = -1.4
SHORT = -2.0
MEDIUM = -0.8
NOTHING_TOLD = -1.0
PART_UNMET = -0.5
ALL_TOLD = 0.8
HANGING = -4.0
MID_SENTENCE = -1.0
CLOSED = 5.0
MID_SENTENCE_UNDER = 0.3  # the audio model says .74–.84 after a full stop, and hears ends of sentences only

# A text that ends on one of these wants another word.
_HANGING = """
and but or so because if when while which who where then also like basically actually um uh er erm hmm
the a an to of in on for with from by as at my our their his its
is was were are be i we they he she
"""
# On one of these only where no full stop was heard: "we kept doing it."
_HANGING_OPENLY = "that this these those her it"
_HANGING_WORDS = frozenset(_HANGING.split())
_HANGING_OPENLY_WORDS = frozenset(_HANGING_OPENLY.split())
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
    own_pause_ms: int = USUAL_MS  # how long the candidate's thinking pauses are, beyond a breath
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
    own_pause_ms = min(max(facts.own_pause_ms, OWN_PAUSE_MS[0]), OWN_PAUSE_MS[1])
    needed = STRETCH[facts.patience] * own_pause_ms * (SURE - evidence(facts))
    return int(min(max(needed, SHORTEST_MS[facts.patience]), LONGEST_MS[facts.patience]))


def evidence(facts: Facts) -> float:
    """Log odds that the answer is over, before any silence: what was said, and how the voice ended."""
    told = facts.completeness
    odds = _odds(told.over) if told.over is not None else _odds_without_words(facts)
    if told.closing_phrase:
        return odds + CLOSED
    if is_hanging(facts.last_words):
        odds += HANGING
    if facts.end_of_turn is not None and facts.end_of_turn < MID_SENTENCE_UNDER:
        odds += MID_SENTENCE
    return odds


def is_hanging(last_words: str) -> bool:
    """Whether the text ends on a word that wants another one ("and", "because", "um", "let me think")."""
    words = _WORD.findall(last_words.lower().replace("’", "'"))
    if not words:
        return False
    end = last_words.rstrip()
    if end.endswith(("…", "...", ",", "-")) or words[-1] in _HANGING_WORDS:
        return True
    is_open = not end.endswith((".", "!", "?")) and words[-1] in _HANGING_OPENLY_WORDS
    return is_open or " ".join(words[-4:]).endswith(_HANGING_PHRASES)


def _odds(probability: float) -> float:
    within = min(max(probability, 0.001), 0.999)
    return math.log(within / (1 - within))


def _odds_without_words(facts: Facts) -> float:
    told = facts.completeness
    odds = UNKNOWN
    if facts.words < MEDIUM_ANSWER_WORDS:
        odds += SHORT if facts.words < SHORT_ANSWER_WORDS else MEDIUM
    if told.action and told.result and all(told.parts):
        return odds + ALL_TOLD
    nothing_told = not (told.situation or told.action or told.result)
    some_part_unmet = bool(told.parts) and not all(told.parts)
    return odds + (NOTHING_TOLD if nothing_told else 0) + (PART_UNMET if some_part_unmet else 0)


def _is_unfinished(facts: Facts) -> bool:
    if facts.completeness.closing_phrase:
        return False
    return is_hanging(facts.last_words) or facts.words < SHORT_ANSWER_WORDS // 2
