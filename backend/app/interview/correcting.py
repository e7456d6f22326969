"""What was heard, put right by the candidate: the answer is judged again as it was said."""

import asyncio
from collections import defaultdict
from typing import Any

from app.interview.access import Caller
from app.interview.case import Case, answered_in_thread
from app.interview.change import Change, Interviewing
from app.interview.concluding import Conclusions
from app.interview.correction import corrected
from app.interview.errors import AnswerNotFound, AnswerStillOpen
from app.interview.models import AnswerPartRow, AnswerRow
from app.interview.parts import compose
from app.interview.reporting import write_report
from app.interview.requests import CorrectionIn
from app.interview.schemas import AnswerCorrected
from app.interview.views import part_of
from app.platform.logging import ANSWER_CORRECTED, get_logger

log = get_logger(__name__)


class Correcting:
    """Takes corrections of what was recognised, during the interview and after it."""

    def __init__(self, interviewing: Interviewing, conclusions: Conclusions) -> None:
        self._interviewing = interviewing
        self._views = interviewing.views
        self._conclusions = conclusions

    async def correct(self, caller: Caller, answer_id: str, sent: CorrectionIn) -> AnswerCorrected:
        """Put the spoken words of an answer right; the same text again changes nothing.

        Raises AnswerNotFound, SessionNotFound, AnswerStillOpen, AnswerNotSpoken, CorrectionTooLarge.
        """
        async with self._interviewing.transactions.read() as db:
            found = await db.get(AnswerRow, answer_id)
        if found is None:
            raise AnswerNotFound
        async with self._interviewing.change(caller, found.session_id) as change:
            answer = await change.repository.answer(answer_id)
            if answer is None:
                raise AnswerNotFound
            if answer.status != "completed" or change.row(answer.question_id).status != "answered":
                raise AnswerStillOpen
            cases = await self._put_right(change, answer, sent.text)
        if cases:
            log.info(ANSWER_CORRECTED, answer_id=answer_id)
            judging = self._conclusions.spawn(self._conclusions.judge_in_order(cases), found.session_id)
            # Shielded: a client that hangs up must not stop the judgement of what we have stored.
            await asyncio.shield(judging)
        return await self._as_it_stands(caller, found)

    async def _put_right(self, change: Change, answer: AnswerRow, text: str) -> list[Case]:
        """The answer and those after it in its thread, to be judged again; none where nothing changes."""
        rows = await _parts_by_question(change)
        before = [part_of(row) for row in rows[answer.question_id]]
        after = corrected(before, text)
        if after == before:
            return []
        for row, part in zip(rows[answer.question_id], after, strict=True):
            row.text, row.heard, row.was_checked = part.text, part.heard, part.was_checked
        answer.text = compose(after)
        change.session.revision += 1
        change.touch()
        return await self._judged_anew(change, answer, rows)

    async def _judged_anew(
        self, change: Change, corrected_one: AnswerRow, rows: dict[str, list[AnswerPartRow]]
    ) -> list[Case]:
        thread = answered_in_thread(change, corrected_one.question_id)
        own = next(at for at, asked in enumerate(thread) if asked.id == corrected_one.question_id)
        standing = await change.repository.completed_answers(change.session.id, [row.id for row in thread])
        answers = {row.question_id: row for row in standing}
        is_corrected = False
        cases, told = [], []
        for at, asked in enumerate(thread):
            parts = [part_of(row) for row in rows[asked.id]]
            is_corrected = is_corrected or any(part.heard is not None for part in parts)
            if at < own or asked.id not in answers:
                continue
            answer = answers[asked.id]
            _set_aside(answer, is_corrected=is_corrected)
            cases.append(await self._conclusions.take_again(change, answer, parts))
            wire = self._views.answer(change.session, answer, parts)
            told.append({"question_id": asked.id, "answer": wire.model_dump(mode="json")})
        await self._tell(change, told)
        return cases

    async def _tell(self, change: Change, told: list[dict[str, Any]]) -> None:
        change.record("answer.corrected", answers=told)
        change.record(
            "session.changed",
            status=change.session.status,
            participant_name=change.session.participant_name,
            revision=change.session.revision,
        )
        if change.session.status == "finished":
            await write_report(change, self._views)

    async def _as_it_stands(self, caller: Caller, found: AnswerRow) -> AnswerCorrected:
        async with self._interviewing.reading(caller, found.session_id) as (repository, session):
            answer = await repository.answer(found.id)
            if answer is None:
                raise AnswerNotFound
            parts = await repository.parts(session.id, answer.question_id)
            return AnswerCorrected(
                session_id=session.id,
                question_id=answer.question_id,
                answer=self._views.answer(session, answer, [part_of(row) for row in parts]),
                revision=session.revision,
            )


async def _parts_by_question(change: Change) -> dict[str, list[AnswerPartRow]]:
    rows: defaultdict[str, list[AnswerPartRow]] = defaultdict(list)
    for row in await change.repository.parts(change.session.id):
        rows[row.question_id].append(row)
    return rows


def _set_aside(answer: AnswerRow, *, is_corrected: bool) -> None:
    """The judgement was of other words. The one of what was heard is kept beside, as long as anything is corrected."""
    if not is_corrected:
        answer.heard_evaluation = None
    elif answer.heard_evaluation is None:
        answer.heard_evaluation = answer.evaluation
    answer.evaluation = None
