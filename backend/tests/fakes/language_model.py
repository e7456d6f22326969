"""A language model by rule: quotes the answer in pieces and gives fours, or misbehaves as it is told."""

import json
import re
from dataclasses import dataclass
from typing import Any

FIX = "Say how big the difference was."
RETRY = "Tell it again, with one number at the end."
_PIECE_WORDS = 8


@dataclass(frozen=True)
class Asked:
    """What the prompt says: the step, the answer as it was shown, and the dimensions to judge."""

    step: int
    answer: str
    names: tuple[str, ...]
    is_again: bool

    @classmethod
    def of(cls, request: dict[str, Any]) -> "Asked":
        told = [m["content"] for m in request["messages"]]
        prompt = next(text for text in told if "<answer_" in text)
        block = re.search(r"<answer_(\w+)>\n(.*)\n</answer_\1>", prompt, re.DOTALL)
        anchors = re.findall(r"^- (\w+): 1 = ", prompt, re.MULTILINE)
        return cls(
            step=2 if anchors else 1,
            answer=block.group(2) if block else "",
            names=tuple(anchors),
            is_again="could not be used" in told[-1],
        )


def content_for(asked: Asked, behaviour: str) -> str:
    """The JSON (or not) that the model writes."""
    return json.dumps(_spans(asked, behaviour) if asked.step == 1 else _judgements(asked, behaviour))


def _spans(asked: Asked, behaviour: str) -> dict[str, Any]:
    words = asked.answer.split()
    quotes = [" ".join(words[i : i + _PIECE_WORDS]) for i in range(0, len(words), _PIECE_WORDS)][:4]
    made_up = "I saved the company four million euros"
    if behaviour == "lies" or (behaviour == "lies once" and not asked.is_again):
        quotes = [made_up]
    if behaviour == "half lies":
        quotes = [made_up, *quotes[:1]]
    if behaviour == "quotes nothing":
        quotes = []
    if behaviour in ("sees instructions", "sees nothing else"):
        told = quotes if behaviour == "sees nothing else" else re.findall(r"Ignora[^.]*", asked.answer)
        instructions = [{"quote": quote, "shows": "instruction"} for quote in told]
        return {"spans": [*instructions, {"quote": quotes[0], "shows": "own_action"}]}
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
