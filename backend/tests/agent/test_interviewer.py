"""The interviewer against the real API, with a mouth and an ear that are played by the test."""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes.speech import FakeTranscriber

from backend_client import BackendClient
from interviewer import Interviewer
from listening import Utterance

from .running_api import CREDENTIALS, RunningApi, running_api

ANSWER = (
    "At my last company our billing system failed every Monday and nobody knew why. I read the logs, "
    "found that two jobs ran at once, and wrote a lock for them. In the end the failures stopped, "
    "and we saved ten hours a week."
)
LOUD = b"\x00\x20\x00\xe0" * 8_000  # one second


class TestMouth:
    """Takes ``seconds_a_line`` for every line, or until it is interrupted."""

    __test__ = False

    def __init__(self) -> None:
        self.seconds_a_line = 0.01
        self.is_speaking = False
        self.said: list[str] = []
        self.cut_off: list[str] = []
        self._interrupted = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self._stopped = 0

    async def say(self, lines: list[str]) -> bool:
        began_at = self._stopped
        async with self._one_at_a_time:
            self._interrupted.clear()
            for line in lines:
                if began_at != self._stopped:
                    return False
                self.is_speaking = True
                self.said.append(line)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._interrupted.wait(), self.seconds_a_line)
                    self.cut_off.append(line)
            self.is_speaking = False
            return began_at == self._stopped

    def interrupt(self) -> None:
        self._stopped += 1
        self.is_speaking = False
        self._interrupted.set()

    def hold(self) -> None: ...
    def resume(self) -> None: ...
    def prepare(self, *lines: str) -> None: ...


class TestEar:
    __test__ = False

    def __init__(self) -> None:
        self.is_muted = False
        self.is_hearing = False
        self.last_voice_at = 0.0

    def mute(self, is_muted: bool) -> None:
        self.is_muted = is_muted

    def flush(self) -> None: ...
    def close_when_silent(self) -> None: ...

    def end_of_turn_probability(self) -> float:
        return 0.8


class Interview:
    """One agent in one session."""

    def __init__(self, api: RunningApi, session_id: str, client: BackendClient) -> None:
        self.api = api
        self.session_id = session_id
        self.client = client
        self.mouth, self.ear = TestMouth(), TestEar()
        self.hears = FakeTranscriber()
        self.interviewer: Interviewer
        self.running: asyncio.Task[None]
        self.states: list[str] = []

    async def begin(self, *, seconds_a_line: float = 0.01) -> None:
        briefing = await self.client.briefing()
        self.mouth.seconds_a_line = seconds_a_line
        self.interviewer = Interviewer(self.client, briefing, self.hears, on_state=self.states.append)
        self.interviewer.attach(self.mouth, self.ear)
        self.running = asyncio.create_task(self.interviewer.run())
        await until(lambda: len(self.mouth.said) >= (len(briefing.say) if seconds_a_line < 1 else 1))

    async def say(self, text: str) -> None:
        """The candidate speaks for a second."""
        self.hears.hear_next(text)
        for voiced_ms in range(32, 1_000, 160):
            self.interviewer.voiced(voiced_ms)
        self.interviewer.voiced(0)
        self.ear.last_voice_at = time.monotonic()
        self.interviewer.heard(Utterance(LOUD, 0, 1_000))

    async def view(self) -> dict[str, Any]:
        return await self.api.view(self.session_id)

    async def end(self) -> None:
        self.interviewer.leave()
        await self.running
        await self.client.aclose()


async def until(holds: Callable[[], bool], *, within_s: float = 30.0) -> None:
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.fixture
async def api(tmp_path: Path) -> AsyncIterator[RunningApi]:
    async with running_api(tmp_path) as running:
        yield running


@pytest.fixture
async def interview(api: RunningApi) -> AsyncIterator[Interview]:
    session_id = await api.start()
    interview = Interview(api, session_id, BackendClient(api.url, CREDENTIALS, session_id))
    yield interview
    await interview.end()


def _questions(view: dict[str, Any]) -> list[dict[str, Any]]:
    questions: list[dict[str, Any]] = view["questions"]
    return questions


