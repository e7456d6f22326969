"""What is sent to a language model and what it must send back; pure."""

import hashlib
import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.evaluation.embedded.cleaning import without_instructions
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.port import AnswerToEvaluate, DimensionName, DimensionScore, Evidence, QuestionToEvaluate
from app.evaluation.rubric import dimensions_of, load_rubric

_MOST_QUOTES = 3
# The prompt asks for a sentence or two; a server that knows no max_tokens may send a book.
_MOST_CHARACTERS = 1_000
_LONGEST_VERDICT = 100_000
_LANGUAGES = {
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
    "it": "Italian",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _words(text: str) -> str:
    """What a page can show and every database can store: no control characters (PostgreSQL refuses NUL), no essay."""
    readable = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in text)
    return readable[:_MOST_CHARACTERS]


Words = Annotated[str, AfterValidator(_words)]


class JudgedDimension(_Strict):
    """One judgement, reason first."""

    name: DimensionName
    reason: Words
    quotes: list[str]
    score: float | None = Field(ge=0, le=5)


class Verdict(_Strict):
    """Everything a language model says about one answer."""

    dimensions: list[JudgedDimension]
    strength: Words
    biggest_fix: Words
    retry_prompt: Words
    coach_notes: list[Words]


class Prompt(_Strict):
    """``language_model_prompt.toml``."""

    system: str
    user: str


@cache
def load_prompt() -> Prompt:
    """Read the prompt; raises ValidationError when the file does not fit the schema."""
    with Path(__file__).with_name("language_model_prompt.toml").open("rb") as file:
        return Prompt.model_validate(tomllib.load(file))


def verdict_schema() -> dict[str, Any]:
    """JSON schema in the strict subset: every property required, nothing else allowed, no ranges."""
    dimension = {
        "type": "object",
        "properties": {
            "name": {"type": "string", "enum": list(load_rubric().anchors)},
            "reason": {"type": "string"},
            "quotes": {"type": "array", "items": {"type": "string"}},
            "score": {"type": ["number", "null"]},
        },
        "required": ["name", "reason", "quotes", "score"],
        "additionalProperties": False,
    }
    words = ("strength", "biggest_fix", "retry_prompt")
    return {
        "type": "object",
        "properties": {
            "dimensions": {"type": "array", "items": dimension},
            **{name: {"type": "string"} for name in words},
            "coach_notes": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["dimensions", *words, "coach_notes"],
        "additionalProperties": False,
    }


def messages(answer: AnswerToEvaluate) -> list[dict[str, str]]:
    """System and user message. The blocks' tags carry a mark that the answer cannot have guessed."""
    names = dimensions_of(answer.question)
    anchors = load_rubric().anchors
    described = "\n".join(
        f"- {n}: 1 = {anchors[n].low} 3 = {anchors[n].middle} 5 = {anchors[n].high}" for n in names
    )
    language = answer.language.split("-")[0].lower()
    prompt = load_prompt()
    system = _fill(
        prompt.system, anchors=described, language=_LANGUAGES.get(language, f"the language “{language}”")
    )
    mark = hashlib.sha256(f"{answer.question.text}\n{answer.text}".encode(errors="replace")).hexdigest()[:12]
    user = _fill(
        prompt.user,
        mark=mark,
        question=answer.question.text,
        knowledge=_knowledge(answer.question, mark),
        dimensions=", ".join(names),
        answer=without_instructions(answer.text, load_lexicon()),
    )
    return [{"role": "system", "content": system}, {"role": "user", "content": user}]


def _fill(template: str, **values: str) -> str:
    """Put values in once: a brace inside an answer is text, not a slot."""
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], template).strip()


def _knowledge(question: QuestionToEvaluate, mark: str) -> str:
    listed = [*question.key_points, *([question.reference] if question.reference else [])]
    title = "key_points" if listed else "strong_answer_shows"
    lines = "\n".join(f"- {line}" for line in (listed or question.strong_answer_shows))
    return f"<{title}_{mark}>\n{lines}\n</{title}_{mark}>\n" if lines else ""


def parse_verdict(content: str, question: QuestionToEvaluate) -> Verdict:
    """Read the model's JSON, also from inside a code fence. Raises ValueError when it is incomplete or endless."""
    if len(content) > _LONGEST_VERDICT:
        raise ValueError("too long")
    start, end = content.find("{"), content.rfind("}")
    if start < 0 or end < start:
        raise ValueError("no JSON object")
    verdict = Verdict.model_validate_json(content[start : end + 1])
    judged = {d.name for d in verdict.dimensions}
    if missing := set(dimensions_of(question)) - judged:
        raise ValueError(f"not judged: {', '.join(sorted(missing))}")
    return verdict


def verified(answer: AnswerToEvaluate, verdict: Verdict) -> tuple[list[DimensionScore], bool]:
    """Dimension scores with the quotes that are really in the answer, and whether any was made up."""
    judged = {d.name: d for d in verdict.dimensions}
    scores, made_up = [], False
    for name in dimensions_of(answer.question):
        dimension = judged[name]
        found = [_locate(answer, quote) for quote in dimension.quotes[:_MOST_QUOTES]]
        made_up = made_up or None in found
        scores.append(
            DimensionScore(
                name=name,
                # "Insufficient" is no evidence, which the rubric calls 0.
                score=round(dimension.score or 0.0, 1),
                evidence=[e for e in found if e is not None],
                comment=dimension.reason,
            )
        )
    return scores, made_up


def _locate(answer: AnswerToEvaluate, quote: str) -> Evidence | None:
    """Where the quote stands; white space, case and outer quotation marks may differ, words may not."""
    words = quote.strip(' \t\n"“”…').split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), answer.text, re.IGNORECASE)
    if match is None:
        return None
    return Evidence(quote=match.group(), start=match.start(), end=match.end(), answer_id=answer.answer_id)
