"""What the setup page offers."""

from typing import get_args

from app.config import Settings
from app.interview.languages import LANGUAGE_NAMES, is_spoken
from app.interview.schemas import LanguageOption, Options
from app.interview.terms import MAX_TEXT_CHARS
from app.questions.follow_ups import load_rules
from app.questions.port import InterviewType, QuestionPlanner, Seniority


def describe_options(planner: QuestionPlanner, settings: Settings) -> Options:
    with_questions = planner.languages()
    tags = [*with_questions, *(tag for tag in LANGUAGE_NAMES if tag not in with_questions)]
    return Options(
        competencies=planner.competencies(),
        languages=[
            LanguageOption(
                tag=tag,
                name=LANGUAGE_NAMES.get(tag, tag),
                has_questions=tag in with_questions,
                has_speech=is_spoken(settings.resolved_voice, tag),
            )
            for tag in tags
        ],
        seniorities=list(get_args(Seniority)),
        interview_types=list(get_args(InterviewType)),
        limits={
            "job_title": 120,
            "job_description": MAX_TEXT_CHARS,
            "cv_text": MAX_TEXT_CHARS,
            "answer": MAX_TEXT_CHARS,
            "question_count": 15,
            "follow_ups_per_question": load_rules().most_per_question,
            "participant_name": 80,
            "focus": 12,
            "audio_bytes": 10 * 1024 * 1024,
            "audio_seconds": 300,
        },
        data_processors=settings.data_processors,
        voice=settings.resolved_voice,
        identity=settings.identity,
    )
