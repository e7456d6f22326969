"""LanguageModelEvaluator: any server that speaks the OpenAI chat API.

The model judges; code locates its quotes, applies the gates and adds up.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

import openai
from pydantic import SecretStr, ValidationError

from app.evaluation.embedded import cleaning
from app.evaluation.embedded.assembling import not_answered, scored
from app.evaluation.embedded.cleaning import CleanAnswer, clean
from app.evaluation.embedded.coaching import Coaching
from app.evaluation.embedded.completeness import completeness
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.language_model_wire import Verdict, messages, parse_verdict, verdict_schema, verified
from app.evaluation.missing import missing_facts
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    EvaluatorName,
    EvaluatorUnavailable,
    MissingFact,
    QuestionToEvaluate,
)
from app.evaluation.rubric import apply_gates, is_answered

MADE_UP_QUOTE_FLAG = "quote_not_found"

# Reasons, quotes and words for six dimensions fit in this; a model that runs on is cut off.
_MOST_TOKENS = 2_000
_ATTEMPTS = 2
_MOST_NOTES = 2

_Format = Literal["json_schema", "json_object", "text"]
_WEAKER: dict[_Format, _Format] = {"json_schema": "json_object", "json_object": "text"}


@dataclass(frozen=True)
class LanguageModelSettings:
    """Where the model is. ``base_url`` None: OpenAI itself. ``api_key`` None: a local server without keys.

    ``timeout_s`` bounds one evaluation, its second attempt included.
    """

    model: str
    api_key: SecretStr | None = None
    base_url: str | None = None
    timeout_s: float = 30.0


class LanguageModelEvaluator:
    """Judges by a language model; never lets it count, cite unchecked, or go round a gate."""

    name: EvaluatorName = "language_model"

    def __init__(self, settings: LanguageModelSettings) -> None:
        self._settings = settings
        self._lexicon = load_lexicon()
        # Servers that know no JSON schema answer 400; we then ask for less, and remember it.
        self._format: _Format = "json_schema"
        self._client = openai.AsyncOpenAI(
            api_key=settings.api_key.get_secret_value() if settings.api_key else "none",
            base_url=settings.base_url,
            timeout=settings.timeout_s,
            max_retries=0,
        )

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        """Judge one answer. Raises EvaluatorUnavailable: no server, too slow, no valid verdict."""
        cleaned = clean(answer.text, answer.question.text, self._lexicon)
        declined = cleaned.has(cleaning.REFUSAL_FLAG) or cleaned.has(cleaning.PLACEHOLDER_FLAG)
        if not is_answered(answer.question, len(cleaned.words), declined):
            return not_answered(answer, cleaned, self.name)
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                verdict = await self._verdict(answer)
        except TimeoutError as error:
            raise EvaluatorUnavailable("the language model took too long") from error
        except openai.OpenAIError as error:
            # Only the kind of error: its message may repeat what the candidate said.
            raise EvaluatorUnavailable(
                f"the language model could not be asked: {type(error).__name__}"
            ) from None
        return _evaluation(answer, verdict, cleaned)

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        """The same pure facts as the embedded evaluator: turn-taking cannot wait for a model server."""
        return completeness(question, text, self._lexicon)

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        """The same pure facts as the embedded evaluator's."""
        return missing_facts(AnswerToEvaluate(answer_id="", text=text, question=question))

    async def aclose(self) -> None:
        await self._client.close()

    async def _verdict(self, answer: AnswerToEvaluate) -> Verdict:
        for _ in range(_ATTEMPTS):
            content = await self._ask(answer)
            try:
                return parse_verdict(content, answer.question)
            except (ValidationError, ValueError):
                continue
        raise EvaluatorUnavailable("the language model gave no valid verdict")

    async def _ask(self, answer: AnswerToEvaluate) -> str:
        while True:
            try:
                return await self._complete(answer)
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                if self._format not in _WEAKER:
                    raise
                self._format = _WEAKER[self._format]

    async def _complete(self, answer: AnswerToEvaluate) -> str:
        request: dict[str, Any] = {
            "model": self._settings.model,
            "messages": messages(answer),
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
        }
        if self._format == "json_schema":
            schema = {"name": "verdict", "strict": True, "schema": verdict_schema()}
            request["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self._format == "json_object":
            request["response_format"] = {"type": "json_object"}
        completion = await self._client.chat.completions.create(**request)
        choices = completion.choices or []
        # A refusal has no content; it is an invalid verdict like any other.
        return (choices[0].message.content or "") if choices else ""


def _evaluation(answer: AnswerToEvaluate, verdict: Verdict, cleaned: CleanAnswer) -> Evaluation:
    judged, made_up = verified(answer, verdict)
    dimensions = apply_gates(answer, judged, len(cleaned.words))
    flags = [f for f in cleaned.flags if f != cleaning.LANGUAGE_FLAG]
    if cleaned.language not in ("und", answer.language.split("-")[0].lower()):
        flags.append(cleaning.LANGUAGE_FLAG)
    words = Coaching(
        strength=verdict.strength,
        biggest_fix=verdict.biggest_fix,
        retry_prompt=verdict.retry_prompt,
        coach_notes=verdict.coach_notes[:_MOST_NOTES],
    )
    flags = [*flags, MADE_UP_QUOTE_FLAG] if made_up else flags
    return scored(answer, dimensions, words, flags, "language_model")
