"""From judged dimensions and words to an Evaluation: one place for every evaluator."""

from collections.abc import Sequence

from app.evaluation.embedded.cleaning import CleanAnswer
from app.evaluation.embedded.coaching import Coaching, coach_missing
from app.evaluation.port import AnswerToEvaluate, DimensionScore, Evaluation, EvaluatorName
from app.evaluation.rubric import status_of, total


def scored(
    answer: AnswerToEvaluate,
    dimensions: list[DimensionScore],
    words: Coaching,
    flags: Sequence[str],
    evaluator: EvaluatorName,
) -> Evaluation:
    """A judged answer; the dimensions have been through the gates."""
    return Evaluation(
        status=status_of(answer),
        score=total(dimensions),
        dimensions=dimensions,
        strength=words.strength,
        biggest_fix=words.biggest_fix,
        retry_prompt=words.retry_prompt,
        coach_notes=words.coach_notes,
        flags=list(flags),
        evaluator=evaluator,
    )


def not_answered(answer: AnswerToEvaluate, cleaned: CleanAnswer, evaluator: EvaluatorName) -> Evaluation:
    """No score: nothing that could be judged; the words ask for a small example."""
    words = coach_missing(answer.question.text, cleaned)
    return Evaluation(
        status="not_answered",
        biggest_fix=words.biggest_fix,
        retry_prompt=words.retry_prompt,
        coach_notes=words.coach_notes,
        flags=list(cleaned.flags),
        evaluator=evaluator,
    )
