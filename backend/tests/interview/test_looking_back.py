"""Attempts at the same question, and competencies over time."""

import httpx
import pytest
from interview.conversations import LONG_ENOUGH, Interview, assert_problem

from app.interview.looking_back import family_of

AGAIN = "I rewrote the billing job in March, and I learned to test it against last year's invoices first."


async def finished(client: httpx.AsyncClient, text: str = LONG_ENOUGH, **setup: object) -> Interview:
    interview = await Interview.start(client, question_count=1, **setup)
    await interview.answer(interview.first["id"], text)
    assert (await interview.finish()).status_code == 200
    return interview


async def attempts_of(client: httpx.AsyncClient, interview: Interview) -> list[dict[str, object]]:
    response = await client.get(f"/interview/session/{interview.session_id}/attempts")
    assert response.status_code == 200, response.text
    questions = response.json()["questions"]
    return questions[0]["attempts"] if questions else []


async def test_a_question_that_was_asked_once_has_no_attempts_to_compare(client: httpx.AsyncClient) -> None:
    assert await attempts_of(client, await finished(client)) == []


async def test_every_attempt_is_seen_from_each_of_them_oldest_first(client: httpx.AsyncClient) -> None:
    first = await finished(client)
    second = await finished(client, AGAIN, practice_of=first.first["id"])
    third = await finished(client, AGAIN + " Twice.", practice_of=second.first["id"])
    for interview in (first, second, third):
        attempts = await attempts_of(client, interview)
        assert [a["session_id"] for a in attempts] == [i.session_id for i in (first, second, third)]
        assert [a["is_practice"] for a in attempts] == [False, True, True]
    assert attempts[1]["answer"]["text"] == AGAIN  # type: ignore[index]  # JSON


async def test_attempts_stay_together_when_the_first_is_deleted(client: httpx.AsyncClient) -> None:
    first = await finished(client)
    second = await finished(client, AGAIN, practice_of=first.first["id"])
    third = await finished(client, AGAIN, practice_of=first.first["id"])
    await client.delete(f"/interview/session/{first.session_id}")
    sessions = [a["session_id"] for a in await attempts_of(client, third)]
    assert sessions == [second.session_id, third.session_id]


async def test_a_skipped_question_is_no_attempt(client: httpx.AsyncClient) -> None:
    first = await finished(client)
    practice = await Interview.start(client, question_count=1, practice_of=first.first["id"])
    await practice.skip(practice.first["id"])
    assert await attempts_of(client, first) == []


async def test_an_attempt_that_wants_its_score_at_the_end_does_not_show_it_before(
    client: httpx.AsyncClient,
) -> None:
    first = await finished(client)
    practice = await Interview.start(
        client, question_count=1, practice_of=first.first["id"], feedback="at_end"
    )
    await practice.answer(practice.first["id"], AGAIN)
    attempts = await attempts_of(client, first)
    assert attempts[1]["answer"]["evaluation"] is None  # type: ignore[index]  # JSON
    await practice.finish()
    assert (await attempts_of(client, first))[1]["answer"]["evaluation"] is not None  # type: ignore[index]  # JSON


async def test_attempts_of_an_unknown_interview_are_not_found(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/interview/session/nobody/attempts"), "session-not-found", 404)


async def test_progress_lists_finished_interviews_oldest_first(client: httpx.AsyncClient) -> None:
    first = await finished(client)
    await Interview.start(client)
    second = await finished(client, practice_of=first.first["id"])
    interviews = (await client.get("/interview/progress")).json()["interviews"]
    assert [i["session_id"] for i in interviews] == [first.session_id, second.session_id]
    assert [i["is_practice"] for i in interviews] == [False, True]
    report = (await client.get(f"/interview/session/{first.session_id}/report")).json()
    assert interviews[0]["overall"] == report["overall"]
    assert interviews[0]["competencies"] == report["competencies"]


async def test_the_list_says_which_interviews_are_practice(client: httpx.AsyncClient) -> None:
    first = await finished(client)
    await finished(client, practice_of=first.first["id"])
    sessions = (await client.get("/interview/sessions")).json()["sessions"]
    assert [s["practice_of"] for s in sessions] == [first.first["id"], None]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([], {"a"}),
        ([("b", "a")], {"a", "b"}),
        ([("a", "b"), ("c", "b"), ("d", "c")], {"a", "b", "c", "d"}),
        ([("x", "y"), ("b", "a")], {"a", "b"}),
        ([("b", "a"), ("a", "b")], {"a", "b"}),
    ],
)
def test_a_family_is_whoever_repeats_or_is_repeated(links: list[tuple[str, str]], expected: set[str]) -> None:
    assert family_of("a", links) == expected
