"""From a stored answer to its judgement and the next question; what comes late is stored late."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.evaluation.port import Evaluation
from app.interview.asking import NextWords, WhatWasAnswered, ask_next
from app.interview.case import Case, case_of, earlier_in_thread
from app.interview.change import Change, Interviewing
from app.interview.errors import SessionNotFound
from app.interview.following_up import FollowingUp
from app.interview.judging import INLINE, Judge, Judgement, Judging
from app.interview.models import AnswerRow
from app.interview.parts import Part
from app.interview.reporting import write_report
from app.interview.repository import InterviewRepository
from app.interview.schemas import NextTurn, Question
from app.interview.views import evaluation_in, evaluation_of, hides_evaluations, part_of
from app.platform.errors import DatabaseUnavailable
from app.platform.ids import new_id
from app.platform.logging import (
    BACKGROUND_FAILED,
    EVALUATION_LATE,
    EVALUATION_STORED,
    EVALUATIONS_PICKED_UP,
    get_logger,
)
from app.platform.metrics import Metrics
from app.questions.adapting.port import FollowUpWording
from app.questions.port import PlannedQuestion

# How long an answer's judgement is ours before another replica may take it over.
LEASE = timedelta(seconds=90)
PICKED_UP_AT_ONCE = 8

log = get_logger(__name__)


class Conclusions:
    """Judges stored answers and asks what comes next, once each, whoever asks for it."""

    def __init__(
        self,
        interviewing: Interviewing,
        judge: Judge,
        metrics: Metrics,
        inline: timedelta = INLINE,
        wording: FollowUpWording | None = None,
    ) -> None:
        self._interviewing = interviewing
        self._views = interviewing.views
        self._judge = judge
        self._metrics = metrics
        self._following_up = FollowingUp(judge, wording)
        self._inline = inline
        self.owner = new_id()
        self._concluding: dict[str, asyncio.Task[NextTurn]] = {}
        self._running: dict[asyncio.Task[Any], str] = {}

    def conclude(self, case: Case) -> "asyncio.Task[NextTurn]":
        """One conclusion an answer at a time, whoever asks for it."""
        answer_id = case.answer.answer_id
        running = self._concluding.get(answer_id)
        if running is None:
            running = self.spawn(self._judge_and_ask(case), case.session_id)
            self._concluding[answer_id] = running
            running.add_done_callback(lambda _: self._concluding.pop(answer_id, None))
        return running

    async def _judge_and_ask(self, case: Case) -> NextTurn:
        loop = asyncio.get_running_loop()
        until = loop.time() + self._inline.total_seconds()
        judging = self._judge.begin(case.answer)
        is_shown = not hides_evaluations(case.stored_by.session)
        judgement = await judging.in_time(self._inline, is_shown=is_shown)
        time_left = timedelta(seconds=until - loop.time())
        follow_up = await self._following_up.follow_up(case, judgement.evaluation, time_left)
        judgement = _of_thread(case, judgement, case.earlier[-1].evaluation if case.earlier else None)
        async with self._interviewing.change_further(case.stored_by, case.row) as change:
            turn = await self._store_judgement(change, case, judgement, follow_up)
        if not judgement.is_final:
            log.info(EVALUATION_LATE, answer_id=case.answer.answer_id)
            self.spawn(self._store_late(case, judging), case.session_id)
        return turn

    async def _store_judgement(
        self, change: Change, case: Case, judgement: Judgement, follow_up: PlannedQuestion | None
    ) -> NextTurn:
        answer = await change.repository.answer(case.answer.answer_id)
        if answer is None or answer.status != "completed":  # reopened meanwhile: the candidate goes on
            return self.turn(change, case.answer.answer_id, None, NextWords(self.current(change), []))
        if self._write(answer, case, judgement) and change.session.status == "finished":
            await write_report(change, self._views)  # finished meanwhile: its report still says "pending"
        visible = evaluation_of(change.session, answer)
        if visible is not None:
            change.record(
                "evaluation.updated",
                question_id=answer.question_id,
                answer_id=answer.id,
                evaluation=visible.model_dump(mode="json"),
            )
        after = WhatWasAnswered(
            answer_id=answer.id,
            question_id=answer.question_id,
            evaluation=judgement.evaluation,
            follow_up=follow_up,
        )
        words = None if case.is_followed else ask_next(change, self._views, after)
        if words is None:
            words = await self.words_after(change, answer.id)
        return self.turn(change, answer.id, visible, words)

    def _write(self, answer: AnswerRow, case: Case, judgement: Judgement) -> bool:
        """Store the judgement unless words have come or were corrected since: then it is of another text."""
        if answer.text != case.text or answer.version != case.version:
            return False
        delivery = case.delivery
        answer.delivery = delivery.model_dump(mode="json") if delivery else None
        if judgement.evaluation is None:
            return False
        answer.evaluation = judgement.evaluation.model_dump(mode="json")
        answer.is_evaluated = judgement.is_final
        if judgement.is_final:
            answer.lease_owner = answer.lease_until = None
        self._metrics.evaluations.labels(judgement.evaluation.evaluator, judgement.evaluation.status).inc()
        log.info(EVALUATION_STORED, answer_id=answer.id, is_final=judgement.is_final)
        return True

    async def _store_late(self, case: Case, judging: Judging) -> None:
        """What came after the next question was asked: a better judgement, or that of late words."""
        judgement = await judging.finally_()
        async with self._interviewing.change(None, case.session_id) as change:
            await self._replace(change, case, judgement)

    async def _replace(self, change: Change, case: Case, judgement: Judgement) -> None:
        answer = await change.repository.answer(case.answer.answer_id)
        if answer is None or answer.status != "completed":
            return
        judgement = _of_thread(case, judgement, await self._judged_before(change, case))
        if not self._write(answer, case, judgement):
            return
        # Recorded when hidden too (as null): how it was spoken has changed, and views go by the sequence.
        is_hidden = hides_evaluations(change.session)
        change.record(
            "evaluation.updated",
            question_id=answer.question_id,
            answer_id=answer.id,
            evaluation=None if is_hidden else answer.evaluation,
        )
        if change.session.status == "finished":
            await write_report(change, self._views)

    async def _judged_before(self, change: Change, case: Case) -> Evaluation | None:
        """What the thread was judged before this answer: by now it may be a better judgement than it was then."""
        before = await change.repository.answer(case.earlier[-1].answer_id) if case.earlier else None
        return None if before is None else evaluation_in(before)

    async def replay(self, answer: AnswerRow) -> NextTurn:
        """What was answered to it; an answer that nobody judges at the moment is judged now."""
        running = self._concluding.get(answer.id)
        if running is not None:
            return await asyncio.shield(running)
        async with self._interviewing.change(None, answer.session_id) as change:
            if answer.status != "completed":  # reopened since: what followed it then was withdrawn
                return self.turn(change, answer.id, None, NextWords(self.current(change), []))
            words = await self.words_after(change, answer.id)
            if words.say:
                return self.turn(change, answer.id, evaluation_of(change.session, answer), words)
            case = await self._case_from(change, answer)
        return await asyncio.shield(self.conclude(case))

    async def words_after(self, change: Change, answer_id: str) -> NextWords:
        event = await change.repository.last_words_after(change.session.id, answer_id)
        if event is None:
            return NextWords(self.current(change), [])
        asked = event.payload.get("question")
        return NextWords(Question.model_validate(asked) if asked else None, list(event.payload["say"]))

    def current(self, change: Change) -> Question | None:
        current = change.state.current
        return self._views.question(change.row(current.id)) if current else None

    def turn(
        self, change: Change, answer_id: str, evaluation: Evaluation | None, words: NextWords
    ) -> NextTurn:
        return NextTurn(
            answer_id=answer_id,
            evaluation=evaluation,
            progress=change.state.progress,
            next_question=words.question,
            say=words.say,
        )

    # --- again, and later

    async def take_again(self, change: Change, answer: AnswerRow, parts: Sequence[Part]) -> Case:
        """The answer as it is now, for us to judge; what is still being judged of it as it was is not stored."""
        earlier = await earlier_in_thread(change.repository, change.questions, answer.question_id)
        answer.version += 1
        answer.is_evaluated = False
        answer.lease_owner = self.owner
        answer.lease_until = change.now + LEASE
        return case_of(change, answer, parts, earlier)

    async def judge_in_order(self, cases: Sequence[Case]) -> None:
        """Judge answers of one thread anew: a later one stands on those before it. What comes late is an event."""
        judging = [(case, self._judge.begin(case.answer)) for case in cases]
        in_time = await asyncio.gather(*(each.in_time(self._inline) for _, each in judging))
        async with self._interviewing.change(None, cases[0].session_id) as change:
            for case, judgement in zip(cases, in_time, strict=True):
                await self._replace(change, case, judgement)
        late = [each for each, judgement in zip(judging, in_time, strict=True) if not judgement.is_final]
        if late:
            self.spawn(self._store_late_in_order(late), cases[0].session_id)

    async def _store_late_in_order(self, judging: Sequence[tuple[Case, Judging]]) -> None:
        for case, each in judging:
            await self._store_late(case, each)

    def judge_again(self, case: Case) -> None:
        """Words have come to an answer that was judged already; the new judgement comes as an event."""
        self.spawn(self._store_late(case, self._judge.begin(case.answer)), case.session_id)

    async def pick_up(self, *, ignore_leases: bool) -> int:
        """Conclude what a crash, or a judge that was away, has left without a judgement. How many that were.

        ``ignore_leases``: at the start of the only process, where every lease but its own is that of a dead one.
        """
        now = self._interviewing.clock()
        async with self._interviewing.transactions.write() as db:
            ids = await InterviewRepository(db).claim_unevaluated(
                self.owner, now, LEASE, limit=PICKED_UP_AT_ONCE, ignore_leases=ignore_leases
            )
        for answer_id in ids:
            if answer_id not in self._concluding:
                try:
                    await self._pick_up_one(answer_id)
                except DatabaseUnavailable:
                    raise
                except (
                    Exception
                ) as error:  # one answer that cannot be judged must not keep the others waiting
                    log.error(BACKGROUND_FAILED, answer_id=answer_id, exc_info=error)
        if ids:
            log.info(EVALUATIONS_PICKED_UP, count=len(ids))
        return len(ids)

    async def _pick_up_one(self, answer_id: str) -> None:
        async with self._interviewing.transactions.read() as db:
            found = await db.get(AnswerRow, answer_id)
        if found is None:
            return
        try:
            async with self._interviewing.change(None, found.session_id) as change:
                answer = await change.repository.answer(answer_id)
                if answer is None or answer.status != "completed":
                    return
                # Only its judgement was missing where what comes next is said: nothing is asked or said twice.
                is_followed = bool((await self.words_after(change, answer_id)).say)
                case = replace(await self._case_from(change, answer), is_followed=is_followed)
        except SessionNotFound:
            return
        await self.conclude(case)

    async def _case_from(self, change: Change, answer: AnswerRow) -> Case:
        parts = await change.repository.parts(answer.session_id, answer.question_id)
        earlier = await earlier_in_thread(change.repository, change.questions, answer.question_id)
        return case_of(change, answer, [part_of(row) for row in parts], earlier)

    async def settle(self, session_id: str | None, within: timedelta) -> None:
        """Wait for what is still being judged, of one session or of all."""
        tasks = [task for task, of in self._running.items() if session_id is None or of == session_id]
        if tasks:
            await asyncio.wait(tasks, timeout=within.total_seconds())

    async def aclose(self) -> None:
        """Let the short ones end, stop the rest: they are picked up at the next start."""
        await self.settle(None, self._inline)
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._following_up.aclose()

    def spawn(self, work: Coroutine[Any, Any, Any], session_id: str) -> "asyncio.Task[Any]":
        task = asyncio.create_task(work)
        self._running[task] = session_id
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._running.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning(BACKGROUND_FAILED, exc_info=error)


def _of_thread(case: Case, judgement: Judgement, before: Evaluation | None) -> Judgement:
    evaluation = judgement.evaluation
    return replace(judgement, evaluation=None if evaluation is None else case.judged(evaluation, before))
