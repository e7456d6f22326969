"""The interview: one brain for every modality. What routes call; each call is one use of the interview."""

from collections import OrderedDict
from datetime import timedelta

from app.interview import script
from app.interview.access import Caller
from app.interview.answering import Answering
from app.interview.asking import WhatWasAnswered, ask_first, ask_next
from app.interview.change import Change, Interviewing
from app.interview.concluding import Conclusions
from app.interview.errors import (
    QuestionNotFound,
    SessionNotFinished,
    SessionNotFound,
    UnknownFocus,
)
from app.interview.judging import INLINE, Judge
from app.interview.lifecycle import Abandon, Finish, TakeUp
from app.interview.listening import Listening
from app.interview.models import InterviewSession
from app.interview.notes import notes_for
from app.interview.parts import compose
from app.interview.reporting import write_report
from app.interview.repository import InterviewRepository
from app.interview.schemas import (
    AgentState,
    AnswerIn,
    Briefing,
    Event,
    NextTurn,
    Report,
    SessionList,
    SessionView,
    Setup,
    Started,
    UtteranceIn,
    UtteranceStored,
)
from app.interview.views import ANONYMOUS, part_of, setup_of
from app.platform.ids import new_id
from app.platform.logging import (
    SESSION_ABANDONED,
    SESSION_CONTINUED,
    SESSION_DELETED,
    SESSION_FINISHED,
    SESSION_STARTED,
    get_logger,
)
from app.platform.metrics import Metrics
from app.questions.port import PlannedQuestion, PlanRequest, QuestionPlanner, UnknownCompetency

ABANDONED_AFTER = timedelta(minutes=30)
SESSIONS_LISTED = 200
VIEWS_KEPT = 128
EVENTS_AT_ONCE = 500
_SWEPT_AT_ONCE = 50

log = get_logger(__name__)


