"""The language model first; the embedded evaluator when it is away, and the evaluation says so."""

from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    Evaluator,
    EvaluatorName,
    EvaluatorUnavailable,
    QuestionToEvaluate,
)

UNAVAILABLE_FLAG = "language_model_unavailable"


class FallbackEvaluator:
    """Both evaluators behind the port.

    ``embedded`` and ``language_model`` are public: the interview service takes the embedded judgement at
    once (it decides the next question) and asks for the other one later, through ``evaluate``.
    """

    name: EvaluatorName = "language_model"

    def __init__(self, language_model: Evaluator, embedded: Evaluator) -> None:
        self.language_model = language_model
        self.embedded = embedded

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        """Judge by the language model, else by the embedded evaluator with ``UNAVAILABLE_FLAG`` set."""
        try:
            return await self.language_model.evaluate(answer)
        except EvaluatorUnavailable:
            evaluation = await self.embedded.evaluate(answer)
            return evaluation.model_copy(update={"flags": [*evaluation.flags, UNAVAILABLE_FLAG]})

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        """Always the embedded facts: turn-taking cannot wait for a model server."""
        return await self.embedded.completeness(question, text)

    async def aclose(self) -> None:
        await self.language_model.aclose()
        await self.embedded.aclose()
