"""A language model by rule: quotes the answer in pieces and gives fours, or misbehaves as it is told."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.evaluation.language_model.trials import load_trials
from graded import Level, load_answers

FIX = "Say how big the difference was."
RETRY = "Tell it again, with one number at the end."
_PIECE_WORDS = 8
# What a fair judge gives each dimension at this level; at the upper end, which is the harder case for bounds.
FAIR: dict[Level, float] = {"strong": 5, "plain_strong": 5, "adequate": 3.5, "weak": 2, "polished_empty": 1.5}


@dataclass(frozen=True)
class Asked:
    """What the prompt says: the step, the answer as it was shown, and the dimensions to judge."""

    step: int
    question: str
    answer: str
    names: tuple[str, ...]
    is_again: bool

    @classmethod
    def of(cls, request: dict[str, Any]) -> "Asked":
        told = [m["content"] for m in request["messages"]]
        prompt = next(text for text in told if "<answer_" in text)
        block = re.search(r"<answer_(\w+)>\n(.*)\n</answer_\1>", prompt, re.DOTALL)
        asked = re.search(r"<question_(\w+)>\n(.*)\n</question_\1>", prompt, re.DOTALL)
        anchors = re.findall(r"^- (\w+): 1 = ", prompt, re.MULTILINE)
        return cls(
            step=2 if anchors else 1,
            question=asked.group(2) if asked else "",
            answer=block.group(2) if block else "",
            names=tuple(anchors),
            is_again="could not be used" in told[-1],
        )


def content_for(asked: Asked, behaviour: str) -> str:
    """The JSON (or not) that the model writes."""
    if behaviour == "fair" and asked.step == 2:
        return json.dumps(_fair(asked))
    return json.dumps(_spans(asked, behaviour) if asked.step == 1 else _judgements(asked, behaviour))


@cache
def _known() -> tuple[tuple[frozenset[str], str, float], ...]:
    """Words, question and fair score of each answer that somebody has graded, and of the trials."""
    graded = [(a.answer, a.question, FAIR[a.level]) for a in load_answers()]
    tried = [(t.answer, t.question, min(FAIR["strong"], t.at_most - 1)) for t in load_trials().trials]
    return tuple((_words(text), question, score) for text, question, score in [*graded, *tried])


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def _fair(asked: Asked) -> dict[str, Any]:
    """As the level says, relevance 0.5 where the answer is to another question; four for what nobody has graded.

    The answer comes without fillers and orders, so that it is known by most of its words.
    """
    said = _words(asked.answer)
    words, question, score = max(_known(), key=lambda known: len(said & known[0]) / len(said | known[0]))
    is_known = len(said & words) >= 0.7 * len(words)
    judged = _judgements(asked, "good")
    for name in judged if is_known else ():
        is_off = name == "relevance" and _words(question) != _words(asked.question)
        judged[name] = {**judged[name], "score": 0.5 if is_off else round(2 * score) / 2}
    return judged


def _spans(asked: Asked, behaviour: str) -> dict[str, Any]:
    words = asked.answer.split()
    many, long = (12, 20) if behaviour in ("fair", "obeys") else (4, _PIECE_WORDS)
    quotes = [" ".join(words[i : i + long]) for i in range(0, len(words), long)][:many]
    made_up = "I saved the company four million euros"
    if behaviour == "lies" or (behaviour == "lies once" and not asked.is_again):
        quotes = [made_up]
    if behaviour == "half lies":
        quotes = [made_up, *quotes]
    if behaviour == "quotes nothing":
        quotes = []
    if behaviour in ("sees instructions", "sees nothing else"):
        told = quotes if behaviour == "sees nothing else" else re.findall(r"Ignora[^.]*", asked.answer)
        instructions = [{"quote": quote, "shows": "instruction"} for quote in told]
        return {"spans": [*instructions, *({"quote": quote, "shows": "own_action"} for quote in quotes)]}
    if behaviour == "unknown kind":
        return {"spans": [{"quote": quotes[0], "shows": "charisma"}]}
    return {"spans": [{"quote": quote, "shows": "own_action"} for quote in quotes]}


def _judgements(asked: Asked, behaviour: str) -> dict[str, Any]:
    more = {"raves": "\x00 And so on." * 200, "writes a book": " And so on." * 6_000}.get(behaviour, "")
    scores: dict[str, Any] = {"obeys": 5, "out of range": 11, "insufficient": None}
    one = {
        "reason": f"You tell what you did.{more}",
        "spans": {"cites what is not there": [0, 77, -1]}.get(behaviour, [1, 2]),
        "score": scores.get(behaviour, 4),
        "fix": f"{FIX}{more}",
        "retry": f"{RETRY}{more}",
    }
    names = asked.names
    if behaviour == "wrong names":
        names = ("charisma", "confidence")
    return dict.fromkeys(names, one)
