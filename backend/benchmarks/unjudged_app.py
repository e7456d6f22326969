"""Our API with an evaluator that answers at once: what storing an answer costs apart from judging it.

Everything else is as it is served: parts, answer, events, the place for the judgement, the next question.
"""

from app.config import Settings
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    DimensionScore,
    Evaluation,
    EvaluatorName,
    MissingFact,
    QuestionToEvaluate,
)
from app.main import Adapters, create_app


class AnswersAtOnce:
    name: EvaluatorName = "embedded"

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        return Evaluation(
            status="scored",
            score=60,
            dimensions=[DimensionScore(name="relevance", score=3, comment="The same for every answer.")],
        )

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        return Completeness()

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        return []

    async def aclose(self) -> None:
        return None


app = create_app(Settings(), Adapters(embedded=AnswersAtOnce()))
