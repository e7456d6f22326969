"""What was heard is put right by the candidate, and judged again as it was said."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from conftest import TickingClock
from fakes.evaluator import FakeEvaluator
from interview.conversations import LONG_ENOUGH, Interview, assert_problem

from app import privacy
from app.dependencies import Container
from app.evaluation.port import AnswerToEvaluate, Evaluation
from app.interview.concluding import LEASE
from app.main import Adapters

HEARD = "I rewrote the billing job and the era rate fell from four percent to won."
TOO_MUCH = "We had a problem with the invoices of a large customer and nobody knew why that was."


class Doubting(FakeEvaluator):
    """Provisional where the recogniser was unsure; "error" is worth ten points."""

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        judged = await super().evaluate(answer)
        is_sure = answer.confidence is None or answer.confidence >= 0.8
        score = None if judged.score is None else judged.score + 10 * ("error" in answer.text)
        status = judged.status if judged.score is None or is_sure else "provisional"
        return judged.model_copy(update={"status": status, "score": score})


@pytest.fixture
def evaluator() -> FakeEvaluator:
    return Doubting()


async def say(interview: Interview, question_id: str, text: str, n: int = 0, confidence: float = 0.5) -> None:
    words = [
        {"text": word, "start_ms": 300 * i, "end_ms": 300 * i + 250, "confidence": confidence}
        for i, word in enumerate(text.split())
    ]
    utterance = {
        "utterance_id": f"u{n}",
        "question_id": question_id,
        "sequence": n,
        "text": text,
        "words": words,
    }
    stored = await interview.client.post(
        f"/interview/session/{interview.session_id}/utterances", json=utterance
    )
    assert stored.status_code == 200, stored.text


async def spoken(interview: Interview, text: str = HEARD, **more: Any) -> str:
    """The id of the answer."""
    await say(interview, interview.first["id"], text, **more)
    turn = await interview.answer(interview.first["id"], "", modality="spoken")
    answer_id: str = turn.json()["answer_id"]
    return answer_id


async def corrected(interview: Interview, answer_id: str, text: str = LONG_ENOUGH) -> dict[str, Any]:
    response = await interview.correct(answer_id, text)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()["answer"]
    return answer


async def test_the_corrected_words_are_judged_and_what_was_heard_stays_beside_them(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    before = (await interview.question(1))["answer"]
    assert before["evaluation"]["status"] == "provisional"
    assert before["parts"][0]["unsure"][0] == {"start": 0, "end": 1}
    after = await corrected(interview, answer_id)
    assert (after["text"], after["heard"]) == (LONG_ENOUGH, HEARD)
    assert (after["evaluation"]["status"], after["evaluation"]["score"]) == ("scored", 25.0)
    assert after["before_correction"] == {"score": 15.0, "evaluator": "embedded"}
    assert after["delivery"] == before["delivery"] is not None
    assert (await interview.question(1))["answer"] == after


async def test_a_correction_after_the_end_changes_the_report_and_its_revision(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client, question_count=1)
    answer_id = await spoken(interview)
    before = (await interview.finish()).json()
    answer = await corrected(interview, answer_id)
    after = (await client.get(f"/interview/session/{interview.session_id}/report")).json()
    assert after["questions"][0]["answer"] == answer
    assert after["overall"] == answer["evaluation"]["score"] > before["overall"]
    assert after["revision"] == before["revision"] + 1
    assert "on the page of this report" in " ".join(before["notes"])
    assert "What you corrected is scored as you corrected it" in " ".join(after["notes"])


async def test_the_same_correction_again_changes_nothing(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator
) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    first = (await interview.correct(answer_id)).json()
    judged, events = len(evaluator.judged), await container.interviews.events_after(interview.session_id, 0)
    assert (await interview.correct(answer_id)).json() == first
    assert len(evaluator.judged) == judged
    assert await container.interviews.events_after(interview.session_id, 0) == events


async def test_words_that_were_heard_right_are_confirmed_and_no_longer_doubted(
    client: httpx.AsyncClient,
) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    confirmed = await corrected(interview, answer_id, HEARD)
    assert confirmed["evaluation"]["status"] == "scored"
    assert confirmed["heard"] is confirmed["before_correction"] is None


async def test_a_correction_can_be_taken_back(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    await corrected(interview, answer_id)
    back = await corrected(interview, answer_id, HEARD)
    assert (back["text"], back["heard"], back["before_correction"]) == (HEARD, None, None)
    assert back["evaluation"]["score"] == 15.0


async def test_another_answer_is_no_correction(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    problem = assert_problem(await interview.correct(answer_id, TOO_MUCH), "correction-too-large", 422)
    assert (problem["heard_words"], problem["most_changed"], problem["most_added"]) == (15, 6, 5)
    assert "practise" in problem["detail"]
    assert (await interview.question(1))["answer"]["text"] == HEARD


async def test_typed_words_are_the_candidates_own(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    answer_id = (await interview.answer(interview.first["id"])).json()["answer_id"]
    assert_problem(await interview.correct(answer_id), "answer-not-spoken", 409)


async def test_only_an_answer_that_stands_is_corrected(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    await interview.reopen(answer_id)
    assert_problem(await interview.correct(answer_id), "answer-still-open", 409)
    await interview.skip(interview.first["id"])
    assert_problem(await interview.correct(answer_id), "answer-still-open", 409)


async def test_an_export_holds_what_was_heard_and_what_was_said(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    await corrected(interview, await spoken(interview))
    exported = await privacy.export(container.transactions, "open|local")
    assert exported is not None
    (session,) = exported["sessions"]
    assert [(part["text"], part["heard"]) for part in session["answer_parts"]] == [(LONG_ENOUGH, HEARD)]
    assert session["answers"][0]["heard_evaluation"]["score"] == 15.0


async def test_nobody_corrects_what_is_not_there(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    assert_problem(await interview.correct("no-such-answer"), "answer-not-found", 404)


@pytest.mark.parametrize(
    "body", [{}, {"text": "x" * 20_001}, {"text": "a\x00b"}, {"text": 1}, {"texts": "a"}]
)
async def test_a_strange_correction_is_refused(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    response = await client.post(f"/interview/answer/{answer_id}/correct", json=body)
    assert_problem(response, "validation", 422)


async def test_a_paused_interview_can_be_corrected_and_stays_paused(
    client: httpx.AsyncClient, container: Container, clock: TickingClock
) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    clock.ahead = timedelta(minutes=31)
    assert await container.interviews.abandon_untouched() == 1
    assert (await corrected(interview, answer_id))["text"] == LONG_ENOUGH
    assert (await interview.view())["status"] == "abandoned"


async def test_words_that_come_after_a_correction_join_it(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    await corrected(interview, answer_id)
    await say(interview, interview.first["id"], "And it stayed so.", 1)
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
    answer = (await interview.question(1))["answer"]
    assert answer["text"] == f"{LONG_ENOUGH} And it stayed so."
    assert answer["heard"] == f"{HEARD} And it stayed so."
    assert answer["evaluation"]["status"] == "provisional"  # the new words were not checked


async def test_a_reopened_answer_keeps_what_was_put_right(client: httpx.AsyncClient) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    await corrected(interview, answer_id)
    await interview.reopen(answer_id)
    await interview.answer(interview.first["id"], "In May.")
    answer = (await interview.question(1))["answer"]
    assert (answer["text"], answer["heard"]) == (f"{LONG_ENOUGH}\nIn May.", f"{HEARD}\nIn May.")


async def test_it_is_told_as_an_event_that_carries_the_answer(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client)
    answer_id = await spoken(interview)
    known = (await interview.view())["last_event_id"]
    await corrected(interview, answer_id)
    told = await container.interviews.events_after(interview.session_id, known) or []
    assert [event.type for event in told] == ["answer.corrected", "session.changed", "evaluation.updated"]
    (only,) = told[0].payload["answers"]
    assert only["question_id"] == interview.first["id"]
    assert (only["answer"]["id"], only["answer"]["text"]) == (answer_id, LONG_ENOUGH)
    assert only["answer"]["evaluation"]["status"] == "pending"
    assert told[2].payload["evaluation"]["score"] == 25.0


async def test_feedback_at_the_end_hides_what_a_correction_changed(
    client: httpx.AsyncClient, container: Container
) -> None:
    interview = await Interview.start(client, question_count=1, feedback="at_end")
    answer_id = await spoken(interview)
    answer = await corrected(interview, answer_id)
    assert answer["evaluation"] is answer["before_correction"] is None
    told = await container.interviews.events_after(interview.session_id, 0) or []
    corrections = [event for event in told if event.type == "answer.corrected"]
    assert corrections[0].payload["answers"][0]["answer"]["evaluation"] is None
    report = (await interview.finish()).json()
    assert report["questions"][0]["answer"]["before_correction"]["score"] == 15.0


async def test_a_judgement_of_what_was_heard_never_replaces_that_of_what_was_said(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator
) -> None:
    interview = await Interview.start(client)
    await say(interview, interview.first["id"], HEARD)
    evaluator.hold()
    sending = asyncio.create_task(interview.answer(interview.first["id"], "", modality="spoken"))
    while (answer := (await interview.question(1))["answer"]) is None:
        await asyncio.sleep(0.01)
    correcting = asyncio.create_task(interview.correct(answer["id"], HEARD))  # the same words: only surer
    while not (await interview.view())["revision"]:
        await asyncio.sleep(0.01)
    evaluator.release()
    assert (await sending).json()["next_question"]["number"] == 2
    assert (await correcting).json()["answer"]["evaluation"]["status"] == "scored"
    await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=2))
    assert (await interview.question(1))["answer"]["evaluation"]["status"] == "scored"


async def test_a_correction_whose_judge_is_away_is_judged_when_it_is_back(
    client: httpx.AsyncClient, container: Container, evaluator: FakeEvaluator, clock: TickingClock
) -> None:
    interview = await Interview.start(client, question_count=1)
    answer_id = await spoken(interview)
    await interview.finish()
    evaluator.is_away = True
    assert (await corrected(interview, answer_id))["evaluation"]["status"] == "pending"
    evaluator.is_away = False
    clock.ahead = LEASE + timedelta(seconds=1)
    assert await container.interviews.conclusions.pick_up(ignore_leases=False) == 1
    report = (await client.get(f"/interview/session/{interview.session_id}/report")).json()
    assert report["questions"][0]["answer"]["evaluation"]["score"] == 25.0


class Slow(FakeEvaluator):
    """A language model that answers when it is let, and gives half the points."""

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        judged = await super().evaluate(answer)
        return judged.model_copy(update={"score": judged.score and judged.score / 2})


class TestWithALanguageModel:
    @pytest.fixture
    def model(self) -> FakeEvaluator:
        return Slow(name="language_model")

    @pytest.fixture
    def adapters(self, adapters: Adapters, model: FakeEvaluator) -> Adapters:
        adapters.language_model = model
        return adapters

    async def test_its_judgement_of_the_corrected_words_comes_as_an_event(
        self, client: httpx.AsyncClient, container: Container, model: FakeEvaluator
    ) -> None:
        interview = await Interview.start(client, question_count=1)
        answer_id = await spoken(interview)
        await interview.finish()
        model.hold()
        container.interviews.conclusions._inline = timedelta(milliseconds=200)
        early = await corrected(interview, answer_id)
        assert (early["evaluation"]["evaluator"], early["evaluation"]["score"]) == ("embedded", 25.0)
        assert early["before_correction"]["evaluator"] == "language_model"
        known = (await interview.view())["last_event_id"]
        model.release()
        await container.interviews.conclusions.settle(interview.session_id, timedelta(seconds=5))
        told = await container.interviews.events_after(interview.session_id, known) or []
        assert [event.type for event in told] == ["evaluation.updated"]
        report = (await client.get(f"/interview/session/{interview.session_id}/report")).json()
        late = report["questions"][0]["answer"]["evaluation"]
        assert late == told[0].payload["evaluation"]
        assert (late["evaluator"], late["score"], late["embedded_score"]) == ("language_model", 7.5, 25.0)
