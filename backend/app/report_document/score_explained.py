"""How a score came about, in sentences, caps included. Pure.

The page says the same in the same words (frontend/features/report/score-explained.ts); a test holds the two together.
"""

from collections.abc import Sequence

from app.evaluation.port import DimensionScore, Evaluation
from app.evaluation.rubric import TOO_FEW_WORDS_FLAG, is_off_topic, load_rubric, total_before_cap

# Half a point of 100: less is rounding.
_ROUNDING = 0.6


def score_explained(evaluation: Evaluation) -> list[str]:
    """Sentences; none where there is no score."""
    gates = load_rubric().gates
    uncapped = total_before_cap(evaluation.dimensions)
    if evaluation.score is None or uncapped is None:
        return []
    is_capped = is_off_topic(evaluation.dimensions) and uncapped > evaluation.score + _ROUNDING
    sentences = []
    if is_capped or abs(uncapped - evaluation.score) <= _ROUNDING:
        sentences.append(f"{_how_it_adds_up(evaluation.dimensions)}: {_whole(uncapped)} of 100.")
    if is_capped:
        relevance = next(each.score for each in evaluation.dimensions if each.name == "relevance")
        sentences.append(
            f"Relevance is {_one_decimal(relevance or 0.0)} of 5, so this was read as an "
            f"answer to another question: whatever the rest comes to, it gets {gates.off_topic_total:g} at most."
        )
    if TOO_FEW_WORDS_FLAG in evaluation.flags:
        sentences.append(
            f"With under {gates.example_from_words} words there is no example to judge yet, so each of these is "
            f"{gates.short_example_cap:g} of 5 at most."
        )
    return sentences


def _how_it_adds_up(dimensions: Sequence[DimensionScore]) -> str:
    scored = [each.name for each in dimensions if each.score is not None]
    if len(scored) == 1:
        return "This one score, times 20"
    if "correctness" in scored:
        return "Correctness counts for one half and the mean of the others for the other half, times 20"
    return "The mean of these, times 20"


def _whole(number: float) -> str:
    """Rounded as JavaScript does: halves go up."""
    return str(int(number + 0.5))


def _one_decimal(number: float) -> str:
    return f"{int(number * 10 + 0.5) / 10:g}"
