"""Two judgements of one answer side by side; pure."""

from app.evaluation.port import Evaluation
from app.evaluation.rubric import NOT_CALIBRATED_FLAG

DIFFER_FLAG = "judgements_differ"
# Points of 100, ours: more than one step of the five-step scale, so that the words of the anchors differ too.
DIFFER_BY_MORE_THAN = 25.0


def beside_embedded(judged: Evaluation, embedded: Evaluation | None) -> Evaluation:
    """``judged`` with the embedded score beside it, flagged where the two are more than 25 points apart.

    An answer that only one of them scored cannot be compared, and is not flagged.
    """
    if embedded is None:
        return judged
    differ = (
        judged.score is not None
        and embedded.score is not None
        and NOT_CALIBRATED_FLAG not in embedded.flags  # weights of ours contradict nobody
        and abs(judged.score - embedded.score) > DIFFER_BY_MORE_THAN
    )
    flags = [*judged.flags, DIFFER_FLAG] if differ else judged.flags
    return judged.model_copy(update={"embedded_score": embedded.score, "flags": flags})