async def test_an_interview_is_spoken_from_the_greeting_to_the_end(interview: Interview) -> None:
    await interview.begin()
    assert "Sam" in interview.mouth.said[0]
    first = interview.interviewer.question
    assert first is not None
    assert first.text in interview.mouth.said
    await interview.say(ANSWER)
    await until(lambda: interview.interviewer.question not in (None, first))
    second = interview.interviewer.question
    assert second is not None
    # Speech over the beginning of the reply would reopen the first answer: let it end.
    await until(lambda: second.text in interview.mouth.said and not interview.mouth.is_speaking)
    await interview.say(ANSWER + " That's it.")
    await until(interview.running.done)
    view = await interview.view()
    assert view["status"] == "finished"
    assert [q["answer"]["text"] for q in _questions(view)] == [ANSWER, ANSWER + " That's it."]
    assert [q["answer"]["modality"] for q in _questions(view)] == ["spoken", "spoken"]


async def test_no_line_is_said_twice(interview: Interview) -> None:
    await interview.begin()
    await interview.say(ANSWER)
    first = interview.interviewer.question
    await until(lambda: interview.interviewer.question is not first)
    await asyncio.sleep(0.7)  # the events of our own doing arrive meanwhile
    assert len(interview.mouth.said) == len(set(interview.mouth.said))


async def test_a_typed_answer_stops_the_speech_and_goes_on(interview: Interview) -> None:
    await interview.begin(seconds_a_line=30)
    greeting = interview.mouth.said[0]
    first = interview.interviewer.question
    assert first is not None
    body = {"session_id": interview.session_id, "question_id": first.id, "answer": ANSWER}
    interview.mouth.seconds_a_line = 0.01
    turn = (await interview.api.http.post("/interview/answer", json=body)).json()
    await until(lambda: turn["next_question"]["text"] in interview.mouth.said)
    assert interview.mouth.cut_off[0] == greeting
    assert interview.interviewer.question is not None
    assert interview.interviewer.question.id == turn["next_question"]["id"]


