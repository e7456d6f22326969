"""Answers of candidates: completed, skipped, reopened, added to. One place for every modality."""

import asyncio
import hashlib
from collections.abc import Sequence

from app.evaluation.port import Evaluation
from app.interview.access import Caller
from app.interview.asking import NextWords, WhatWasAnswered, ask_next
from app.interview.case import Case, case_of, earlier_in_thread
from app.interview.change import Change, Interviewing, ids_of
from app.interview.concluding import LEASE, Conclusions
from app.interview.errors import (
    AnswerEmpty,
    AnswerNotFound,
    AnswerNotReopenable,
    IdempotencyKeyReused,
    QuestionAlreadyAnswered,
)
from app.interview.lifecycle import Complete, Reopen, Skip, require_not_finished
from app.interview.models import AnswerPartRow, AnswerRow
from app.interview.parts import Part, compose, main_modality
from app.interview.requests import AnswerIn
from app.interview.schemas import NextTurn
from app.interview.views import evaluation_of, part_of
from app.platform.ids import new_id
from app.platform.logging import ANSWER_REOPENED, ANSWER_SKIPPED, ANSWER_STORED, get_logger
from app.platform.metrics import Metrics

log = get_logger(__name__)


class Answering:
    """Everything that candidates do with an answer as a whole."""

    def __init__(self, interviewing: Interviewing, conclusions: Conclusions, metrics: Metrics) -> None:
        self._interviewing = interviewing
        self._conclusions = conclusions
        self._views = interviewing.views
        self._metrics = metrics

    async def submit(self, caller: Caller, sent: AnswerIn, key: str | None) -> NextTurn:
        digest = _digest(sent)
        async with self._interviewing.change(caller, sent.session_id) as change:
            change.state.question(sent.question_id)
            rows = await change.repository.answers_like(sent.session_id, sent.question_id, key)
            earlier = await self._earlier(change, sent, key, digest, rows)
            attempt = 1 + sum(row.question_id == sent.question_id for row in rows)
            case = None if earlier else await self._store(change, sent, key, digest, attempt)
        if earlier:
            return await self._conclusions.replay(earlier)
        assert case is not None
        log.info(ANSWER_STORED, answer_id=case.answer.answer_id, modality=sent.modality)
        # Shielded: a client that hangs up must not stop the judgement of what we have acknowledged to ourselves.
        return await asyncio.shield(self._conclusions.conclude(case))

    async def _earlier(
        self, change: Change, sent: AnswerIn, key: str | None, digest: str, rows: Sequence[AnswerRow]
    ) -> AnswerRow | None:
        """The stored answer that this request repeats.

        Raises IdempotencyKeyReused, SessionFinished, QuestionAlreadyAnswered.
        """
        if key is not None:
            for row in rows:
                if row.idempotency_key == key:
                    if row.request_digest != digest or row.question_id != sent.question_id:
                        raise IdempotencyKeyReused
                    return row
        if change.row(sent.question_id).status != "answered":
            return None
        stored = next(
            row for row in reversed(rows) if row.question_id == sent.question_id and row.status == "completed"
        )
        if key is None and stored.request_digest == digest:
            return stored
        require_not_finished(change.state)
        parts = await change.repository.parts(sent.session_id, sent.question_id)
        raise QuestionAlreadyAnswered(
            answer=self._views.answer(change.session, stored, [part_of(row) for row in parts])
        )

    async def _store(
        self, change: Change, sent: AnswerIn, key: str | None, digest: str, attempt: int
    ) -> Case:
        """Complete the question with what is stored for it and what was sent now. Raises domain errors."""
        rows = list(await change.repository.parts(sent.session_id, sent.question_id))
        earlier = await earlier_in_thread(change.repository, change.questions, sent.question_id)
        after = change.apply(
            Complete(sent.question_id)
        )  # after all reading, so that it is written with the rest
        if sent.answer.strip():
            rows.append(await self._add_text(change, sent, len(rows)))
        parts = [part_of(row) for row in rows]
        text = compose(parts)
        if not text.strip():
            raise AnswerEmpty
        answer = AnswerRow(
            id=new_id(),
            session_id=sent.session_id,
            question_id=sent.question_id,
            attempt=attempt,
            status="completed",
            idempotency_key=key,
            request_digest=digest,
            text=text,
            modality=main_modality(parts),
            version=0,
            is_evaluated=False,
            evaluation=None,
            delivery=None,
            answered_at=change.now,
            lease_owner=self._conclusions.owner,
            lease_until=change.now + LEASE,
        )
        change.repository.add(answer)
        change.touch()
        wire = self._views.answer(change.session, answer, parts).model_copy(update={"evaluation": None})
        case = case_of(change, answer, parts, earlier)
        is_open = case.may_be_followed_up
        progress = after.progress_until_followed(sent.question_id) if is_open else after.progress
        change.record(
            "answer.completed",
            question_id=sent.question_id,
            answer=wire.model_dump(mode="json"),
            progress=progress.model_dump(),
        )
        self._metrics.answers.labels(answer.modality).inc()
        return case

    async def _add_text(self, change: Change, sent: AnswerIn, position: int) -> AnswerPartRow:
        heard = None
        if sent.transcription_id is not None:
            heard = await change.repository.transcription(sent.session_id, sent.transcription_id)
        row = AnswerPartRow(
            session_id=sent.session_id,
            id=new_id(),
            question_id=sent.question_id,
            position=position,
            modality="push_to_talk" if heard else sent.modality,
            text=sent.answer,
            words=heard.words if heard else [],
            sound=heard.sound if heard else None,
            transcription_id=heard.id if heard else None,
            was_checked=heard is not None and heard.text.split() != sent.answer.split(),
            at=change.now,
        )
        change.repository.add(row)
        return row

    async def skip(self, caller: Caller, session_id: str, question_id: str) -> NextTurn:
        async with self._interviewing.change(caller, session_id) as change:
            asked = change.state.question(question_id)
            rows = await change.repository.answers_like(session_id, question_id, None)
            parts = [part_of(row) for row in await change.repository.parts(session_id, question_id)]
            stored = next((row for row in reversed(rows) if row.status == "completed"), None)
            if stored is not None and asked.status == "skipped":
                words = await self._conclusions.words_after(change, stored.id)
                return self._conclusions.turn(change, stored.id, evaluation_of(change.session, stored), words)
            if stored is not None and asked.status == "answered":
                require_not_finished(change.state)
                raise QuestionAlreadyAnswered(answer=self._views.answer(change.session, stored, parts))
            after = change.apply(Skip(question_id))
            answer = _skipped_answer(change, question_id, parts, len(rows) + 1)
            change.repository.add(answer)
            change.touch()
            change.record("question.skipped", question_id=question_id, progress=after.progress.model_dump())
            next_words = ask_next(
                change, self._views, WhatWasAnswered(answer.id, question_id, was_skipped=True)
            )
            log.info(ANSWER_SKIPPED, answer_id=answer.id)
            words = next_words or NextWords(None, [])
            return self._conclusions.turn(change, answer.id, evaluation_of(change.session, answer), words)

    async def reopen(self, caller: Caller, answer_id: str) -> NextTurn:
        async with self._interviewing.transactions.read() as db:
            found = await db.get(AnswerRow, answer_id)
        if found is None:
            raise AnswerNotFound
        async with self._interviewing.change(caller, found.session_id) as change:
            answer = await change.repository.answer(answer_id)
            if answer is None:
                raise AnswerNotFound
            current = change.state.current
            if answer.status == "reopened" and (current is None or current.id != answer.question_id):
                raise AnswerNotReopenable
            if answer.status == "completed":
                await self._reopen(change, answer)
            return self._conclusions.turn(
                change, answer_id, None, NextWords(self._conclusions.current(change), [])
            )

    async def _reopen(self, change: Change, answer: AnswerRow) -> None:
        parts = await change.repository.parts(change.session.id)
        change.with_words = ids_of(parts)
        before = {row.id: row.status for row in change.questions}
        after = change.apply(Reopen(answer.question_id))
        answer.status = "reopened"
        change.session.revision += 1
        change.touch()
        for row in change.questions:
            if row.status == "withdrawn" and before[row.id] != "withdrawn":
                change.record("question.withdrawn", question_id=row.id)
        mine = [part_of(row) for row in parts if row.question_id == answer.question_id]
        change.record(
            "answer.reopened",
            question_id=answer.question_id,
            answer_id=answer.id,
            answer_so_far=compose(mine),
            progress=after.progress.model_dump(),
        )
        log.info(ANSWER_REOPENED, answer_id=answer.id)


def _digest(sent: AnswerIn) -> str:
    """Tells a repeated request from another one: the question, and the words as they were sent."""
    return hashlib.sha256(f"{sent.question_id}\x00{sent.answer.strip()}".encode()).hexdigest()


def _skipped_answer(change: Change, question_id: str, parts: Sequence[Part], attempt: int) -> AnswerRow:
    """What was said before the skip is kept with it."""
    return AnswerRow(
        id=new_id(),
        session_id=change.session.id,
        question_id=question_id,
        attempt=attempt,
        status="completed",
        request_digest="",
        text=compose(parts),
        modality=main_modality(parts),
        version=0,
        is_evaluated=True,
        evaluation=Evaluation(status="skipped").model_dump(mode="json"),
        answered_at=change.now,
    )
