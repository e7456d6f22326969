"""Which kinds of question an interview is made of. Pure."""

from app.questions.port import InterviewType, QuestionKind

Slot = tuple[QuestionKind, ...]  # kinds that may fill it, the wanted one first

_BEHAVIORAL: Slot = ("behavioral", "situational", "motivational", "screening", "technical")
_SITUATIONAL: Slot = ("situational", "behavioral", "motivational", "screening", "technical")
_TECHNICAL: Slot = ("technical", "situational", "behavioral", "motivational", "screening")
_SCREENING: Slot = ("screening", "motivational", "behavioral", "situational", "technical")
_MOTIVATIONAL: Slot = ("motivational", "screening", "behavioral", "situational", "technical")


def slots_for(interview_type: InterviewType, count: int) -> list[Slot]:
    """One slot for each of ``count`` questions, scarce kinds first: they are filled in order."""
    if interview_type == "behavioral":
        return [_BEHAVIORAL] * count
    if interview_type == "situational":
        return [_SITUATIONAL] * count
    if interview_type == "technical":
        return [_TECHNICAL] * count
    if interview_type == "screening":
        motivational = count // 3
        return [_MOTIVATIONAL] * motivational + [_SCREENING] * (count - motivational)
    technical = 0 if count == 1 else max(1, count // 5)
    situational = 0 if count <= 2 else max(1, count // 5)
    opener = 1 if count >= 6 else 0
    rest = count - technical - situational - opener
    return (
        [_TECHNICAL] * technical
        + [_SITUATIONAL] * situational
        + [_MOTIVATIONAL] * opener
        + [_BEHAVIORAL] * rest
    )
