"""Whatever comes between: the words of an answer are the words that were said, in order, once each."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import httpx
from fakes.evaluator import FakeEvaluator
from fakes.planner import FakePlanner
from fastapi import FastAPI
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as hypothesis_settings
from interview.conversations import Interview

from app.config import Settings
from app.interview.correction import ALWAYS_ALLOWED_WORDS
from app.main import Adapters, create_app

# say: a new utterance; twice: the last one once more; late: say to the question that was current before;
# write: typed text completes; done: completes what is stored; reopen: the last answer; correct: one word of it.
STEPS = strategies.lists(
    strategies.sampled_from(["say", "say", "twice", "late", "write", "done", "reopen", "correct"]),
    max_size=14,
)


class Teller:
    """Speaks numbered words, and remembers which question each one belongs to."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.told: dict[str, list[str]] = {}
        self.typed: set[str] = set()
        self.heard: dict[str, str] = {}  # corrected word → as it was heard
        self.current: str | None = interview.first["id"]
        self.answers: list[tuple[str, str]] = []  # (answer, question)
        self.words = 0
        self.sequence = 0
        self.last: tuple[str, str, int] | None = None

    def _word(self) -> str:
        self.words += 1
        return f"w{self.words}"

    async def step(self, name: str) -> None:
        await getattr(self, f"_{name}")()

    async def _say(self, question_id: str | None = None) -> None:
        question_id = question_id or self.current
        if question_id is None:
            return
        self.last = (question_id, self._word(), self.sequence)
        self.sequence += 1
        stored = await self._send(self.last)
        self.told.setdefault(stored["question_id"], []).append(self.last[1])

    async def _twice(self) -> None:
        if self.last is not None:
            await self._send(self.last)

    async def _late(self) -> None:
        if self.answers:
            await self._say(self.answers[-1][1])

    async def _send(self, utterance: tuple[str, str, int]) -> dict[str, str]:
        question_id, word, sequence = utterance
        response = await self.interview.say(question_id, word, sequence=sequence)
        assert response.status_code == 200, response.text
        stored: dict[str, str] = response.json()
        return stored

    async def _write(self) -> None:
        if self.current is not None:
            word = self._word()
            self.typed.add(word)
            self.told.setdefault(self.current, []).append(word)
            await self._complete(word)

    async def _done(self) -> None:
        if self.current is not None and self.told.get(self.current):
            await self._complete("")

    async def _complete(self, text: str) -> None:
        assert self.current is not None
        response = await self.interview.answer(self.current, text, key=f"k{self.words}-{len(self.answers)}")
        assert response.status_code == 200, response.text
        turn = response.json()
        self.answers.append((turn["answer_id"], self.current))
        self.current = turn["next_question"]["id"] if turn["next_question"] else None

    async def _reopen(self) -> None:
        if not self.answers:
            return
        answer_id, question_id = self.answers[-1]
        response = await self.interview.reopen(answer_id)
        if self.current is not None and self.told.get(self.current) and self.current != question_id:
            assert response.status_code == 409
            return
        assert response.status_code == 200, response.text
        self.current = question_id

    async def _correct(self) -> None:
        """The newest spoken word of the last answer was misheard: "w3" was "w3c" all the time."""
        if not self.answers or self.answers[-1][1] == self.current:
            return
        answer_id, question_id = self.answers[-1]
        told = self.told[question_id]
        spoken = [word for word in told if word not in self.typed]
        if not spoken or sum(word in self.heard for word in spoken) == ALWAYS_ALLOWED_WORDS:
            return
        newest = spoken[-1]
        now = newest if newest in self.heard else f"{newest}c"
        response = await self.interview.correct(answer_id, " ".join([*spoken[:-1], now]))
        assert response.status_code == 200, response.text
        if now != newest:
            self.heard[now] = newest
            told[told.index(newest)] = now


@given(STEPS)
@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_words_of_an_answer_are_those_that_were_said_in_order_once(
    migrated_database: Path, client_of: Callable[[FastAPI], httpx.AsyncClient], steps: list[str]
) -> None:
    asyncio.run(_tell(migrated_database, client_of, steps))


async def _tell(database: Path, client_of: Callable[[FastAPI], httpx.AsyncClient], steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(database, Path(folder) / "hirecoach.db")
        settings = Settings(
            _env_file=None,
            environment="test",
            HIRECOACH_STATE_DIR=Path(folder),
            rate_limit_costly="100000/minute",
        )
        app = create_app(settings, Adapters(planner=FakePlanner(), embedded=FakeEvaluator()))
        async with app.router.lifespan_context(app), client_of(app) as client:
            teller = Teller(await Interview.start(client, question_count=15))
            for step in steps:
                await teller.step(step)
            view = await teller.interview.view()
    for question in view["questions"]:
        parts = question["draft"] if question["answer"] is None else question["answer"]["parts"]
        assert [part["text"] for part in parts] == teller.told.get(question["id"], [])
        as_heard = [teller.heard.get(word, word) for word in teller.told.get(question["id"], [])]
        assert [part["heard"] or part["text"] for part in parts] == as_heard
        if question["answer"] is not None:
            assert question["answer"]["text"].split() == teller.told[question["id"]]
    kept = [teller.heard.get(w, w) for q in view["questions"] for w in teller.told.get(q["id"], [])]
    assert sorted(kept, key=lambda word: int(word[1:])) == [f"w{n}" for n in range(1, teller.words + 1)]