class InterviewService:
    """Everything that may be done with interviews."""

    def __init__(
        self,
        interviewing: Interviewing,
        planner: QuestionPlanner,
        judge: Judge,
        conclusions: Conclusions,
        metrics: Metrics,
    ) -> None:
        self.interviewing = interviewing
        self.conclusions = conclusions
        self._planner = planner
        self._metrics = metrics
        self._views = interviewing.views
        self._clock = interviewing.clock
        self._answering = Answering(interviewing, conclusions, metrics)
        self._listening = Listening(interviewing, judge, conclusions)
        self._judge = judge
        self._is_warm = False
        self._view_cache: OrderedDict[str, tuple[int, bytes]] = OrderedDict()

    # --- beginning

    async def start(self, caller: Caller, setup: Setup) -> Started:
        """Plan an interview and ask its first question. Raises UnknownFocus, QuestionNotFound (practice_of)."""
        assert caller.candidate_id is not None
        session_id = new_id()
        if setup.practice_of is not None:
            plan = [await self._question_to_practise(caller.candidate_id, setup.practice_of)]
        else:
            plan = await self._plan(setup, session_id)
        now = self._clock()
        setup = setup.model_copy(update={"question_count": len(plan)})
        session = InterviewSession(
            id=session_id,
            candidate_id=caller.candidate_id,
            status="in_progress",
            setup=setup.model_dump(mode="json"),
            plan=[planned.model_dump(mode="json") for planned in plan],
            participant_name=setup.participant_name,
            practice_of=setup.practice_of,
            revision=0,
            last_event_sequence=0,
            agent_state="absent",
            created_at=now,
            updated_at=now,
        )
        async with self.interviewing.transactions.write() as db:
            repository = InterviewRepository(db)
            repository.add(session)
            await repository.flush()
            change = Change(repository, session, [], now)
            question = ask_first(change, self._views)
            progress = change.state.progress
        if not self._is_warm:  # models load while the first question is read, not while its answer waits
            self._is_warm = True
            self.conclusions.spawn(self._judge.warm_up(), session_id)
        self._metrics.sessions.labels("started").inc()
        log.info(SESSION_STARTED, session_id=session_id, questions=len(plan))
        return Started(session_id=session_id, question=question, progress=progress)

    async def _plan(self, setup: Setup, session_id: str) -> list[PlannedQuestion]:
        request = PlanRequest(
            job_title=setup.job_title,
            seniority=setup.seniority,
            language=setup.language,
            interview_type=setup.interview_type,
            question_count=setup.question_count,
            focus=tuple(setup.focus),
            job_description=setup.job_description,
            cv_text=setup.cv_text,
            # The random half of the id: the same session can be planned again, two sessions differ.
            seed=int(session_id.replace("-", "")[-15:], 16),
        )
        try:
            return await self._planner.plan(request)
        except UnknownCompetency as error:
            raise UnknownFocus(
                f"“{error.args[0]}” in focus is not a competency of the question bank. Nothing was started. "
                "GET /interview/options lists those that are."
            ) from error

    async def _question_to_practise(self, candidate_id: str, question_id: str) -> PlannedQuestion:
        async with self.interviewing.transactions.read() as db:
            row = await InterviewRepository(db).question_of_candidate(question_id, candidate_id)
        if row is None:
            raise QuestionNotFound(
                "There is no such question among yours. Choose one from a report of yours."
            )
        return PlannedQuestion.model_validate(row.planned)

    # --- looking

    async def require_access(self, caller: Caller, session_id: str) -> None:
        """Raises SessionNotFound."""
        async with self.interviewing.reading(caller, session_id):
            pass

    async def view(self, caller: Caller, session_id: str) -> SessionView:
        async with self.interviewing.reading(caller, session_id) as (repository, session):
            questions = await repository.questions(session_id)
            parts = await repository.parts(session_id)
            answers = await repository.answers(session_id)
        notes = notes_for(session.setup["language"], self._planner.languages())
        return self._views.session(session, questions, parts, answers, notes)

    async def view_json(self, caller: Caller, session_id: str) -> bytes:
        """``view`` as JSON, remembered: whatever changes it is an event, so the last sequence tells its age."""
        async with self.interviewing.transactions.read() as db:
            stamp = await InterviewRepository(db).stamp(session_id)
        if stamp is None or not caller.may_touch(session_id, stamp[0]):
            raise SessionNotFound
        if (kept := self._view_cache.get(session_id)) is not None and kept[0] == stamp[1]:
            self._view_cache.move_to_end(session_id)
            return kept[1]
        view = await self.view(caller, session_id)
        encoded = view.model_dump_json().encode()
        self._view_cache[session_id] = (view.last_event_id, encoded)
        if len(self._view_cache) > VIEWS_KEPT:
            self._view_cache.popitem(last=False)
        return encoded

    async def list_sessions(self, caller: Caller) -> SessionList:
        assert caller.candidate_id is not None
        async with self.interviewing.transactions.read() as db:
            repository = InterviewRepository(db)
            rows = await repository.sessions_of(caller.candidate_id, SESSIONS_LISTED)
            questions = await repository.questions_of([session.id for session, _ in rows])
        asked: dict[str, list[object]] = {}
        for question in questions:
            asked.setdefault(question.session_id, []).append(question)
        return SessionList(
            sessions=[
                self._views.summary(session, asked.get(session.id, []), overall)  # type: ignore[arg-type]
                for session, overall in rows
            ]
        )

    async def events_after(self, session_id: str, sequence: int) -> list[Event] | None:
        """What happened after ``sequence``; None where the session was deleted."""
        async with self.interviewing.transactions.read() as db:
            repository = InterviewRepository(db)
            rows = await repository.events_after(session_id, sequence, EVENTS_AT_ONCE)
            if not rows and await repository.session(session_id) is None:
                return None
        return [
            Event.model_validate(
                {"sequence": row.sequence, "type": row.type, "at": row.at, "payload": row.payload}
            )
            for row in rows
        ]

    # --- answering

    async def add_utterance(self, caller: Caller, session_id: str, utterance: UtteranceIn) -> UtteranceStored:
        return await self._listening.add(caller, session_id, utterance)

    async def submit_answer(self, caller: Caller, answer: AnswerIn, idempotency_key: str | None) -> NextTurn:
        return await self._answering.submit(caller, answer, idempotency_key)

    async def skip(self, caller: Caller, session_id: str, question_id: str) -> NextTurn:
        return await self._answering.skip(caller, session_id, question_id)

    async def reopen(self, caller: Caller, answer_id: str) -> NextTurn:
        return await self._answering.reopen(caller, answer_id)

    # --- ending

    async def finish(self, caller: Caller, session_id: str) -> Report:
        """End the interview. Again: the same report, unless an answer was revised."""
        async with self.interviewing.change(caller, session_id) as change:
            is_first = change.session.status != "finished"
            change.apply(Finish())
            if is_first:
                change.session.finished_at = change.now
                change.touch()
                self._record_status(change)
        if is_first:
            self._metrics.sessions.labels("finished").inc()
            log.info(SESSION_FINISHED)
            await self.conclusions.settle(session_id, INLINE)
        return await self.report(caller, session_id)

    async def report(self, caller: Caller, session_id: str) -> Report:
        """Raises SessionNotFinished. Waits for nobody's change unless the report has to be written first."""
        async with self.interviewing.reading(caller, session_id) as (repository, session):
            if session.status != "finished":
                raise SessionNotFinished
            stored = await repository.report(session_id)
        if stored is not None:
            return Report.model_validate(stored)
        async with self.interviewing.change(caller, session_id) as change:
            if change.session.report is None:
                return await write_report(change, self._views)
            return Report.model_validate(change.session.report)

    async def take_up(self, caller: Caller, session_id: str) -> SessionView:
        """Go on with an abandoned interview. Raises SessionFinished."""
        async with self.interviewing.change(caller, session_id) as change:
            was_abandoned = change.session.status == "abandoned"
            change.apply(TakeUp())
            change.touch()
            if was_abandoned:
                self._record_status(change)
                # A crash between answer and question, followed by silence, leaves no open question.
                ask_next(change, self._views, WhatWasAnswered())
                self._metrics.sessions.labels("continued").inc()
                log.info(SESSION_CONTINUED)
        return await self.view(caller, session_id)

    async def delete(self, caller: Caller, session_id: str) -> None:
        async with self.interviewing.change(caller, session_id) as change:
            await change.repository.delete_session(session_id)
        self._metrics.sessions.labels("deleted").inc()
        log.info(SESSION_DELETED)
        await self.interviewing.events.notify(session_id)

    async def abandon_untouched(self) -> int:
        """Pause what nobody has touched for half an hour. How many that were."""
        before = self._clock() - ABANDONED_AFTER
        async with self.interviewing.transactions.read() as db:
            ids = await InterviewRepository(db).untouched_since(before, _SWEPT_AT_ONCE)
        for session_id in ids:
            try:
                async with self.interviewing.change(None, session_id) as change:
                    # Somebody may have come back, or another replica was here, since we looked.
                    if change.session.status != "in_progress" or change.session.updated_at >= before:
                        continue
                    change.apply(Abandon())
                    self._record_status(change)
            except SessionNotFound:
                continue
            self._metrics.sessions.labels("abandoned").inc()
            log.info(SESSION_ABANDONED, session_id=session_id)
        return len(ids)

    def _record_status(self, change: Change) -> None:
        change.record(
            "session.changed",
            status=change.session.status,
            participant_name=change.session.participant_name,
            revision=change.session.revision,
        )

    # --- the agent and the room

    async def set_agent_state(self, caller: Caller | None, session_id: str, state: AgentState) -> None:
        async with self.interviewing.change(caller, session_id) as change:
            if change.session.agent_state == state:
                return
            change.session.agent_state = state
            change.session.agent_state_at = change.now
            change.record("agent.state", state=state, since=change.now.isoformat())

    async def brief(self, caller: Caller, session_id: str) -> Briefing:
        """What the agent says first, and where the interview stands; the first one greets."""
        async with self.interviewing.change(caller, session_id) as change:
            is_resumed = change.session.greeted_at is not None
            current = change.state.current if change.session.status == "in_progress" else None
            answer_so_far = ""
            if current is not None:
                rows = await change.repository.parts(session_id, current.id)
                answer_so_far = compose([part_of(row) for row in rows])
                change.session.greeted_at = change.session.greeted_at or change.now
            setup = setup_of(change.session)
            name = change.session.participant_name or ANONYMOUS
            question = self._views.question(change.row(current.id)) if current else None
            say: list[str] = []
            if question is not None:
                say = script.briefing_lines(
                    setup.language,
                    setup.persona,
                    name,
                    setup.job_title,
                    question.text,
                    question.number,
                    setup.question_count,
                    is_resumed,
                    answer_so_far,
                )
            elif change.session.status == "in_progress" and change.state.is_complete:
                say = script.closing_lines(setup.language, setup.persona, name, setup.feedback)
            return Briefing(
                session_id=session_id,
                status=change.state.status,
                candidate_name=name,
                language=setup.language,
                persona=setup.persona,
                patience=setup.patience,
                question=question,
                answer_so_far=answer_so_far,
                next_sequence=await change.repository.next_sequence(session_id),
                is_resumed=is_resumed,
                say=say,
                phrases=script.phrases(setup.language, setup.persona),
                reactions=script.reactions(setup.language, setup.persona),
                commands=script.commands(setup.language),
                last_event_id=change.session.last_event_sequence,
            )
