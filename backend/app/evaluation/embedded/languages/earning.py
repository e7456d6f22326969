"""What tells nothing earns about nothing, in the languages whose sums are ours: each begins above zero."""

from collections.abc import Sequence

from app.evaluation.embedded.earning import CODE, NOTHING_TOLD
from app.evaluation.embedded.languages.signs import Seen
from app.evaluation.port import DimensionScore


def only_what_is_seen(
    dimensions: Sequence[DimensionScore], seen: Seen, *, is_code: bool
) -> list[DimensionScore]:
    """Cap an answer in which none of the signs was found, and code where an example was asked for."""
    told = (seen.situations, seen.acts, seen.own, seen.details, seen.outcomes, seen.fine, seen.late, seen.we)
    if not is_code and (any(told) or seen.lessons or seen.reasons):
        return list(dimensions)
    cap = CODE if is_code else NOTHING_TOLD
    return [
        d if d.score is None else d.model_copy(update={"score": min(d.score, cap), "evidence": []})
        for d in dimensions
    ]
