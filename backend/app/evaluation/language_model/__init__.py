"""The evaluator that asks any server with the OpenAI chat API."""

from app.evaluation.language_model.evaluator import MADE_UP_QUOTE_FLAG, LanguageModelEvaluator
from app.evaluation.language_model.settings import LanguageModelSettings, Price

__all__ = ["MADE_UP_QUOTE_FLAG", "LanguageModelEvaluator", "LanguageModelSettings", "Price"]
