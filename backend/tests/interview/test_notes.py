"""What a candidate is told about the questions of their interview."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from interview.conversations import Interview

from app.interview.notes import notes_on_technical
from app.main import Adapters
from app.questions.bank_data import default_bank
from app.questions.planner import BankPlanner
from app.questions.port import PlannedQuestion, PlanRequest

PLANNER = BankPlanner()


async def plan(title: str, count: int, **more: str) -> list[PlannedQuestion]:
    setup: dict[str, Any] = {"seniority": "mid", "language": "en", "interview_type": "technical", **more}
    return await PLANNER.plan(PlanRequest(job_title=title, question_count=count, **setup))


async def test_a_job_with_questions_of_its_own_needs_no_note() -> None:
    assert notes_on_technical(await plan("Nurse", 4)) == []


async def test_a_job_without_technical_questions_is_told_what_it_is_asked_instead() -> None:
    (note,) = notes_on_technical(await plan("Beekeeper", 4))
    assert "ways of working that any job needs" in note
    (note,) = notes_on_technical(await plan("Imker", 4, language="de"))
    assert "in this language yet" in note


async def test_a_long_technical_interview_says_how_many_of_its_questions_are_technical() -> None:
    planned = await plan("Beekeeper", 15, seniority="intern", language="de")
    technical = sum(question.kind == "technical" for question in planned)
    _, note = notes_on_technical(planned)
    assert note.startswith(f"{technical} of the 15 questions are technical")
    assert not any(question.text in note for question in planned)


@pytest.fixture
def adapters(adapters: Adapters) -> Adapters:
    return replace(adapters, planner=PLANNER)


async def test_a_german_session_is_asked_in_german_and_says_what_it_could_not_have(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(
        client, job_title="Imker", language="de-AT", interview_type="technical", question_count=3
    )
    translations = {w.text for w in default_bank().translations["de"].questions.values()}
    assert interview.first["text"] in translations
    competency = default_bank().translations["de"].competencies[interview.first["competency"]]
    assert interview.first["competency_name"] == competency.name
    notes = (await interview.view())["notes"]
    assert not any("asked in English" in note for note in notes)
    assert sum("ways of working" in note for note in notes) == 1


async def test_other_interviews_are_not_measured_by_their_technical_questions(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client, job_title="Beekeeper", interview_type="behavioral")
    assert (await interview.view())["notes"] == []
