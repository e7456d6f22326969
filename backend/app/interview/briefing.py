"""What the agent is told when it comes into a room."""

from app.interview import script
from app.interview.change import Change
from app.interview.languages import VoiceName, is_spoken
from app.interview.parts import compose
from app.interview.requests import Setup
from app.interview.schemas import Briefing, Question
from app.interview.views import ANONYMOUS, Views, part_of, setup_of


async def brief(change: Change, views: Views, voice: VoiceName) -> Briefing:
    """What to say first, and where the interview stands; the first one greets, which is noted."""
    session = change.session
    is_resumed = session.greeted_at is not None
    current = change.state.current if session.status == "in_progress" else None
    question, answer_so_far = None, ""
    if current is not None:
        question = views.question(change.row(current.id))
        rows = await change.repository.parts(session.id, current.id)
        answer_so_far = compose([part_of(row) for row in rows])
        session.greeted_at = session.greeted_at or change.now
    setup = setup_of(session)
    return Briefing(
        session_id=session.id,
        status=change.state.status,
        candidate_name=session.participant_name or ANONYMOUS,
        language=setup.language,
        persona=setup.persona,
        patience=setup.patience,
        question=question,
        answer_so_far=answer_so_far,
        next_sequence=await change.repository.next_sequence(session.id),
        is_resumed=is_resumed,
        say=_first_words(change, setup, question, is_resumed, answer_so_far, voice),
        phrases=script.phrases(setup.language, setup.persona),
        reactions=script.reactions(setup.language, setup.persona),
        commands=script.commands(setup.language),
        last_event_id=session.last_event_sequence,
    )


def _first_words(
    change: Change,
    setup: Setup,
    question: Question | None,
    is_resumed: bool,
    answer_so_far: str,
    voice: VoiceName,
) -> list[str]:
    name = change.session.participant_name or ANONYMOUS
    if question is not None:
        return script.briefing_lines(
            setup.language,
            setup.persona,
            name,
            setup.job_title,
            question.text,
            question.number,
            setup.question_count,
            is_resumed,
            answer_so_far,
            is_spoken(voice, setup.language),
        )
    if change.session.status == "in_progress" and change.state.is_complete:
        return script.closing_lines(setup.language, setup.persona, name, setup.feedback)
    return []
