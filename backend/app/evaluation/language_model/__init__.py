"""The evaluator that asks any server with the OpenAI chat API."""

from app.evaluation.language_model.evaluator import MADE_UP_QUOTE_FLAG, LanguageModelEvaluator
from app.evaluation.language_model.settings import LanguageModelSettings, Price
from app.evaluation.language_model.trials import NotBelieved, TriedEvaluator

__all__ = [
    "MADE_UP_QUOTE_FLAG",
    "LanguageModelEvaluator",
    "LanguageModelSettings",
    "NotBelieved",
    "Price",
    "TriedEvaluator",
]
