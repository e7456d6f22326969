"""A question with its follow-ups is one thread: one number, one judgement, whatever happens in the middle of it."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fakes.clock import TickingClock
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from interview.conversations import Interview, assert_problem
from sqlalchemy import update

from app.dependencies import Container
from app.evaluation.port import AnswerToEvaluate, Evaluation, MissingFact, QuestionToEvaluate
from app.identity.open import LOCAL_CANDIDATE
from app.interview.access import Caller
from app.interview.models import AnswerRow
from app.main import Adapters
from app.questions.port import PlannedQuestion, PlanRequest

FIRST = "Last year I moved the stock to another hall."
RESULT = "It was done in the end."
REASON = "I did it because the roof was open."


class BehavioralPlanner(FakePlanner):
    async def plan(self, request: PlanRequest) -> list[PlannedQuestion]:
        return [q.model_copy(update={"kind": "behavioral"}) for q in await super().plan(request)]


class Listener(FakeEvaluator):
    """On topic unless it hears of cats; misses the result until "in the end", and the reason until "because"."""

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        judged = await super().evaluate(answer)
        relevance = 0.5 if "cats" in answer.text and "stock" not in answer.text else 4.0
        dimensions = [dimension.model_copy(update={"score": relevance}) for dimension in judged.dimensions]
        return judged.model_copy(update={"dimensions": dimensions})

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        result = MissingFact(what="result", quote="I moved the stock", gain=10)
        reason = MissingFact(what="reason", quote="I moved the stock", gain=6)
        return [f for f, said in ((result, "in the end"), (reason, "because")) if said not in text]


@pytest.fixture
def evaluator() -> FakeEvaluator:
    return Listener()


@pytest.fixture
def adapters(evaluator: FakeEvaluator, clock: TickingClock) -> Adapters:
    return Adapters(planner=BehavioralPlanner(), embedded=evaluator, clock=clock)


async def begin(client: httpx.AsyncClient, **setup: Any) -> Interview:
    return await Interview.start(client, **({"follow_ups": True, "question_count": 2} | setup))


async def followed_up(interview: Interview, text: str = FIRST) -> dict[str, Any]:
    """The turn in which the first follow-up is asked."""
    turn: dict[str, Any] = (await interview.answer(interview.first["id"], text)).json()
    assert turn["next_question"]["follow_up_to"] == interview.first["id"]
    return turn


async def test_the_first_words_of_a_follow_up_are_not_over_because_much_was_said_before(
    client: httpx.AsyncClient,
) -> None:
    interview = await begin(client)
    follow_up = (await followed_up(interview, f"{FIRST} That's it."))["next_question"]
    told = (await interview.say(follow_up["id"], "It was like this")).json()["completeness"]
    assert told["over"] == 0.04
    assert not told["closing_phrase"]


async def test_what_is_missing_is_asked_for_after_a_short_acknowledgement(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    turn = await followed_up(interview)
    follow_up = turn["next_question"]
    assert "“I moved the stock”" in follow_up["text"]
    assert (follow_up["number"], follow_up["competency"]) == (1, interview.first["competency"])
    assert turn["progress"] == {"answered": 0, "total": 2, "finished": False}
    assert turn["say"][-1] == follow_up["text"]
    assert len(turn["say"]) == 2


async def test_a_thread_closes_when_nothing_is_missing_and_is_judged_as_one_answer(
    client: httpx.AsyncClient, evaluator: FakeEvaluator
) -> None:
    interview = await begin(client)
    first = await followed_up(interview)
    second = (await interview.answer(first["next_question"]["id"], RESULT)).json()
    assert second["next_question"]["follow_up_to"] == interview.first["id"]  # not to the follow-up
    assert second["next_question"]["text"] != first["next_question"]["text"]
    third = (await interview.answer(second["next_question"]["id"], REASON)).json()
    assert third["next_question"]["number"] == 2
    assert third["progress"] == {"answered": 1, "total": 2, "finished": False}
    assert evaluator.judged[-1] == "\n".join([FIRST, RESULT, REASON])
    scores = [turn["evaluation"]["score"] for turn in (first, second, third)]
    assert scores == sorted(scores)
    evidence = third["evaluation"]["dimensions"][0]["evidence"][0]
    assert evidence["answer_id"] == first["answer_id"]
    assert (await interview.question(1))["answer"]["evaluation"]["score"] == scores[0]


async def test_there_are_never_more_than_two(client: httpx.AsyncClient, evaluator: FakeEvaluator) -> None:
    interview = await begin(client)
    turn = await followed_up(interview)
    for text in (RESULT, REASON):
        turn = (await interview.answer(turn["next_question"]["id"], text)).json()
    assert turn["next_question"]["number"] == 2
    assert len([q for q in (await interview.view())["questions"] if q["follow_up_to"]]) == 2


async def test_an_honest_i_dont_know_ends_the_thread_and_costs_nothing(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    first = await followed_up(interview)
    turn = (await interview.answer(first["next_question"]["id"], "I don't know.")).json()
    assert turn["next_question"]["number"] == 2
    assert turn["evaluation"]["score"] >= first["evaluation"]["score"]
    assert turn["progress"]["answered"] == 1


async def test_a_follow_up_can_be_skipped_and_its_question_counts_as_answered(
    client: httpx.AsyncClient,
) -> None:
    interview = await begin(client, question_count=1)
    first = await followed_up(interview)
    turn = (await interview.skip(first["next_question"]["id"])).json()
    assert turn["next_question"] is None
    assert turn["progress"] == {"answered": 1, "total": 1, "finished": True}
    report = (await interview.finish()).json()
    assert report["coverage"] == {"answered": 1, "skipped": 0, "not_answered": 0, "total": 1}
    assert report["overall"] == first["evaluation"]["score"]


async def test_an_answer_to_something_else_is_asked_the_question_once_more_and_only_once(
    client: httpx.AsyncClient,
) -> None:
    interview = await begin(client)
    turn = await followed_up(interview, "My sister has three cats and a garden.")
    assert turn["next_question"]["text"].endswith(interview.first["text"])
    again = (await interview.answer(turn["next_question"]["id"], "One of the cats is grey.")).json()
    assert again["next_question"]["number"] == 2


@pytest.mark.parametrize("text", ["I don't", "No"])
async def test_what_is_no_answer_is_not_followed_up(client: httpx.AsyncClient, text: str) -> None:
    interview = await begin(client)
    assert (await interview.answer(interview.first["id"], text)).json()["next_question"]["number"] == 2


async def test_a_skipped_question_is_not_followed_up(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    assert (await interview.skip(interview.first["id"])).json()["next_question"]["number"] == 2


async def test_whoever_wants_no_follow_ups_gets_none(client: httpx.AsyncClient) -> None:
    interview = await begin(client, follow_ups=False)
    assert (await interview.answer(interview.first["id"], FIRST)).json()["next_question"]["number"] == 2


async def test_the_report_counts_the_thread_once_by_its_last_judgement(client: httpx.AsyncClient) -> None:
    interview = await begin(client, question_count=1)
    first = await followed_up(interview)
    second = (await interview.answer(first["next_question"]["id"], RESULT)).json()
    await interview.skip(second["next_question"]["id"])
    report = (await interview.finish()).json()
    assert report["overall"] == second["evaluation"]["score"] > first["evaluation"]["score"]
    assert [(c["asked"], c["answered"]) for c in report["competencies"]] == [(1, 1)]
    assert len(report["questions"]) == 3


async def test_attempts_are_compared_by_what_the_report_counts_for_their_question(
    client: httpx.AsyncClient,
) -> None:
    scores: list[float] = []
    sessions: list[Interview] = []
    for _ in ("first", "practice"):
        again = {"practice_of": sessions[0].first["id"]} if sessions else {}
        interview = await begin(client, question_count=1, **again)
        sessions.append(interview)
        first = await followed_up(interview)
        second = (await interview.answer(first["next_question"]["id"], RESULT)).json()
        await interview.skip(second["next_question"]["id"])
        scores.append((await interview.finish()).json()["overall"])
    attempts = (await client.get(f"/interview/session/{sessions[1].session_id}/attempts")).json()
    before, after = attempts["questions"][0]["attempts"]
    assert [before["evaluation"]["score"], after["evaluation"]["score"]] == scores
    assert before["evaluation"]["score"] > before["answer"]["evaluation"]["score"]
    assert [told["answer"]["text"] for told in after["follow_ups"]] == [RESULT]
    assert "“I moved the stock”" in after["follow_ups"][0]["question_text"]


async def test_finishing_in_the_middle_of_a_thread_closes_it(client: httpx.AsyncClient) -> None:
    interview = await begin(client, question_count=1)
    first = await followed_up(interview)
    report = (await interview.finish()).json()
    assert report["overall"] == first["evaluation"]["score"]
    assert report["coverage"]["answered"] == 1
    assert (await interview.view())["progress"] == {"answered": 1, "total": 1, "finished": True}


async def test_reopening_an_answer_withdraws_its_follow_up(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    first = await followed_up(interview)
    reopened = (await interview.reopen(first["answer_id"])).json()
    assert reopened["next_question"]["id"] == interview.first["id"]
    assert [q["id"] for q in (await interview.view())["questions"]] == [interview.first["id"]]
    again = (await interview.answer(interview.first["id"], f"{RESULT} {REASON}")).json()
    assert again["next_question"]["number"] == 2


async def test_an_answer_whose_follow_up_has_words_stays_closed(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    first = await followed_up(interview)
    await interview.say(first["next_question"]["id"], "Well, it was")
    assert_problem(await interview.reopen(first["answer_id"]), "answer-not-reopenable", 409)


async def test_the_answer_to_a_follow_up_can_be_reopened(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    first = await followed_up(interview)
    follow_up = first["next_question"]["id"]
    told = (await interview.answer(follow_up, f"{RESULT} {REASON}")).json()
    assert told["next_question"]["number"] == 2
    assert (await interview.reopen(told["answer_id"])).json()["next_question"]["id"] == follow_up
    assert (await interview.view())["progress"]["answered"] == 0
    again = (await interview.answer(follow_up, "And it was dry.")).json()
    assert again["evaluation"]["score"] >= told["evaluation"]["score"]
    assert again["next_question"]["number"] == 2


async def test_the_same_answer_twice_is_followed_up_once(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    turns = await asyncio.gather(*(interview.answer(interview.first["id"], FIRST, key="k") for _ in range(3)))
    assert len({turn.text for turn in turns}) == 1
    assert (await interview.answer(interview.first["id"], FIRST, key="k")).json() == turns[0].json()
    assert len((await interview.view())["questions"]) == 2


async def test_two_tabs_answer_a_follow_up_once(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    follow_up = (await followed_up(interview))["next_question"]["id"]
    turns = await asyncio.gather(*(interview.answer(follow_up, f"{RESULT} Tab {n}.") for n in range(3)))
    assert sorted(turn.status_code for turn in turns) == [200, 409, 409]


async def test_feedback_at_the_end_hides_every_judgement_of_the_thread(client: httpx.AsyncClient) -> None:
    interview = await begin(client, feedback="at_end")
    first = await followed_up(interview)
    second = (await interview.answer(first["next_question"]["id"], RESULT)).json()
    assert first["evaluation"] is second["evaluation"] is None
    assert all(
        q["answer"] is None or q["answer"]["evaluation"] is None
        for q in (await interview.view())["questions"]
    )


async def test_progress_waits_for_what_comes_next(client: httpx.AsyncClient, container: Container) -> None:
    interview = await begin(client, question_count=1)
    first = await followed_up(interview)
    await interview.answer(first["next_question"]["id"], f"{RESULT} {REASON}")
    events = await container.interviews.events_after(interview.session_id, 0) or []
    told = [(e.type, e.payload["progress"]) for e in events if "progress" in e.payload]
    open_, done = ({"answered": n, "total": 1, "finished": bool(n)} for n in (0, 1))
    assert told == [
        ("answer.completed", open_),
        ("question.asked", open_),
        ("answer.completed", open_),
        ("interview.closing", done),
    ]


async def test_an_abandoned_interview_goes_on_at_its_follow_up(
    client: httpx.AsyncClient, container: Container, clock: TickingClock
) -> None:
    interview = await begin(client)
    first = await followed_up(interview)
    clock.ahead = timedelta(minutes=31)
    assert await container.interviews.abandon_untouched() == 1
    view = (await client.post(f"/interview/session/{interview.session_id}/continue")).json()
    assert view["current_question_id"] == first["next_question"]["id"]
    assert (await interview.answer(view["current_question_id"], RESULT)).status_code == 200


async def test_a_closed_thread_is_not_opened_by_a_judgement_that_is_made_up_for(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await begin(client, question_count=1)
    first = await followed_up(interview)
    await interview.skip(first["next_question"]["id"])
    async with container.transactions.write() as db:
        await db.execute(update(AnswerRow).values(is_evaluated=False, lease_until=None))
    before = await container.interviews.events_after(interview.session_id, 0) or []
    await container.interviews.conclusions.pick_up(ignore_leases=True)
    after = (await container.interviews.events_after(interview.session_id, 0) or [])[len(before) :]
    assert {event.type for event in after} == {"evaluation.updated"}


async def test_an_answer_that_a_crash_left_unjudged_is_followed_up_at_the_next_start(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator
) -> None:
    interview = await begin(client)
    evaluator.hold()
    asking = asyncio.create_task(interview.answer(interview.first["id"], FIRST))
    while not container.interviews.conclusions._concluding:
        await asyncio.sleep(0.01)
    for task in container.interviews.conclusions._concluding.values():
        task.cancel()
    await asyncio.wait([asking])
    evaluator.release()
    await container.interviews.conclusions.pick_up(ignore_leases=False)
    async with container.transactions.write() as db:
        await db.execute(update(AnswerRow).values(lease_until=None))
    await container.interviews.conclusions.pick_up(ignore_leases=False)
    questions = (await interview.view())["questions"]
    assert [q["follow_up_to"] for q in questions] == [None, interview.first["id"]]


async def test_late_words_of_the_first_answer_are_judged_with_the_whole_thread(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator
) -> None:
    interview = await begin(client)
    await interview.say(interview.first["id"], FIRST)
    first = (await interview.answer(interview.first["id"], "", modality="spoken")).json()
    await interview.answer(first["next_question"]["id"], RESULT)
    await interview.say(interview.first["id"], "That was in May.")
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=5))
    assert f"{FIRST} That was in May.\n{RESULT}" in evaluator.judged


async def test_correcting_the_first_answer_judges_its_whole_thread_anew(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator
) -> None:
    interview = await begin(client, question_count=1)
    await interview.say(interview.first["id"], "Last year I moved the stork to another hall.")
    first = (await interview.answer(interview.first["id"], "", modality="spoken")).json()
    second = (await interview.answer(first["next_question"]["id"], RESULT)).json()
    third = (await interview.answer(second["next_question"]["id"], REASON)).json()
    before = (await interview.finish()).json()
    known = (await interview.view())["last_event_id"]
    assert (await interview.correct(first["answer_id"], f"Well, {FIRST}")).status_code == 200
    told = await container.interviews.events_after(interview.session_id, known) or []
    assert [event.type for event in told] == [
        "answer.corrected",
        "session.changed",
        *["evaluation.updated"] * 3,
    ]
    assert [each["answer"]["id"] for each in told[0].payload["answers"]] == [
        turn["answer_id"] for turn in (first, second, third)
    ]
    assert evaluator.judged[-1] == "\n".join([f"Well, {FIRST}", RESULT, REASON])
    after = (await interview.finish()).json()
    assert after["overall"] == before["overall"] + 1
    answers = [question["answer"] for question in after["questions"]]
    assert [answer["heard"] is not None for answer in answers] == [True, False, False]
    assert answers[2]["before_correction"]["score"] == before["overall"]
    texts = {answer["id"]: answer["text"] for answer in answers}
    for answer in answers:
        for evidence in answer["evaluation"]["dimensions"][0]["evidence"]:
            assert texts[evidence["answer_id"]][evidence["start"] : evidence["end"]] == evidence["quote"]


async def test_a_correction_may_lower_a_thread_that_was_heard_too_well(client: httpx.AsyncClient) -> None:
    """Never lower holds within what was told: other words than those that were heard are told anew."""
    interview = await begin(client, question_count=1)
    await interview.say(interview.first["id"], f"{FIRST} yes yes yes")
    first = (await interview.answer(interview.first["id"], "", modality="spoken")).json()
    await interview.answer(first["next_question"]["id"], RESULT)
    before = (await interview.finish()).json()
    await interview.correct(first["answer_id"], FIRST)
    assert (await interview.finish()).json()["overall"] == before["overall"] - 3


async def test_a_follow_up_is_practised_with_its_question(client: httpx.AsyncClient) -> None:
    interview = await begin(client)
    follow_up = (await followed_up(interview))["next_question"]
    again = await Interview.start(client, practice_of=follow_up["id"])
    assert again.first["text"] == interview.first["text"]
    assert (await again.view())["setup"]["practice_of"] == interview.first["id"]


async def test_the_agent_that_comes_back_asks_the_follow_up(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await begin(client)
    follow_up = (await followed_up(interview))["next_question"]
    briefing = await container.interviews.brief(await _caller(container), interview.session_id)
    assert briefing.say[-1] == follow_up["text"]
    assert briefing.question is not None
    assert briefing.question.id == follow_up["id"]


async def _caller(container: Container) -> Caller:
    return Caller(candidate_id=await container.candidates.id_of(LOCAL_CANDIDATE))
