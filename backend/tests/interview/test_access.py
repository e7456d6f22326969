"""A session belongs to its candidate, and to the agent with a token of that one session."""

import httpx
import pytest
from fakes.clock import TickingClock
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from interview.conversations import LONG_ENOUGH, Interview, assert_problem

from app.identity.port import Identity, NotSignedIn
from app.interview.access import Caller
from app.main import Adapters


class NamedByTheirToken:
    """An identity provider for which the bearer token is the person's name."""

    name = "named"

    async def identify(self, bearer: str | None) -> Identity:
        if not bearer:
            raise NotSignedIn
        return Identity(issuer="test", subject=bearer)

    async def aclose(self) -> None:
        """Nothing is held open."""


@pytest.fixture
def adapters(evaluator: FakeEvaluator, clock: TickingClock) -> Adapters:
    return Adapters(planner=FakePlanner(), embedded=evaluator, clock=clock, identity=NamedByTheirToken())


def signed_in(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"}


async def test_whoever_is_not_signed_in_is_told_so(client: httpx.AsyncClient) -> None:
    assert_problem(await client.post("/interview/start", json={"job_title": "x"}), "not-signed-in", 401)
    assert_problem(await client.get("/interview/sessions"), "not-signed-in", 401)


async def test_to_anybody_else_a_session_is_not_there(client: httpx.AsyncClient) -> None:
    client.headers.update(signed_in("ada"))
    interview = await Interview.start(client)
    turn = (await interview.answer(interview.first["id"])).json()
    await interview.finish()
    client.headers.update(signed_in("mallory"))
    path = f"/interview/session/{interview.session_id}"
    responses = [
        await client.get(path),
        await client.get(f"{path}/events"),
        await client.get(f"{path}/report"),
        await client.post(f"{path}/continue"),
        await client.post(f"{path}/telemetry", json={"reporter": "page"}),
        await client.post(f"/agent/session/{interview.session_id}/briefing"),
        await client.post(f"/agent/session/{interview.session_id}/state", json={"state": "gone"}),
        await client.delete(path),
        await interview.skip(interview.first["id"]),
        await interview.say(interview.first["id"], "hello"),
        await interview.answer(interview.first["id"], LONG_ENOUGH),
        await interview.reopen(turn["answer_id"]),
        await interview.correct(turn["answer_id"]),
        await interview.finish(),
    ]
    for response in responses:
        assert_problem(response, "session-not-found", 404)
    practise = {"job_title": "x", "practice_of": interview.first["id"]}
    assert_problem(await client.post("/interview/start", json=practise), "question-not-found", 404)
    assert (await client.get("/interview/sessions")).json() == {"sessions": []}
    client.headers.update(signed_in("ada"))
    assert (await client.get(path)).status_code == 200


@pytest.mark.parametrize(
    ("caller", "may"),
    [
        (Caller(candidate_id="c1"), True),
        (Caller(candidate_id="c2"), False),
        (Caller(agent_session_id="s1"), True),
        (Caller(agent_session_id="s2"), False),
        (Caller(agent_session_id="c1"), False),
    ],
)
def test_who_may_touch_session_s1_of_candidate_c1(caller: Caller, may: bool) -> None:
    assert caller.may_touch("s1", "c1") is may
