"""LanguageModelEvaluator: any server that speaks the OpenAI chat API."""

from dataclasses import dataclass

from pydantic import SecretStr

from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    EvaluatorName,
    EvaluatorUnavailable,
    QuestionToEvaluate,
)


@dataclass(frozen=True)
class LanguageModelSettings:
    """Where the model is. ``base_url`` None: OpenAI itself. ``api_key`` None: a local server without keys."""

    model: str
    api_key: SecretStr | None = None
    base_url: str | None = None
    timeout_s: float = 30.0


class LanguageModelEvaluator:
    """Judges by a language model; code checks the quotes, applies the gates and adds up."""

    name: EvaluatorName = "language_model"

    def __init__(self, settings: LanguageModelSettings) -> None:
        self._settings = settings

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        raise EvaluatorUnavailable("the language-model evaluator is not assembled yet")

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        return Completeness()

    async def aclose(self) -> None:
        return None
