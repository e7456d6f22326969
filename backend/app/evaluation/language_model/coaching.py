"""The words that come with a score: chosen by code, after the gates, out of what the model wrote; pure."""

from collections.abc import Mapping, Sequence

from app.evaluation.embedded.cleaning import CleanAnswer
from app.evaluation.embedded.coaching import Coaching, coach_missing, load_phrases
from app.evaluation.language_model.verdict import Judgement
from app.evaluation.port import AnswerToEvaluate, DimensionName, DimensionScore
from app.evaluation.rubric import load_rubric

# The middle anchor: what is below it is no strength to speak of.
_STRENGTH_FROM = 3.0
# Which of the embedded evaluator's phrases asks for what passages lack (``carrying``).
_MISSING_WHERE_HELD: Mapping[DimensionName, str] = {
    "structure": "no_situation_plain",
    "specificity": "no_detail",
    "ownership": "no_action",
    "result": "no_result_plain",
    "correctness": "key_point",
}


def coach(
    answer: AnswerToEvaluate,
    dimensions: Sequence[DimensionScore],
    judged: Mapping[DimensionName, Judgement],
    cleaned: CleanAnswer,
) -> Coaching:
    """The best dimension's reason, the worst one's fix and retry; notes are those of the flags."""
    judged = _with_a_fix_for_what_was_held(dimensions, judged)
    worst = _worst(dimensions, judged)
    best = _best(dimensions, other_than=worst)
    in_full = load_phrases().fix["in_full"]
    return Coaching(
        strength=judged[best.name].reason if best else None,
        biggest_fix=judged[worst.name].fix if worst else in_full.fix,
        retry_prompt=(judged[worst.name].retry if worst else "") or in_full.retry,
        coach_notes=coach_missing(answer.question.text, cleaned).coach_notes,
    )


def _with_a_fix_for_what_was_held(
    dimensions: Sequence[DimensionScore], judged: Mapping[DimensionName, Judgement]
) -> Mapping[DimensionName, Judgement]:
    """A model that sees nothing to mend where code has held its score: what is missing is said in our words."""
    phrases, filled = load_phrases().fix, dict(judged)
    for dimension in dimensions:
        own = judged[dimension.name]
        name = _MISSING_WHERE_HELD.get(dimension.name)
        if name and not own.fix and (dimension.score or 0.0) < (own.score or 0.0):
            filled[dimension.name] = own.model_copy(
                update={"fix": phrases[name].fix, "retry": phrases[name].retry}
            )
    return filled


def _worst(
    dimensions: Sequence[DimensionScore], judged: Mapping[DimensionName, Judgement]
) -> DimensionScore | None:
    """Off topic first; else the lowest, in the rubric's order, of those of which the model named a missing fact."""
    open_ones = [d for d in dimensions if judged[d.name].fix]
    off_topic = load_rubric().gates.off_topic_from
    for dimension in open_ones:
        if dimension.name == "relevance" and (dimension.score or 0.0) <= off_topic:
            return dimension
    return min(open_ones, key=lambda d: d.score or 0.0, default=None)


def _best(dimensions: Sequence[DimensionScore], other_than: DimensionScore | None) -> DimensionScore | None:
    """What the gates left standing; nothing is praised about an answer to another question."""
    scores = {d.name: d.score or 0.0 for d in dimensions}
    if scores.get("relevance", 5.0) <= load_rubric().gates.off_topic_from:
        return None
    standing = [d for d in dimensions if (d.score or 0.0) >= _STRENGTH_FROM]
    # Of equals not the one that is about to be named as the fix.
    return max(standing, key=lambda d: (d.score or 0.0, d is not other_than), default=None)
