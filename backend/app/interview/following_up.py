"""Whether a stored answer is followed up, and with what: the facts for the pure choice, out of a case."""

from datetime import timedelta

from app.evaluation.port import Evaluation
from app.evaluation.rubric import load_rubric
from app.interview.case import Case
from app.interview.judging import Judge
from app.questions.adapting.port import FollowUpWording
from app.questions.follow_ups import Thread, choose_follow_up
from app.questions.port import FollowUpWants, PlannedQuestion

# The candidate waits for it; ours. A model that needs longer words nothing, and after three times is left alone.
WORDING_WITHIN = timedelta(seconds=1)


class FollowingUp:
    """Finds the gap in what was told that is worth a question of its own; ``wording`` None: in our own words."""

    def __init__(self, judge: Judge, wording: FollowUpWording | None = None) -> None:
        self._judge = judge
        self._wording = wording

    async def follow_up(
        self, case: Case, evaluation: Evaluation | None, time_left: timedelta = timedelta()
    ) -> PlannedQuestion | None:
        """``evaluation`` is what is there in time; without one nobody knows what is worth asking.

        ``time_left`` until the next question has to be asked: so long, and at most a second, a model may word it.
        """
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
        text = chosen.text
        if self._wording is not None:
            within_s = min(time_left, WORDING_WITHIN).total_seconds()
            text = await self._wording.word(chosen, thread, case.answer.language, within_s) or text
        return case.planned.model_copy(update={"text": text, "follow_up_wants": chosen.wants})

    async def aclose(self) -> None:
        if self._wording is not None:
            await self._wording.aclose()


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
