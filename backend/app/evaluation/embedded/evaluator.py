"""EmbeddedEvaluator: features → dimensions → gates → words."""

from collections.abc import Sequence

from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    EvaluatorName,
    EvaluatorUnavailable,
    QuestionToEvaluate,
)


class EmbeddedEvaluator:
    """Judges an answer by explainable features; ``contrast_questions`` are what else could have been asked."""

    name: EvaluatorName = "embedded"

    def __init__(self, contrast_questions: Sequence[str] = ()) -> None:
        self._contrast_questions = tuple(contrast_questions)

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        raise EvaluatorUnavailable("the embedded evaluator is not assembled yet")

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        return Completeness()

    async def aclose(self) -> None:
        return None
