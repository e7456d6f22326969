"""Looking at interviews: the session, the list of them, and what happened since. Changes nothing."""

from collections import OrderedDict, defaultdict

from app.interview.access import Caller
from app.interview.change import Interviewing
from app.interview.errors import SessionNotFound
from app.interview.event_schemas import Event
from app.interview.languages import VoiceName, is_spoken
from app.interview.models import AskedQuestion
from app.interview.notes import notes_for, notes_on_technical
from app.interview.repository import InterviewRepository
from app.interview.schemas import SessionList, SessionView
from app.questions.port import QuestionPlanner

SESSIONS_LISTED = 200
VIEWS_KEPT = 128
EVENTS_AT_ONCE = 500


class Looking:
    """Wire shapes of what is stored, for whoever may see it."""

    def __init__(self, interviewing: Interviewing, planner: QuestionPlanner, voice: VoiceName) -> None:
        self._interviewing = interviewing
        self._views = interviewing.views
        self._planner = planner
        self._voice = voice
        self._view_cache: OrderedDict[str, tuple[int, bytes]] = OrderedDict()

    async def require_access(self, caller: Caller, session_id: str) -> None:
        """Raises SessionNotFound."""
        async with self._interviewing.reading(caller, session_id):
            pass

    async def view(self, caller: Caller, session_id: str) -> SessionView:
        """Raises SessionNotFound."""
        async with self._interviewing.reading(caller, session_id) as (repository, session):
            questions = await repository.questions(session_id)
            parts = await repository.parts(session_id)
            answers = await repository.answers(session_id)
            is_technical = session.setup["interview_type"] == "technical"
            plan = await repository.plan(session_id) if is_technical else None
        language = session.setup["language"]
        notes = notes_for(language, self._planner.languages(), is_spoken=is_spoken(self._voice, language))
        if plan is not None:
            notes += notes_on_technical(plan)
        return self._views.session(session, questions, parts, answers, notes)

    async def view_json(self, caller: Caller, session_id: str) -> bytes:
        """``view`` as JSON, remembered: whatever changes it is an event, so the last sequence tells its age."""
        async with self._interviewing.transactions.read() as db:
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
        async with self._interviewing.transactions.read() as db:
            repository = InterviewRepository(db)
            rows = await repository.sessions_of(caller.candidate_id, SESSIONS_LISTED)
            questions = await repository.questions_of([session.id for session, _, _ in rows])
        asked: defaultdict[str, list[AskedQuestion]] = defaultdict(list)
        for question in questions:
            asked[question.session_id].append(question)
        return SessionList(
            sessions=[
                self._views.summary(session, asked[session.id], overall, answered)
                for session, overall, answered in rows
            ]
        )

    async def events_after(self, session_id: str, sequence: int) -> list[Event] | None:
        """What happened after ``sequence``; None where the session was deleted."""
        async with self._interviewing.transactions.read() as db:
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
