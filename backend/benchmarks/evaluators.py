"""The evaluators as the product builds them, for whatever measures them."""

from collections.abc import Sequence

from app.config import Settings
from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.embedded.sentence_model import SentenceModel
from app.evaluation.language_model import LanguageModelEvaluator, LanguageModelSettings, Price, TriedEvaluator
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    Evaluator,
    EvaluatorName,
    EvaluatorUnavailable,
    MissingFact,
    QuestionToEvaluate,
)
from app.platform.metrics import Metrics


def embedded_evaluator(
    contrast_questions: Sequence[str] | None = None, model: SentenceModel | None = None
) -> EmbeddedEvaluator:
    """Contrasts with the questions given, or with the bank's, as the API does; ``model`` may remember more."""
    if contrast_questions is None:
        from app.questions.bank_data import default_bank

        contrast_questions = [question.text for question in default_bank().questions]
    return EmbeddedEvaluator(contrast_questions=contrast_questions, model=model)


def language_model_evaluator(metrics: Metrics | None = None) -> LanguageModelEvaluator:
    """The model that the settings name. Raises SystemExit when they name none."""
    settings = Settings()
    if not (settings.openai_api_key or settings.openai_base_url):
        raise SystemExit("no language model is set up: set OPENAI_API_KEY or OPENAI_BASE_URL")
    return LanguageModelEvaluator(
        LanguageModelSettings(
            model=settings.openai_evaluation_model,
            api_key=settings.openai_api_key,
            base_url=settings.openai_base_url,
            timeout_s=settings.openai_evaluation_timeout_s,
            price=Price(*settings.openai_evaluation_price) if settings.openai_evaluation_price else None,
        ),
        metrics,
    )


class FallingBack:
    """The language model as candidates get it: where it fails the embedded evaluator judges, and that is counted."""

    name: EvaluatorName = "language_model"

    def __init__(self, model: Evaluator, embedded: Evaluator, metrics: Metrics) -> None:
        self._model = model
        self._embedded = embedded
        self._metrics = metrics
        self._asked = self._failed = 0

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        self._asked += 1
        try:
            return await self._model.evaluate(answer)
        except EvaluatorUnavailable:
            self._failed += 1
            return await self._embedded.evaluate(answer)

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        return await self._embedded.completeness(question, text)

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        return await self._embedded.missing_facts(question, text)

    async def aclose(self) -> None:
        await self._model.aclose()
        await self._embedded.aclose()

    def told(self) -> str:
        """How often the model failed, and what was spent, in one line."""
        spent = {kind: self._value("tokens_total", kind=kind) for kind in ("prompt", "cached", "completion")}
        tokens = ", ".join(f"{count:,.0f} {kind}" for kind, count in spent.items())
        set_by_host, about = (self._value("cost_usd_total", basis=basis) for basis in ("set", "about"))
        cost = f"{set_by_host:.2f} US dollars" if set_by_host else "cost unknown"
        cost = f"about {about:.2f} US dollars, by an unverified list" if about else cost
        return (
            f"The model failed in {self._failed} of {self._asked} answers, which the embedded evaluator judged. "
            f"Tokens: {tokens}; {cost}."
        )

    def _value(self, name: str, **labels: str) -> float:
        labels["purpose"] = "evaluation"
        found = self._metrics.registry.get_sample_value(f"hirecoach_language_model_{name}", labels)
        return found or 0.0


def falling_back_evaluator() -> FallingBack:
    """What ``EVALUATOR=language_model`` gives. Raises SystemExit when the settings name no model."""
    metrics = Metrics()
    model = TriedEvaluator(language_model_evaluator(metrics), metrics)
    return FallingBack(model, embedded_evaluator(), metrics)
