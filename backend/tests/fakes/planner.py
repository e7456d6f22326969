"""A planner without a bank: the same request gives the same numbered questions."""

from app.questions.port import Competency, PlannedQuestion, PlanRequest, QuestionKind, UnknownCompetency

COMPETENCIES = [
    Competency(id="ownership", name="Ownership", description="Takes things to their end."),
    Competency(id="teamwork", name="Teamwork", description="Gets further with others."),
]
KINDS: tuple[QuestionKind, ...] = ("behavioral", "technical")


class FakePlanner:
    async def plan(self, request: PlanRequest) -> list[PlannedQuestion]:
        known = [competency.id for competency in COMPETENCIES]
        for focus in request.focus:
            if focus not in known:
                raise UnknownCompetency(focus)
        return [_question(request, n) for n in range(1, request.question_count + 1)]

    def competencies(self) -> list[Competency]:
        return COMPETENCIES

    def languages(self) -> list[str]:
        return ["en"]


def _question(request: PlanRequest, number: int) -> PlannedQuestion:
    competency = COMPETENCIES[number % len(COMPETENCIES)]
    return PlannedQuestion(
        bank_id=f"fake-{number}",
        text=f"Question {number} for a {request.job_title} ({request.seed})?",
        competency=competency.id,
        kind=KINDS[number % len(KINDS)],
        strong_answer_shows=("a case", "an outcome"),
        follow_up_probe="What did it change?",
    )
