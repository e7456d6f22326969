"""The interview over HTTP: start, answer, skip, reopen, finish, and the stream of what changes."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import Response, StreamingResponse

from app.dependencies import (
    AnswerId,
    CurrentCaller,
    CurrentCandidate,
    CurrentSettings,
    Interviews,
    Parts,
    SessionId,
    StartingCandidate,
    costly,
    name_of,
)
from app.interview.errors import (
    AnswerEmpty,
    AnswerNotFound,
    AnswerNotReopenable,
    AnswerNotSpoken,
    AnswerStillOpen,
    CorrectionTooLarge,
    IdempotencyKeyReused,
    QuestionAlreadyAnswered,
    QuestionNotCurrent,
    QuestionNotFound,
    SessionAbandoned,
    SessionFinished,
    SessionNotFound,
    UnknownFocus,
)
from app.interview.event_schemas import Event
from app.interview.options import describe_options
from app.interview.requests import AnswerIn, CorrectionIn, FinishIn, Setup, SkipIn, TelemetryIn, UtteranceIn
from app.interview.schemas import (
    AnswerCorrected,
    NextTurn,
    Options,
    Report,
    SessionList,
    SessionView,
    Started,
    UtteranceStored,
)
from app.platform.problems import TOO_MANY_REQUESTS
from app.routes.event_stream import HEARTBEAT_S, counted, require_room_for_one_more, stream_events
from app.routes.problem_table import IDENTITY_PROBLEMS, problem_responses

router = APIRouter(prefix="/interview", tags=["interview"])

_MINE = (SessionNotFound, *IDENTITY_PROBLEMS)
_OPEN = (*_MINE, SessionFinished, SessionAbandoned)

IdempotencyKey = Annotated[
    str | None,
    Header(min_length=1, max_length=255, description="The same key with the same body is the same answer."),
]
LastEventId = Annotated[int | None, Header(ge=0, le=2**31 - 1, description="Resume after this event.")]


@router.get("/options", operation_id="getOptions")
async def get_options(parts: Parts, settings: CurrentSettings) -> Options:
    """What the setup page offers, and who else processes the data."""
    return describe_options(parts.planner, settings)


@router.post(
    "/start",
    operation_id="startInterview",
    status_code=201,
    responses=problem_responses(*IDENTITY_PROBLEMS, UnknownFocus, QuestionNotFound, TOO_MANY_REQUESTS),
    dependencies=[costly("start")],
)
async def start_interview(setup: Setup, candidate: StartingCandidate, interviews: Interviews) -> Started:
    """Plan an interview and ask its first question."""
    return await interviews.start(candidate, setup)


@router.get("/sessions", operation_id="listSessions", responses=problem_responses(*IDENTITY_PROBLEMS))
async def list_sessions(candidate: CurrentCandidate, interviews: Interviews) -> SessionList:
    """The candidate's interviews, newest first."""
    return await interviews.list_sessions(candidate)


@router.get(
    "/session/{session_id}",
    operation_id="getSession",
    response_model=SessionView,
    responses=problem_responses(*_MINE),
)
async def get_session(session_id: SessionId, caller: CurrentCaller, interviews: Interviews) -> Response:
    """The whole session: setup, the questions asked so far, answers, evaluations, progress."""
    return Response(await interviews.view_json(caller, session_id), media_type="application/json")


@router.delete(
    "/session/{session_id}",
    operation_id="deleteSession",
    status_code=204,
    responses=problem_responses(*_MINE),
)
async def delete_session(
    session_id: SessionId, candidate: CurrentCandidate, interviews: Interviews, parts: Parts
) -> None:
    """Delete the session with everything of it, its room included; it cannot be brought back."""
    await interviews.delete(candidate, session_id)
    await parts.rooms.close(session_id)


@router.post(
    "/session/{session_id}/continue",
    operation_id="continueInterview",
    responses=problem_responses(*_MINE, SessionFinished),
)
async def continue_interview(
    session_id: SessionId, candidate: CurrentCandidate, interviews: Interviews
) -> SessionView:
    """Take up an abandoned interview where it stopped."""
    return await interviews.take_up(candidate, session_id)


@router.post(
    "/session/{session_id}/utterances",
    operation_id="addUtterance",
    responses=problem_responses(*_OPEN, QuestionNotFound, QuestionNotCurrent, TOO_MANY_REQUESTS),
    # A late utterance has its answer judged again, which may cost; the agent says no more than it hears.
    dependencies=[costly("utterance", for_agents=False)],
)
async def add_utterance(
    session_id: SessionId, utterance: UtteranceIn, caller: CurrentCaller, interviews: Interviews
) -> UtteranceStored:
    """Store one utterance as it was heard. Idempotent by ``utterance_id``; late ones join the answer they belong to."""
    return await interviews.add_utterance(caller, session_id, utterance)