async def test_done_ends_an_answer_at_once(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say("I led a team.")
    await interview.say("I'm done.")
    await until(lambda: interview.interviewer.question is not first, within_s=10)
    answer = _questions(await interview.view())[0]["answer"]
    assert answer["text"] == "I led a team."


async def test_done_with_nothing_said_is_not_an_answer(interview: Interview) -> None:
    await interview.begin()
    assert not await interview.interviewer.done()
    assert _questions(await interview.view())[0]["answer"] is None


async def test_skip_leaves_the_question(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say("Skip this question, please.")
    await until(lambda: interview.interviewer.question is not first)
    assert _questions(await interview.view())[0]["status"] == "skipped"


async def test_repeat_says_the_question_again(interview: Interview) -> None:
    await interview.begin()
    question = interview.interviewer.question
    assert question is not None
    await interview.say("Could you repeat the question?")
    await until(lambda: interview.mouth.said.count(question.text) == 2)
    assert _questions(await interview.view())[0]["draft"] == []


async def test_who_goes_on_speaking_gets_the_answer_back(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say(ANSWER)
    interview.mouth.seconds_a_line = 5
    await until(lambda: interview.interviewer.question is not first)
    await until(lambda: interview.mouth.is_speaking)
    await interview.say("And one more thing, it has not failed since.")
    await until(
        lambda: interview.interviewer.question is not None and interview.interviewer.question == first
    )
    interview.mouth.seconds_a_line = 0.01
    await until(lambda: interview.interviewer.question != first)
    questions = _questions(await interview.view())
    assert questions[0]["answer"]["text"] == f"{ANSWER} And one more thing, it has not failed since."


async def test_whoever_speaks_over_a_question_is_listened_to_at_once(interview: Interview) -> None:
    await interview.begin(seconds_a_line=60)
    assert interview.states[-1] == "speaking"
    interview.ear.is_hearing = True  # and goes on: the utterance is far from its end
    for voiced_ms in range(32, 1_000, 160):
        interview.interviewer.voiced(voiced_ms)
    await until(lambda: interview.states[-1] == "listening")
    assert interview.mouth.cut_off
    await interview.end()


async def test_done_after_a_reopening_with_no_new_words_ends_the_answer(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say(ANSWER)
    interview.mouth.seconds_a_line = 5
    await until(lambda: interview.interviewer.question is not first)
    await until(lambda: interview.mouth.is_speaking)
    await interview.say("")  # a cough over the interviewer: reopened, and nothing is added
    await until(lambda: interview.interviewer.question == first)
    assert await interview.interviewer.done()
    await until(lambda: interview.interviewer.question not in (None, first))
    assert _questions(await interview.view())[0]["answer"]["text"] == ANSWER


async def test_the_silence_of_a_candidate_who_left_ends_no_answer(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say(ANSWER)
    interview.interviewer.candidate_left()
    await until(lambda: bool(interview.interviewer._conversation.answer.so_far))
    await asyncio.sleep(5)  # more than normal patience has for an answer like this
    assert interview.interviewer.question == first
    interview.interviewer.welcome_back()
    await until(lambda: interview.interviewer.question != first)
    assert _questions(await interview.view())[0]["answer"]["text"] == ANSWER


async def test_done_and_silence_at_once_end_one_answer(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say(ANSWER)
    await until(lambda: bool(interview.interviewer._conversation.answer.so_far))
    accepted = await asyncio.gather(*(interview.interviewer.done() for _ in range(3)))
    assert accepted.count(True) == 1
    second = interview.interviewer.question
    assert second not in (None, first)
    assert _questions(await interview.view())[1]["status"] == "asked"


async def test_skip_pressed_twice_skips_one_question(interview: Interview) -> None:
    await interview.begin()
    accepted = await asyncio.gather(*(interview.interviewer.skip() for _ in range(2)))
    assert accepted.count(True) == 1
    assert [q["status"] for q in _questions(await interview.view())] == ["skipped", "asked"]


async def test_while_push_to_talk_records_the_interviewer_is_silent_and_waits(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say(ANSWER)
    await until(lambda: bool(interview.interviewer._conversation.answer.so_far))
    said = len(interview.mouth.said)
    interview.interviewer.mute(True)
    assert interview.ear.is_muted
    await asyncio.sleep(5)  # more than quick patience has for an answer like this
    assert interview.interviewer.question == first
    assert len(interview.mouth.said) == said
    interview.interviewer.mute(False)
    await until(lambda: interview.interviewer.question != first)
    assert _questions(await interview.view())[0]["answer"]["text"] == ANSWER


async def test_who_comes_back_is_heard_again_and_told_that_nothing_is_lost(interview: Interview) -> None:
    await interview.begin()
    await until(lambda: not interview.interviewer._saying.is_under_way)
    interview.interviewer.mute(True)
    interview.interviewer.candidate_left()  # the page is closed while it records
    interview.interviewer.welcome_back()
    assert not interview.ear.is_muted
    reconnected = (await interview.client.briefing()).phrases["reconnected"]
    await until(lambda: interview.mouth.said[-1] == reconnected)


async def test_how_long_a_reply_let_wait_is_counted(interview: Interview) -> None:
    await interview.begin()
    first = interview.interviewer.question
    await interview.say(ANSWER)
    await until(lambda: interview.interviewer.question != first)
    interview.interviewer.sounded()
    interview.interviewer.sounded()  # its second line
    await asyncio.sleep(0.5)
    metrics = (await interview.api.http.get("/metrics")).text
    (count,) = re.findall(r"turn\w*_count\S* (\S+)", metrics)
    assert float(count) == 1


async def test_another_agent_goes_on_where_the_first_one_died(interview: Interview) -> None:
    await interview.begin()
    await interview.say("I led the migration of our billing system.")
    await until(lambda: bool(interview.interviewer._conversation.answer.so_far))
    await interview.interviewer._background.stop()  # nobody is told, nothing is stored any more
    second = Interview(
        interview.api,
        interview.session_id,
        BackendClient(interview.api.url, CREDENTIALS, interview.session_id),
    )
    await second.begin()
    assert second.interviewer._conversation.answer.so_far == "I led the migration of our billing system."
    assert second.interviewer.question == interview.interviewer.question
    await second.end()


async def test_what_was_heard_before_the_connection_ended_is_stored(interview: Interview) -> None:
    await interview.begin()
    await interview.say("I led the migration.")
    interview.interviewer.leave()  # as the room does when it is gone
    await interview.running
    (part,) = _questions(await interview.view())[0]["draft"]
    assert part["text"] == "I led the migration."


class Outage(httpx.AsyncHTTPTransport):
    """A network that is down while ``is_down``."""

    is_down = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("down", request=request)
        return await super().handle_async_request(request)


async def test_what_is_said_while_the_api_is_away_is_stored_when_it_is_back(api: RunningApi) -> None:
    session_id = await api.start()
    network = Outage()
    interview = Interview(api, session_id, BackendClient(api.url, CREDENTIALS, session_id, transport=network))
    await interview.begin()
    network.is_down = True
    await interview.say("I led the migration.")
    await interview.say("It took a year.")
    await asyncio.sleep(0.5)
    assert _questions(await interview.view())[0]["draft"] == []
    network.is_down = False
    await until(lambda: interview.interviewer._transcribing.is_idle)
    draft = _questions(await interview.view())[0]["draft"]
    assert len(draft) == 2
    await interview.end()
