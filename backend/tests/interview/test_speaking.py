"""What is said in the room: nothing is lost, nothing is doubled, whatever comes between."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
from fakes.clock import TickingClock
from interview.conversations import LONG_ENOUGH, Interview, assert_problem

from app.dependencies import Container
from app.interview.listening import STILL_ON_ITS_WAY
from app.interview.terms import MAX_TEXT_CHARS


async def test_the_same_utterance_twice_is_one(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    first = await interview.say(interview.first["id"], "Once only.", sequence=0, utterance_id="u")
    again = await interview.say(interview.first["id"], "Once only.", sequence=0, utterance_id="u")
    assert first.json() == again.json()
    assert again.json()["answer_so_far"] == "Once only."


async def test_utterances_that_arrive_late_stand_where_they_were_said(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.say(interview.first["id"], "third", sequence=2)
    await interview.say(interview.first["id"], "first", sequence=0)
    stored = (await interview.say(interview.first["id"], "second", sequence=1)).json()
    assert stored["answer_so_far"] == "first second third"


async def test_five_thousand_spoken_words_are_one_answer_judged_whole(client: httpx.AsyncClient) -> None:
    """The limit of characters is that of one request; how long somebody speaks is not limited by it."""
    interview = await Interview.start(client, question_count=1)
    told = [" ".join(f"word{n}" for n in range(start, start + 500)) for start in range(0, 5_000, 500)]
    for piece in told:
        assert (await interview.say(interview.first["id"], piece)).status_code == 200
    response = await interview.answer(interview.first["id"], "", modality="spoken")
    assert response.json()["evaluation"]["status"] == "scored"
    answer = (await interview.finish()).json()["questions"][0]["answer"]
    assert answer["text"] == " ".join(told)
    assert len(answer["text"]) > MAX_TEXT_CHARS


async def test_silence_adds_nothing(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    assert (await interview.say(interview.first["id"], "  ")).json()["answer_so_far"] == ""
    assert (await interview.question(1))["draft"] == []


async def test_every_utterance_says_what_has_been_told_so_far(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    completeness = (await interview.say(interview.first["id"], "I fixed it, that's it")).json()[
        "completeness"
    ]
    assert completeness["action"]
    assert completeness["closing_phrase"]


async def test_words_that_come_after_the_answer_join_it_and_it_is_judged_again(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    await interview.say(interview.first["id"], LONG_ENOUGH)
    before = (await interview.answer(interview.first["id"], "", modality="spoken")).json()
    await interview.say(interview.first["id"], "And it stayed that way for a year.")
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
    view = await interview.view()
    answer = view["questions"][0]["answer"]
    assert answer["id"] == before["answer_id"]
    assert answer["text"] == f"{LONG_ENOUGH} And it stayed that way for a year."
    assert answer["evaluation"]["score"] > before["evaluation"]["score"]
    assert view["revision"] == 1
    assert view["current_question_id"] == before["next_question"]["id"]


async def test_words_that_come_after_the_end_change_the_report(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client, question_count=1)
    await interview.answer(interview.first["id"])
    before = (await interview.finish()).json()
    await interview.say(interview.first["id"], "And it stayed that way for a year.")
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
    after = (await interview.finish()).json()
    assert after["overall"] > before["overall"]
    assert after["revision"] == before["revision"] + 1


async def test_words_still_on_their_way_when_the_interview_is_finished_answer_the_open_question(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client, question_count=1)
    await interview.say(interview.first["id"], LONG_ENOUGH)
    before = (await interview.finish()).json()
    assert before["coverage"]["answered"] == 0
    for words in ("And it stayed that way", "for a year."):
        assert (await interview.say(interview.first["id"], words)).status_code == 200
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
    after = (await interview.finish()).json()
    assert after["coverage"]["answered"] == 1
    assert after["revision"] == before["revision"] + 2
    answer = after["questions"][0]["answer"]
    assert answer["text"] == f"{LONG_ENOUGH} And it stayed that way for a year."
    assert answer["evaluation"]["status"] == "scored"
    assert after["overall"] is not None
    view = await interview.view()
    assert view["status"] == "finished"
    assert view["questions"][0]["answer"] == answer
    events = await container.interviews.events_after(interview.session_id, 0) or []
    assert [event.type for event in events].count("answer.completed") == 1


async def test_a_question_that_was_skipped_hears_nothing_after_the_end(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client, question_count=1)
    await interview.skip(interview.first["id"])
    await interview.finish()
    assert_problem(await interview.say(interview.first["id"], "Too late."), "session-finished", 409)


async def test_words_long_after_the_end_for_an_unanswered_question_are_refused(
    client: httpx.AsyncClient, clock: TickingClock
) -> None:
    interview = await Interview.start(client)
    await interview.finish()
    clock.ahead = STILL_ON_ITS_WAY
    assert_problem(await interview.say(interview.first["id"], "Too late."), "session-finished", 409)


async def test_an_answer_is_reopened_and_is_still_one_answer(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    await interview.say(interview.first["id"], "I began with the logs")
    turn = (await interview.answer(interview.first["id"], "", modality="spoken")).json()
    reopened = (await interview.reopen(turn["answer_id"])).json()
    assert reopened["next_question"]["id"] == interview.first["id"]
    assert reopened["progress"]["answered"] == 0
    view = await interview.view()
    assert [q["id"] for q in view["questions"]] == [interview.first["id"]]
    assert view["revision"] == 1
    assert (await interview.reopen(turn["answer_id"])).json() == reopened
    await interview.say(interview.first["id"], "and found the leak within an hour.")
    again = (await interview.answer(interview.first["id"], "", modality="spoken")).json()
    assert again["next_question"]["number"] == 2
    answer = (await interview.question(1))["answer"]
    assert answer["text"] == "I began with the logs and found the leak within an hour."
    assert answer["evaluation"]["status"] == "scored"


async def test_an_answer_cannot_be_reopened_once_the_next_question_has_words(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client)
    turn = (await interview.answer(interview.first["id"])).json()
    await interview.say(turn["next_question"]["id"], "Well,")
    assert_problem(await interview.reopen(turn["answer_id"]), "answer-not-reopenable", 409)


async def test_an_answer_that_was_replaced_cannot_be_reopened(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    turn = (await interview.answer(interview.first["id"])).json()
    await interview.reopen(turn["answer_id"])
    await interview.answer(interview.first["id"], "More of it.")
    assert_problem(await interview.reopen(turn["answer_id"]), "answer-not-reopenable", 409)


async def test_nobody_reopens_what_is_not_there(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    assert_problem(await interview.reopen("no-such-answer"), "answer-not-found", 404)


async def test_words_for_a_withdrawn_question_go_to_the_reopened_one(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    turn = (await interview.answer(interview.first["id"])).json()
    await interview.reopen(turn["answer_id"])
    stored = (await interview.say(turn["next_question"]["id"], "I was not done.")).json()
    assert stored["question_id"] == interview.first["id"]
    assert stored["answer_so_far"].endswith("I was not done.")


async def test_an_answer_reopened_while_it_is_judged_asks_nothing(
    client: httpx.AsyncClient, container: Container, evaluator: Any
) -> None:
    interview = await Interview.start(client)
    evaluator.hold()
    sending = asyncio.create_task(interview.answer(interview.first["id"]))
    while (answer := (await interview.question(1))["answer"]) is None:
        await asyncio.sleep(0.01)
    await interview.reopen(answer["id"])
    evaluator.release()
    turn = (await sending).json()
    assert turn["evaluation"] is None
    assert turn["next_question"]["id"] == interview.first["id"]
    assert len((await interview.view())["questions"]) == 1


async def test_a_recording_that_was_edited_keeps_its_delivery_and_loses_its_confidence(
    client: httpx.AsyncClient, container: Container
) -> None:
    from app.interview.models import TranscriptionRow

    interview = await Interview.start(client)
    words = [
        {"text": word, "start_ms": n * 300, "end_ms": n * 300 + 250, "confidence": 0.4}
        for n, word in enumerate(LONG_ENOUGH.split())
    ]
    async with container.transactions.write() as db:
        db.add(
            TranscriptionRow(
                id="t-1",
                session_id=interview.session_id,
                text=LONG_ENOUGH,
                words=words,
                confidence=0.4,
                duration_ms=6_000,
                created_at=container.clock(),
            )
        )
    turn = await interview.answer(interview.first["id"], LONG_ENOUGH + " Edited.", transcription_id="t-1")
    assert turn.status_code == 200
    answer = (await interview.question(1))["answer"]
    assert answer["modality"] == "push_to_talk"
    assert answer["parts"][0]["transcription_id"] == "t-1"


async def test_a_retry_of_an_answer_that_was_reopened_says_what_is_current_now(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client)
    first = (await interview.answer(interview.first["id"], key="once")).json()
    await interview.reopen(first["answer_id"])
    again = (await interview.answer(interview.first["id"], key="once")).json()
    assert again["next_question"]["id"] == interview.first["id"]
    assert again["say"] == []
    assert (await interview.view())["current_question_id"] == interview.first["id"]


async def test_how_it_was_spoken_is_feedback_and_hidden_until_the_end_where_that_was_chosen(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client, question_count=1, feedback="at_end")
    words = [{"text": f"word{n}", "start_ms": 300 * n, "end_ms": 300 * n + 200} for n in range(20)]
    utterance = {
        "utterance_id": "u",
        "question_id": interview.first["id"],
        "sequence": 0,
        "text": " ".join(str(word["text"]) for word in words),
        "words": words,
    }
    await client.post(f"/interview/session/{interview.session_id}/utterances", json=utterance)
    await interview.answer(interview.first["id"], "", modality="spoken")
    assert (await interview.question(1))["answer"]["delivery"] is None
    report = (await interview.finish()).json()
    assert report["questions"][0]["answer"]["delivery"]["pace"]["value"]
    assert (await interview.question(1))["answer"]["delivery"]