@router.post(
    "/answer",
    operation_id="submitAnswer",
    responses=problem_responses(
        *_OPEN,
        QuestionNotFound,
        QuestionNotCurrent,
        QuestionAlreadyAnswered,
        AnswerEmpty,
        IdempotencyKeyReused,
        TOO_MANY_REQUESTS,
    ),
    dependencies=[costly("answer")],
)
async def submit_answer(
    answer: AnswerIn, caller: CurrentCaller, interviews: Interviews, idempotency_key: IdempotencyKey = None
) -> NextTurn:
    """Complete the answer to the current question: stored first, then evaluated, then the next question."""
    return await interviews.submit_answer(caller, answer, idempotency_key)


@router.post(
    "/answer/{answer_id}/reopen",
    operation_id="reopenAnswer",
    responses=problem_responses(*_OPEN, AnswerNotFound, AnswerNotReopenable),
)
async def reopen_answer(answer_id: AnswerId, caller: CurrentCaller, interviews: Interviews) -> NextTurn:
    """Go on with an answer that was taken for finished; allowed until the next question has words."""
    return await interviews.reopen(caller, answer_id)


@router.post(
    "/answer/{answer_id}/correct",
    operation_id="correctAnswer",
    responses=problem_responses(
        *_MINE, AnswerNotFound, AnswerStillOpen, AnswerNotSpoken, CorrectionTooLarge, TOO_MANY_REQUESTS
    ),
    dependencies=[costly("correct")],
)
async def correct_answer(
    answer_id: AnswerId, correction: CorrectionIn, candidate: CurrentCandidate, interviews: Interviews
) -> AnswerCorrected:
    """Put right what was misheard, during the interview or after it; the answer is judged again. Idempotent."""
    return await interviews.correct(candidate, answer_id, correction)


@router.post(
    "/session/{session_id}/skip",
    operation_id="skipQuestion",
    responses=problem_responses(*_OPEN, QuestionNotFound, QuestionNotCurrent, QuestionAlreadyAnswered),
)
async def skip_question(
    session_id: SessionId, skip: SkipIn, caller: CurrentCaller, interviews: Interviews
) -> NextTurn:
    """Leave the current question unanswered and go on."""
    return await interviews.skip(caller, session_id, skip.question_id)


@router.post("/finish", operation_id="finishInterview", responses=problem_responses(*_MINE, SessionAbandoned))
async def finish_interview(finish: FinishIn, caller: CurrentCaller, interviews: Interviews) -> Report:
    """End the interview; again: the same report, unless an answer was revised."""
    return await interviews.finish(caller, finish.session_id)


@router.post(
    "/session/{session_id}/telemetry",
    operation_id="reportTelemetry",
    status_code=204,
    responses=problem_responses(*_MINE),
)
async def report_telemetry(
    session_id: SessionId, telemetry: TelemetryIn, caller: CurrentCaller, interviews: Interviews, parts: Parts
) -> None:
    """Count join time, turn latency, connection quality and reconnects for ``/metrics``."""
    await interviews.require_access(caller, session_id)
    parts.metrics.observe_telemetry(**telemetry.model_dump())


_EVENT_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"Server-sent events: `id` is the sequence, `event` the type, `data` an Event. "
        f"A comment every {HEARTBEAT_S:.0f} s keeps the connection open.",
        "content": {"text/event-stream": {"schema": {"type": "string"}}},
    },
}


@router.get(
    "/session/{session_id}/events",
    operation_id="followSession",
    response_class=StreamingResponse,
    responses=_EVENT_STREAM | problem_responses(*_MINE, TOO_MANY_REQUESTS),
)
async def follow_session(
    session_id: SessionId,
    request: Request,
    caller: CurrentCaller,
    interviews: Interviews,
    parts: Parts,
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """Every change of the session after ``Last-Event-ID``, as it happens."""
    await interviews.require_access(caller, session_id)
    who = name_of(caller)
    require_room_for_one_more(parts.open_streams, who)

    async def read_after(sequence: int) -> list[Event] | None:
        return await interviews.events_after(session_id, sequence)

    stream: AsyncIterator[str] = stream_events(
        session_id, last_event_id or 0, read_after, parts.events, parts.stopping, parts.metrics
    )
    return StreamingResponse(
        counted(stream, parts.open_streams, who),
        media_type="text/event-stream",
        # no-transform: proxies that compress would hold events back (Next rewrites do).
        headers={"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"},
    )
