"""Answers in the languages that have a lexicon and no graded data: counted signs, stated arithmetic, no model.

Words of a language are data: ``lexicons/`` is what is listened for, ``words/`` what the coach says. What cannot be
judged so (correctness, and relevance where the words leave it open) is left without a score and said to be.
"""

from app.evaluation.embedded.languages.evaluator import OtherLanguages
from app.evaluation.embedded.languages.lexicon import LANGUAGES

__all__ = ["LANGUAGES", "OtherLanguages"]
