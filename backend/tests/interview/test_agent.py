"""What the voice agent is told, and what it tells."""

import httpx
from interview.conversations import LONG_ENOUGH, Interview, assert_problem

from app.dependencies import Container


async def brief(client: httpx.AsyncClient, interview: Interview) -> dict[str, object]:
    response = await client.post(f"/agent/session/{interview.session_id}/briefing")
    assert response.status_code == 200, response.text
    briefing: dict[str, object] = response.json()
    return briefing


async def test_the_first_briefing_greets_by_name_and_later_ones_go_on(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, participant_name="Ada", patience="patient")
    first = await brief(client, interview)
    assert not first["is_resumed"]
    assert "Ada" in str(first["say"])
    assert first["patience"] == "patient"
    await interview.say(interview.first["id"], LONG_ENOUGH)
    second = await brief(client, interview)
    assert second["is_resumed"]
    assert second["say"] != first["say"]
    assert second["answer_so_far"] == LONG_ENOUGH
    assert second["next_sequence"] == 1
    assert second["question"] == first["question"]


async def test_in_a_language_that_the_voice_lacks_it_asks_for_writing(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, language="de", participant_name="Ada")
    assert (await brief(client, interview))["say"][2] == "Bitte antworten Sie schriftlich."  # type: ignore[index] # JSON
    assert "does not speak German" in (await interview.view())["notes"][-1]


async def test_a_briefing_after_the_last_answer_is_the_closing(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=1)
    turn = (await interview.answer(interview.first["id"])).json()
    briefing = await brief(client, interview)
    assert briefing["question"] is None
    assert briefing["say"] == turn["say"][-len(briefing["say"]) :]  # type: ignore[arg-type] # JSON


async def test_a_briefing_of_a_finished_session_has_nothing_to_say(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.finish()
    briefing = await brief(client, interview)
    assert briefing["status"] == "finished"
    assert briefing["say"] == []


async def test_the_agents_state_becomes_an_event_once(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    path = f"/agent/session/{interview.session_id}/state"
    for state in ("joining", "listening", "listening"):
        assert (await client.post(path, json={"state": state})).status_code == 204
    events = await container.interviews.events_after(interview.session_id, 0) or []
    assert [e.payload["state"] for e in events if e.type == "agent.state"] == ["joining", "listening"]
    assert (await interview.view())["agent"]["state"] == "listening"


async def test_a_state_that_does_not_exist_is_refused(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    response = await client.post(f"/agent/session/{interview.session_id}/state", json={"state": "bored"})
    assert_problem(response, "validation", 422)


async def test_what_the_page_measures_is_counted(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    path = f"/interview/session/{interview.session_id}/telemetry"
    measured = {
        "reporter": "page",
        "join_ms": 650,
        "turn_ms": [900, 1400],
        "reconnects": 2,
        "connection_quality": "good",
    }
    assert (await client.post(path, json=measured)).status_code == 204
    metrics = (await client.get("/metrics")).text
    assert "hirecoach_join_seconds_sum 0.65" in metrics
    assert 'hirecoach_turn_seconds_count{reporter="page"} 2.0' in metrics
    assert 'hirecoach_reconnects_total{reporter="page"} 2.0' in metrics
    assert 'hirecoach_connection_quality_total{quality="good"} 1.0' in metrics
    assert 'route="/interview/start"' in metrics
    assert interview.session_id not in metrics
