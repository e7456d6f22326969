"""What an answer has not told yet: the one pure function that follow-up questions are made from."""

from app.evaluation.embedded.missing import missing_facts

__all__ = ["missing_facts"]
