"""What is sent to a language model that fits questions to a job: rules, data in marked blocks, the step; pure."""

import hashlib
import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from app.evaluation.embedded.instructions import without_instructions
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.language_model.dialect import Message, ReplyShape
from app.questions.adapting.personal import without_contact_details
from app.questions.port import PlannedQuestion, PlanRequest

# Of a longer text the beginning says most; in characters (ours).
_MOST_OF_A_TEXT = 8_000


class Prompt(BaseModel):
    """``prompt.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    system: str
    data: str
    none: str
    step: str
    shape: str
    languages: dict[str, str]


@cache
def load_prompt() -> Prompt:
    """Read the prompt; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("prompt.toml").open("rb") as file:
        return Prompt.model_validate(tomllib.load(file))


def questions_shape() -> ReplyShape:
    """A list of numbers and texts; what is missing keeps the bank's words."""
    one = _object({"number": {"type": "integer"}, "text": {"type": "string"}})
    return ReplyShape("questions", _object({"questions": {"type": "array", "items": one}}))


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def ask_for_rewording(
    request: PlanRequest, numbered: Sequence[tuple[int, PlannedQuestion]], language: str
) -> list[Message]:
    """One request for all the questions; the tags carry a mark that no text can have guessed."""
    prompt = load_prompt()
    texts = (request.job_title, request.job_description or "", request.cv_text or "")
    mark = hashlib.sha256("\n".join(texts).encode(errors="replace")).hexdigest()[:12]
    data = _fill(
        prompt.data,
        mark=mark,
        job=_material(f"{request.job_title} ({request.seniority})") or prompt.none,
        job_description=_material(request.job_description) or prompt.none,
        cv=_material(request.cv_text) or prompt.none,
    )
    step = _fill(
        prompt.step,
        questions="\n".join(f"{number}. {question.text}" for number, question in numbered),
        language=prompt.languages[language],
        shape=prompt.shape.strip(),
    )
    return [
        {"role": "system", "content": prompt.system.strip()},
        {"role": "user", "content": f"{data}\n\n{step}"},
    ]


def _material(text: str | None) -> str:
    """Without contact details, which cannot be repeated then, and without what is addressed to a machine."""
    shortened = (text or "")[:_MOST_OF_A_TEXT]
    kept = without_contact_details(without_instructions(shortened, load_lexicon()))
    return kept.encode(errors="replace").decode().strip()


def _fill(template: str, **values: str) -> str:
    """Put values in once: a brace inside a CV is text, not a slot."""
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], template).strip()
