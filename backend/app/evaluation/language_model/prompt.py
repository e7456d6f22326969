"""What is sent to a language model: rules first, data in marked blocks, then the step; pure."""

import hashlib
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.evaluation.language_model.dialect import Message
from app.evaluation.language_model.shown import ShownAnswer
from app.evaluation.language_model.verdict import SHOWS, LocatedSpan
from app.evaluation.port import DimensionName, QuestionToEvaluate
from app.evaluation.rubric import load_rubric

# Enough for the model to see its mistake; a book is not sent back to its author.
_MOST_OF_A_REPLY = 4_000


class Prompt(BaseModel):
    """``prompt.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: str
    data: str
    spans: str
    spans_shape: str
    judge: str
    judge_shape: str
    no_spans: str
    retry: str
    knowledge: dict[str, str]
    languages: dict[str, str]


@cache
def load_prompt() -> Prompt:
    """Read the prompt; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("prompt.toml").open("rb") as file:
        return Prompt.model_validate(tomllib.load(file))


def ask_for_spans(shown: ShownAnswer) -> list[Message]:
    """Step 1: passages of the answer, word for word."""
    prompt = load_prompt()
    shape = _fill(prompt.spans_shape, kinds=" | ".join(SHOWS))
    return _messages(shown, _fill(prompt.spans, shape=shape))


def ask_for_judgement(
    shown: ShownAnswer, spans: Sequence[LocatedSpan], names: Sequence[DimensionName]
) -> list[Message]:
    """Step 2: one judgement a dimension, on the passages that code has found."""
    prompt, anchors = load_prompt(), load_rubric().anchors
    listed = [f"{i}. “{span.evidence.quote}” ({span.shows})" for i, span in enumerate(spans, 1)]
    step = _fill(
        prompt.judge,
        spans="\n".join(listed) or prompt.no_spans,
        anchors="\n".join(
            f"- {n}: 1 = {anchors[n].low} 3 = {anchors[n].middle} 5 = {anchors[n].high}" for n in names
        ),
        language=_language(shown.answer.language),
        shape=_fill(prompt.judge_shape, name=names[0], names=", ".join(names)),
    )
    return _messages(shown, step)


def ask_again(messages: Sequence[Message], reply: str, error: str) -> list[Message]:
    """The same request with the reply that could not be used, and why."""
    said = [{"role": "assistant", "content": reply[:_MOST_OF_A_REPLY]}] if reply.strip() else []
    told = _fill(load_prompt().retry, error=error)
    if said:
        return [*messages, *said, {"role": "user", "content": told}]
    # Chat templates want the roles to take turns.
    *before, last = messages
    return [*before, {"role": "user", "content": f"{last['content']}\n\n{told}"}]


def _messages(shown: ShownAnswer, step: str) -> list[Message]:
    """The tags of the data blocks carry a mark that no answer can have guessed."""
    prompt, question = load_prompt(), shown.answer.question
    mark = hashlib.sha256(f"{question.text}\n{shown.answer.text}".encode(errors="replace")).hexdigest()[:12]
    data = _fill(
        prompt.data,
        mark=mark,
        question=question.text,
        knowledge=_knowledge(question, mark),
        answer=shown.for_prompt,
    )
    return [
        {"role": "system", "content": prompt.system.strip()},
        {"role": "user", "content": f"{data}\n\n{step}"},
    ]


def _fill(template: str, **values: str) -> str:
    """Put values in once: a brace inside an answer is text, not a slot."""
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], template).strip()


def _knowledge(question: QuestionToEvaluate, mark: str) -> str:
    listed = [*question.key_points, *([question.reference] if question.reference else [])]
    title = "key_points" if listed else "strong_answer_shows"
    lines = "\n".join(f"- {line}" for line in (listed or question.strong_answer_shows))
    named = load_prompt().knowledge[title]
    return f"<{title}_{mark}>\n{named}:\n{lines}\n</{title}_{mark}>\n" if lines else ""


def _language(tag: str) -> str:
    return load_prompt().languages.get(tag.split("-")[0].lower(), f"the language “{tag}”")
