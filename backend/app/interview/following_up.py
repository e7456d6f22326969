"""Whether a stored answer is followed up, and with what: the facts for the pure choice, out of a case."""

from app.evaluation.port import Evaluation
from app.evaluation.rubric import load_rubric
from app.interview.case import Case
from app.interview.judging import Judge
from app.questions.follow_ups import Thread, choose_follow_up
from app.questions.port import FollowUpWants, PlannedQuestion


class FollowingUp:
    """Finds the gap in what was told that is worth a question of its own."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    async def follow_up(self, case: Case, evaluation: Evaluation | None) -> PlannedQuestion | None:
        """``evaluation`` is what is there in time; without one nobody knows what is worth asking."""
        if not case.may_be_followed_up or evaluation is None or not is_worth_following(evaluation):
            return None
        missing = await self._judge.missing_facts(case.answer.question, case.answer.text)
        thread = Thread(
            question=case.planned,
            answers=(*(told.text for told in case.earlier), case.text),
            asked_before=_asked_before(case),
            is_off_topic=is_off_topic(evaluation),
        )
        chosen = choose_follow_up(missing, thread, case.answer.language)
        if chosen is None:
            return None
        return case.planned.model_copy(update={"text": chosen.text, "follow_up_wants": chosen.wants})


def is_worth_following(evaluation: Evaluation) -> bool:
    """Only what was scored for sure: no refusal, no language that we cannot score, and nothing that was heard badly,
    where what seems to be missing may have been said."""
    return evaluation.status == "scored" and evaluation.score is not None


def is_off_topic(evaluation: Evaluation) -> bool:
    """By the gate of the rubric."""
    relevance = next((d.score for d in evaluation.dimensions if d.name == "relevance"), None)
    return relevance is not None and relevance <= load_rubric().gates.off_topic_from


def _asked_before(case: Case) -> tuple[FollowUpWants, ...]:
    wants = [*(told.wants for told in case.earlier), case.wants]
    return tuple(each for each in wants if each is not None)
