"""The evaluators as the product builds them, for whatever measures them."""

from collections.abc import Sequence

from app.config import Settings
from app.evaluation.embedded import EmbeddedEvaluator
from app.evaluation.language_model import LanguageModelEvaluator, LanguageModelSettings


def embedded_evaluator(contrast_questions: Sequence[str] | None = None) -> EmbeddedEvaluator:
    """Contrasts with the questions given, or with the bank's, as the API does."""
    if contrast_questions is None:
        from app.questions.bank_data import default_bank

        contrast_questions = [question.text for question in default_bank().questions]
    return EmbeddedEvaluator(contrast_questions=contrast_questions)


def language_model_evaluator() -> LanguageModelEvaluator:
    """The model that the settings name. Raises SystemExit when they name none."""
    settings = Settings()
    if not (settings.openai_api_key or settings.openai_base_url):
        raise SystemExit("no language model is set up: set OPENAI_API_KEY or OPENAI_BASE_URL")
    return LanguageModelEvaluator(
        LanguageModelSettings(
            model=settings.openai_evaluation_model,
            api_key=settings.openai_api_key,
            base_url=settings.openai_base_url,
        )
    )
