"""``POST /interview/recognise`` and what a plan makes of it."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fakes.planner import FakePlanner
from interview.conversations import assert_problem

from app.config import Settings
from app.main import Adapters
from app.questions.port import PlannedQuestion, PlanRequest


class RecordingPlanner(FakePlanner):
    def __init__(self) -> None:
        self.requests: list[PlanRequest] = []

    async def plan(self, request: PlanRequest) -> list[PlannedQuestion]:
        self.requests.append(request)
        return await super().plan(request)


@pytest.fixture
def planner() -> RecordingPlanner:
    return RecordingPlanner()


@pytest.fixture
def adapters(adapters: Adapters, planner: RecordingPlanner) -> Adapters:
    return replace(adapters, planner=planner)


async def test_a_setup_is_recognised(client: httpx.AsyncClient) -> None:
    body = {"job_title": "Staff Nurse", "cv_text": "Triage and wound care in a busy ward."}
    response = await client.post("/interview/recognise", json=body)
    assert response.status_code == 200
    found = response.json()
    assert found["occupation"]["label"].startswith("nurse")
    assert {"label": "wound care", "found_in": "cv", "phrase": "wound care"} in found["skills"]


async def test_nothing_to_recognise_is_no_error(client: httpx.AsyncClient) -> None:
    response = await client.post("/interview/recognise", json={})
    assert response.json() == {"occupation": None, "alternatives": [], "skills": []}


async def test_too_long_a_text_and_unknown_fields_are_refused_by_name(client: httpx.AsyncClient) -> None:
    for body in ({"cv_text": "x" * 20_001}, {"cv": "x"}, {"job_title": "a\x00b"}):
        assert_problem(await client.post("/interview/recognise", json=body), "validation", 422)


async def test_nothing_of_it_is_stored(client: httpx.AsyncClient, settings: Settings) -> None:
    await client.post("/interview/recognise", json={"job_title": "Zyzzyva tamer", "cv_text": "zyzzyva"})
    files = [path for path in Path(settings.state_dir).rglob("*") if path.is_file()]
    assert files
    assert not any(b"zyzzyva" in path.read_bytes().lower() for path in files)


async def test_what_the_candidate_left_of_it_reaches_the_planner(
    client: httpx.AsyncClient, planner: RecordingPlanner
) -> None:
    setup = {"job_title": "Guru", "occupation": "software developer", "skills": ["Python", " SQL "]}
    session_id = (await client.post("/interview/start", json=setup)).json()["session_id"]
    assert planner.requests[0].occupation == "software developer"
    assert planner.requests[0].skills == ("Python", "SQL")
    view = (await client.get(f"/interview/session/{session_id}")).json()
    assert view["setup"]["skills"] == ["Python", "SQL"]
