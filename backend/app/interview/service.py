"""The interview: one brain for every modality. What routes call; each call is one use of the interview."""

from datetime import timedelta

from app.interview.access import Caller
from app.interview.adapting import Adapting
from app.interview.answering import Answering
from app.interview.asking import WhatWasAnswered, ask_first, ask_next
from app.interview.briefing import brief
from app.interview.change import Change, Interviewing
from app.interview.concluding import Conclusions
from app.interview.correcting import Correcting
from app.interview.errors import (
    QuestionNotFound,
    SessionNotFinished,
    SessionNotFound,
    UnknownFocus,
)
from app.interview.event_schemas import Event
from app.interview.judging import INLINE, Judge
from app.interview.languages import VoiceName
from app.interview.lifecycle import Abandon, Finish, TakeUp
from app.interview.listening import Listening
from app.interview.looking import Looking
from app.interview.models import AskedQuestion, InterviewSession
from app.interview.reporting import write_report
from app.interview.repository import InterviewRepository
from app.interview.requests import AnswerIn, CorrectionIn, Setup, UtteranceIn
from app.interview.schemas import (
    AnswerCorrected,
    Briefing,
    NextTurn,
    Report,
    SessionList,
    SessionView,
    Started,
    UtteranceStored,
)
from app.interview.terms import AgentState
from app.interview.views import planned_of
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
        voice: VoiceName = "embedded",
        adapting: Adapting | None = None,
    ) -> None:
        self.interviewing = interviewing
        self.conclusions = conclusions
        self._planner = planner
        self.adapting = adapting
        self._metrics = metrics
        self._views = interviewing.views
        self._clock = interviewing.clock
        self._answering = Answering(interviewing, conclusions, metrics)
        self._listening = Listening(interviewing, judge, conclusions)
        self._correcting = Correcting(interviewing, conclusions)
        self._judge = judge
        self._looking = Looking(interviewing, planner, voice)
        self._voice: VoiceName = voice
        self._is_warm = False

    # --- beginning

    async def start(self, caller: Caller, setup: Setup) -> Started:
        """Plan an interview and ask its first question. Raises UnknownFocus, QuestionNotFound (practice_of)."""
        assert caller.candidate_id is not None
        session_id = new_id()
        if setup.practice_of is not None:
            practised = await self._question_to_practise(caller.candidate_id, setup.practice_of)
            setup = setup.model_copy(update={"practice_of": practised.id})
            plan = [planned_of(practised)]
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
        if self.adapting is not None and setup.practice_of is None:
            self.adapting.begin(session_id, _request(setup, session_id), plan)
        self._metrics.sessions.labels("started").inc()
        log.info(SESSION_STARTED, session_id=session_id, questions=len(plan))
        return Started(session_id=session_id, question=question, progress=progress)

    async def _plan(self, setup: Setup, session_id: str) -> list[PlannedQuestion]:
        try:
            return await self._planner.plan(_request(setup, session_id))
        except UnknownCompetency as error:
            raise UnknownFocus(
                f"“{error.args[0]}” in focus is not a competency of the question bank. Nothing was started. "
                "GET /interview/options lists those that are."
            ) from error

    async def _question_to_practise(self, candidate_id: str, question_id: str) -> AskedQuestion:
        """A follow-up makes no sense alone: its question is practised. Raises QuestionNotFound."""
        async with self.interviewing.transactions.read() as db:
            repository = InterviewRepository(db)
            row = await repository.question_of_candidate(question_id, candidate_id)
            if row is not None and row.follow_up_to is not None:
                row = await repository.question_of_candidate(row.follow_up_to, candidate_id)
        if row is None:
            raise QuestionNotFound(
                "There is no such question among yours. Choose one from a report of yours."
            )
        return row

    # --- looking

    async def require_access(self, caller: Caller, session_id: str) -> None:
        """Raises SessionNotFound."""
        await self._looking.require_access(caller, session_id)

    async def view(self, caller: Caller, session_id: str) -> SessionView:
        return await self._looking.view(caller, session_id)

    async def view_json(self, caller: Caller, session_id: str) -> bytes:
        return await self._looking.view_json(caller, session_id)

    async def list_sessions(self, caller: Caller) -> SessionList:
        return await self._looking.list_sessions(caller)

    async def events_after(self, session_id: str, sequence: int) -> list[Event] | None:
        """What happened after ``sequence``; None where the session was deleted."""
        return await self._looking.events_after(session_id, sequence)

    # --- answering

    async def add_utterance(self, caller: Caller, session_id: str, utterance: UtteranceIn) -> UtteranceStored:
        return await self._listening.add(caller, session_id, utterance)

    async def submit_answer(self, caller: Caller, answer: AnswerIn, idempotency_key: str | None) -> NextTurn:
        return await self._answering.submit(caller, answer, idempotency_key)

    async def skip(self, caller: Caller, session_id: str, question_id: str) -> NextTurn:
        return await self._answering.skip(caller, session_id, question_id)

    async def reopen(self, caller: Caller, answer_id: str) -> NextTurn:
        return await self._answering.reopen(caller, answer_id)

    async def correct(self, caller: Caller, answer_id: str, correction: CorrectionIn) -> AnswerCorrected:
        return await self._correcting.correct(caller, answer_id, correction)

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
            return await brief(change, self._views, self._voice)


def _request(setup: Setup, session_id: str) -> PlanRequest:
    return PlanRequest(
        job_title=setup.job_title,
        seniority=setup.seniority,
        language=setup.language,
        interview_type=setup.interview_type,
        question_count=setup.question_count,
        focus=tuple(setup.focus),
        job_description=setup.job_description,
        cv_text=setup.cv_text,
        occupation=setup.occupation,
        skills=tuple(setup.skills),
        # The random half of the id: the same session can be planned again, two sessions differ.
        seed=int(session_id.replace("-", "")[-15:], 16),
    )
