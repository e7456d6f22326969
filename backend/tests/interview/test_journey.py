"""An interview from its start to its report, over HTTP."""

from typing import Any

import httpx
from interview.conversations import LONG_ENOUGH, Interview, assert_problem

from app.identity.open import LOCAL_CANDIDATE
from app.interview.room_ledger import InterviewRoomLedger


async def test_an_interview_goes_from_the_first_question_to_the_report(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=2, participant_name="Ada")
    first = (await interview.answer(interview.first["id"])).json()
    assert first["evaluation"]["status"] == "scored"
    assert first["progress"] == {"answered": 1, "total": 2, "finished": False}
    second = (await interview.answer(first["next_question"]["id"])).json()
    assert second["next_question"] is None
    assert second["progress"] == {"answered": 2, "total": 2, "finished": True}
    assert (await interview.view())["status"] == "in_progress"
    report = (await interview.finish()).json()
    assert report["overall"] == report["questions"][0]["answer"]["evaluation"]["score"]
    assert report["coverage"] == {"answered": 2, "skipped": 0, "not_answered": 0, "total": 2}
    assert report["participant_name"] == "Ada"
    assert (await interview.view())["status"] == "finished"


async def test_finishing_again_gives_the_same_report(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=1)
    await interview.answer(interview.first["id"])
    assert (await interview.finish()).json() == (await interview.finish()).json()


async def test_the_report_is_refused_until_the_interview_is_finished(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    response = await client.get(f"/interview/session/{interview.session_id}/report")
    assert_problem(response, "session-not-finished", 409)


async def test_the_view_shows_questions_asked_so_far_and_never_the_plan(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=3)
    view = await interview.view()
    assert [q["number"] for q in view["questions"]] == [1]
    assert view["current_question_id"] == interview.first["id"]
    assert "plan" not in view


async def test_what_the_interviewer_says_next_ends_with_the_next_question(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=2)
    turn = (await interview.answer(interview.first["id"])).json()
    assert turn["say"][-1] == turn["next_question"]["text"]


async def test_feedback_at_the_end_shows_no_evaluation_before_it(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=2, feedback="at_end")
    turn = (await interview.answer(interview.first["id"])).json()
    assert turn["evaluation"] is None
    assert (await interview.question(1))["answer"]["evaluation"] is None
    events = await _events(client, interview)
    assert "evaluation.updated" not in [event.type for event in events]
    assert all(not _finds(event.payload, "score") for event in events)
    await interview.finish()
    assert (await interview.question(1))["answer"]["evaluation"]["status"] == "scored"


async def test_a_skipped_question_counts_as_not_answered_and_the_next_is_asked(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client, question_count=2)
    turn = (await interview.skip(interview.first["id"])).json()
    assert turn["evaluation"]["status"] == "skipped"
    assert turn["progress"]["answered"] == 0
    assert turn["next_question"]["number"] == 2
    assert (await interview.skip(interview.first["id"])).json() == turn
    await interview.answer(turn["next_question"]["id"])
    coverage = (await interview.finish()).json()["coverage"]
    assert coverage == {"answered": 1, "skipped": 1, "not_answered": 0, "total": 2}


async def test_under_half_answered_there_is_no_overall_score(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=3)
    await interview.answer(interview.first["id"])
    report = (await interview.finish()).json()
    assert report["overall"] is None
    assert report["uncertainty"] is None


async def test_one_question_can_be_practised_again(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=3)
    retry = await Interview.start(client, practice_of=interview.first["id"])
    assert retry.first["text"] == interview.first["text"]
    assert (await retry.answer(retry.first["id"])).json()["progress"] == {
        "answered": 1,
        "total": 1,
        "finished": True,
    }


async def test_a_question_of_nobody_cannot_be_practised(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/interview/start", json={"job_title": "Engineer", "practice_of": "no-such-question"}
    )
    assert_problem(response, "question-not-found", 404)


async def test_sessions_are_listed_newest_first_with_the_score_of_finished_ones(
    client: httpx.AsyncClient,
) -> None:
    older = await Interview.start(client, question_count=1, job_title="Older")
    await older.answer(older.first["id"])
    overall = (await older.finish()).json()["overall"]
    await Interview.start(client, job_title="Newer")
    sessions = (await client.get("/interview/sessions")).json()["sessions"]
    assert [(s["job_title"], s["score"]) for s in sessions] == [("Newer", None), ("Older", overall)]


async def test_a_deleted_session_is_gone(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.answer(interview.first["id"])
    path = f"/interview/session/{interview.session_id}"
    assert (await client.delete(path)).status_code == 204
    assert_problem(await client.get(path), "session-not-found", 404)
    assert_problem(await client.delete(path), "session-not-found", 404)
    assert (await client.get("/interview/sessions")).json() == {"sessions": []}


async def test_the_first_name_that_is_given_is_the_one(client: httpx.AsyncClient, container: Any) -> None:
    interview = await Interview.start(client)
    candidate_id = await container.candidates.id_of(LOCAL_CANDIDATE)
    ledger = InterviewRoomLedger(container.transactions, container.events, container.clock)
    for name in ("Ada", "Grace"):
        assert (await ledger.admit(interview.session_id, candidate_id, name)).participant_name == "Ada"
    assert (await interview.view())["participant_name"] == "Ada"


async def test_options_name_competencies_languages_limits_and_who_else_processes_the_data(
    client: httpx.AsyncClient,
) -> None:
    options = (await client.get("/interview/options")).json()
    assert {"id": "ownership", "name": "Ownership"}.items() <= options["competencies"][0].items()
    assert options["languages"][0] == {
        "tag": "en",
        "name": "English",
        "has_questions": True,
        "has_speech": True,
    }
    assert options["limits"]["answer"] == 20_000
    assert options["data_processors"] == []


async def test_parts_of_every_modality_make_one_answer(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    question_id = interview.first["id"]
    await interview.say(question_id, "I started with the logs,")
    stored = (await interview.say(question_id, "then I wrote a test.")).json()
    assert stored["answer_so_far"] == "I started with the logs, then I wrote a test."
    assert [part["text"] for part in (await interview.question(1))["draft"]] == [
        "I started with the logs,",
        "then I wrote a test.",
    ]
    await interview.answer(question_id, "It held.")
    answer = (await interview.question(1))["answer"]
    assert answer["text"] == "I started with the logs, then I wrote a test.\nIt held."
    assert [part["modality"] for part in answer["parts"]] == ["spoken", "spoken", "typed"]
    assert answer["modality"] == "spoken"


async def test_done_completes_what_was_said(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.say(interview.first["id"], LONG_ENOUGH)
    turn = await interview.answer(interview.first["id"], "", modality="spoken")
    assert turn.status_code == 200
    assert (await interview.question(1))["answer"]["text"] == LONG_ENOUGH


async def _events(client: httpx.AsyncClient, interview: Interview) -> list[Any]:
    app = client._transport.app  # type: ignore[attr-defined] # httpx does not tell
    events: list[Any] = await app.state.container.interviews.events_after(interview.session_id, 0)
    return events


def _finds(value: Any, name: str) -> bool:
    if isinstance(value, dict):
        return name in value or any(_finds(inner, name) for inner in value.values())
    return isinstance(value, list) and any(_finds(inner, name) for inner in value)
