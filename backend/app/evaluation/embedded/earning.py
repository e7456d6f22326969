"""What tells nothing earns about nothing: the fitted sums begin above zero, which is right only for what is told."""

from collections.abc import Sequence

from app.evaluation.embedded.cleaning import MARKUP_FLAG, NOT_PROSE_FLAG, CleanAnswer
from app.evaluation.embedded.judging import Observed
from app.evaluation.embedded.not_an_answer import is_code
from app.evaluation.embedded.words import tokenize
from app.evaluation.port import AnswerToEvaluate, DimensionName, DimensionScore
from app.evaluation.rubric import has_key, kind_of

# Of a dimension (0–5) without any sign of its own, of one in an answer that tells nothing at all, and in code; ours.
WITHOUT_SIGN, NOTHING_TOLD, CODE = 1.0, 0.5, 0.5

_NO_ANSWER = "Nothing is told here that answers the question."


def is_code_for_example(answer: AnswerToEvaluate) -> bool:
    """Whether code was given where an example was asked for; a question with a key may well be answered by it."""
    asks = kind_of(answer.question).asks_for_example and not has_key(answer.question)
    return asks and is_code(answer.text, len(tokenize(answer.text)))


def code_flags(cleaned: CleanAnswer, *, is_code: bool) -> list[str]:
    """What is said of code, where it has not been said already."""
    return [flag for flag in (NOT_PROSE_FLAG, MARKUP_FLAG) if is_code and not cleaned.has(flag)]


def only_what_is_told(
    dimensions: Sequence[DimensionScore], seen: Observed, *, is_code: bool
) -> list[DimensionScore]:
    """Cap what has no sign of its own; code answers no question for an example, whatever stands in it."""
    return [_capped(dimension, seen, is_code=is_code) for dimension in dimensions]


def _capped(dimension: DimensionScore, seen: Observed, *, is_code: bool) -> DimensionScore:
    if dimension.score is None or dimension.name == "correctness":
        return dimension
    if is_code and seen.asks_for_example and seen.coverage is None:
        return _empty(dimension, min(dimension.score, CODE))
    signs = _signs(seen)
    if not any(signs.values()) and seen.coverage is None:
        return _empty(dimension, min(dimension.score, NOTHING_TOLD))
    if not signs.get(dimension.name, True):
        return dimension.model_copy(update={"score": min(dimension.score, WITHOUT_SIGN)})
    return dimension


def _empty(dimension: DimensionScore, score: float) -> DimensionScore:
    """Without quotes, and without a comment on how well it answers."""
    comment = _NO_ANSWER if dimension.name == "relevance" else dimension.comment
    return dimension.model_copy(update={"score": score, "evidence": [], "comment": comment})


def _signs(seen: Observed) -> dict[DimensionName, bool]:
    """Whether anything at all speaks for each; what "we" did, and what anybody would do, speaks too."""
    f, counts = seen.features, seen.told.counts
    deeds = any(counts[name] for name in ("own_past", "own_present", "others_past", "conditional", "past"))
    situated = bool(f.situations or f.details)
    ending = bool(f.results or f.lessons or seen.told.ending)
    acts = bool(f.acts) or deeds
    return {
        "structure": situated or acts or ending,
        "specificity": situated or acts or bool(counts["people"]),
        "ownership": acts or bool(f.reasons),
        "result": ending or acts,
    }
