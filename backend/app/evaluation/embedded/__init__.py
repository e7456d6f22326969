"""The evaluator that needs no model server: CPU only, same input → same output."""

from app.evaluation.embedded.evaluator import EmbeddedEvaluator

__all__ = ["EmbeddedEvaluator"]
