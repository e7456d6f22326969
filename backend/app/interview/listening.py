"""Utterances: every word that was recognised is kept, in order, whatever was said over it."""

from datetime import datetime, timedelta

from app.evaluation.port import Completeness, QuestionToEvaluate
from app.interview.access import Caller
from app.interview.case import BETWEEN_ANSWERS, Case, earlier_in_thread, later_in_thread
from app.interview.change import Change, Interviewing
from app.interview.concluding import Conclusions
from app.interview.judging import Judge
from app.interview.lifecycle import Asked, HearOut, InterviewState, question_that_hears
from app.interview.models import AnswerPartRow, AnswerRow, InterviewSession
from app.interview.parts import Part, as_wire, compose, main_modality
from app.interview.reporting import write_report
from app.interview.requests import UtteranceIn
from app.interview.schemas import UtteranceStored
from app.interview.views import part_of, planned_of, question_to_evaluate, state_of
from app.platform.ids import new_id

# What was said before the finish is transcribed within this, on a slow machine too.
STILL_ON_ITS_WAY = timedelta(seconds=10)


class Listening:
    """Takes what the agent has heard."""

    def __init__(self, interviewing: Interviewing, judge: Judge, conclusions: Conclusions) -> None:
        self._interviewing = interviewing
        self._views = interviewing.views
        self._judge = judge
        self._conclusions = conclusions

    async def add(self, caller: Caller, session_id: str, heard: UtteranceIn) -> UtteranceStored:
        """Store one utterance; the same one again changes nothing. Late ones join the answer they belong to."""
        completeness = await self._completeness(caller, session_id, heard)
        cases: list[Case] = []
        async with self._interviewing.change(caller, session_id) as change:
            known = await change.repository.part(session_id, heard.utterance_id)
            question_id = known.question_id if known else _hearer_in(change, heard)
            rows = list(await change.repository.parts(session_id, question_id))
            if known is None and heard.text.strip():
                rows.append(_row(change, heard, question_id, len(rows)))
                change.repository.add(rows[-1])
                change.touch()
                cases = await self._told(change, question_id, [part_of(row) for row in rows], completeness)
            answer_so_far = compose([part_of(row) for row in rows])
        for case in cases:
            self._conclusions.judge_again(case)
        return UtteranceStored(
            utterance_id=heard.utterance_id,
            question_id=question_id,
            answer_so_far=answer_so_far,
            completeness=completeness,
        )

    async def _completeness(self, caller: Caller, session_id: str, heard: UtteranceIn) -> Completeness:
        """Asked for before storing, so that no lock is held while the evaluator thinks."""
        async with self._interviewing.reading(caller, session_id) as (repository, session):
            questions = await repository.questions(session_id)
            now = self._interviewing.clock()
            hearer = _hearer(state_of(session, questions), session, now, heard)
            rows = await repository.parts(session_id, hearer.id)
            earlier = await earlier_in_thread(repository, questions, hearer.id)
        parts = [part_of(row) for row in rows]
        if heard.text.strip() and all(part.id != heard.utterance_id for part in parts):
            parts.append(_part(heard, session.created_at))
        root = next(row for row in questions if row.id == (hearer.follow_up_to or hearer.id))
        question = question_to_evaluate(planned_of(root), session.setup["seniority"])
        return await self._of_thread(question, [told.text for told in earlier], compose(parts))

    async def _of_thread(self, question: QuestionToEvaluate, earlier: list[str], text: str) -> Completeness:
        """A follow-up lacks only what its thread lacks; but what ended the last answer does not end this one."""
        own = await self._judge.completeness(question, text)
        if not earlier:
            return own
        thread = await self._judge.completeness(question, BETWEEN_ANSWERS.join([*earlier, text]))
        return thread.model_copy(update={"closing_phrase": own.closing_phrase, "over": own.over})

    async def _told(
        self, change: Change, question_id: str, parts: list[Part], completeness: Completeness
    ) -> list[Case]:
        """Tell whoever listens; where the answer was completed already, it grows and is judged again."""
        change.record(
            "utterance.added",
            question_id=question_id,
            part=as_wire(parts[-1]).model_dump(mode="json"),
            answer_so_far=compose(parts),
            completeness=completeness.model_dump(),
        )
        status = change.row(question_id).status
        if status == "asked":
            return await self._hear_out(change, question_id, parts)
        answers = await change.repository.answers_like(change.session.id, question_id, None)
        answer = next((row for row in reversed(answers) if row.status == "completed"), None)
        if answer is None:
            return []
        is_judged = status == "answered"
        cases = [await self._grow(change, answer, parts, is_judged=is_judged)]
        # The thread is judged with its latest answer: it has grown too.
        if is_judged and (latest := await later_in_thread(change, question_id)) is not None:
            own = await change.repository.parts(change.session.id, latest.question_id)
            cases.append(await self._conclusions.take_again(change, latest, [part_of(row) for row in own]))
        return [case for case in cases if case is not None]

    async def _hear_out(self, change: Change, question_id: str, parts: list[Part]) -> list[Case]:
        """The last words of an interview that was finished over them complete the question that was open."""
        if change.session.status != "finished":
            return []
        after = change.apply(HearOut(question_id))
        attempts = await change.repository.answers_like(change.session.id, question_id, None)
        answer = AnswerRow(
            id=new_id(),
            session_id=change.session.id,
            question_id=question_id,
            attempt=len(attempts) + 1,
            status="completed",
            request_digest="",
            version=0,
            answered_at=change.now,
        )
        change.repository.add(answer)
        case = await self._grow(change, answer, parts, is_judged=True)
        wire = self._views.answer(change.session, answer, parts).model_copy(update={"evaluation": None})
        change.record(
            "answer.completed",
            question_id=question_id,
            answer=wire.model_dump(mode="json"),
            progress=after.progress.model_dump(),
        )
        return [case] if case is not None else []

    async def _grow(
        self, change: Change, answer: AnswerRow, parts: list[Part], *, is_judged: bool
    ) -> Case | None:
        answer.text = compose(parts)
        answer.modality = main_modality(parts)
        change.session.revision += 1
        case = await self._conclusions.take_again(change, answer, parts) if is_judged else None
        if change.session.status == "finished":
            await write_report(change, self._views)
        change.record(
            "session.changed",
            status=change.session.status,
            participant_name=change.session.participant_name,
            revision=change.session.revision,
        )
        return case


def _hearer(state: InterviewState, session: InterviewSession, now: datetime, heard: UtteranceIn) -> Asked:
    finished_at = session.finished_at
    is_just_finished = finished_at is not None and now - finished_at < STILL_ON_ITS_WAY
    return question_that_hears(state, heard.question_id, is_just_finished=is_just_finished)


def _hearer_in(change: Change, heard: UtteranceIn) -> str:
    return _hearer(change.state, change.session, change.now, heard).id


def _row(change: Change, heard: UtteranceIn, question_id: str, position: int) -> AnswerPartRow:
    return AnswerPartRow(
        session_id=change.session.id,
        id=heard.utterance_id,
        question_id=question_id,
        position=position,
        sequence=heard.sequence,
        modality="spoken",
        text=heard.text,
        words=[word.model_dump() for word in heard.words],
        sound=heard.sound.model_dump() if heard.sound else None,
        was_checked=False,
        at=change.now,
    )


def _part(heard: UtteranceIn, at: datetime) -> Part:
    return Part(id=heard.utterance_id, modality="spoken", text=heard.text, at=at, sequence=heard.sequence)
