"""The interviewer: what was said goes to the API, what the API says next is spoken. No interview logic in
here.

One lock, ``_turn``, orders everything that moves the interview on (completing, skipping, reopening, and what
others did on the page), so an event of our own doing is recognised by its question being known already.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from app.interview.requests import UtteranceIn
from app.interview.schemas import Briefing, Question
from app.interview.terms import AgentState
from app.platform.ids import new_id
from app.speech.port import Transcriber
from backend_client import BackendClient, Refused
from background import Background
from commands import Command, closing_phrases, command_in, is_back_channel
from conversation import Conversation
from listening import Utterance
from reply import Reply
from saying import Saying
from senses import Ear, Mouth
from silence import Silence
from transcribing import Said, Transcribing
from turn_taking import decide

log = logging.getLogger("hirecoach.agent")

TICK_S = 0.1
# A worker that is told to stop has 10 s in all.
DRAIN_WITHIN_S = 4.0
# While the interviewer speaks: so much voice makes it pause, so much makes it stop. A murmur is shorter.
HOLD_AFTER_MS = 130
STOP_AFTER_MS = 500
# Voice heard while the API thinks about the answer; more than a breath means that it was not over.
WENT_ON_MS = 250
# Silence of the candidate after the closing words that ends the interview.
LAST_SILENCE_S = 2.0
# After somebody else was quicker, the event that tells what is current comes within this time.
EVENT_COMES_WITHIN_S = 3.0
# A candidate who was startled into silence by a cut-in is told to go on.
STARTLED_S = 1.0


class Interviewer:
    """Drives one session. ``run`` returns when the interview is over or ``leave`` was called."""

    def __init__(
        self,
        client: BackendClient,
        briefing: Briefing,
        transcriber: Transcriber,
        *,
        on_state: Callable[[AgentState], None] = lambda state: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._briefing = briefing
        self._on_state = on_state
        self._clock = clock
        self._mouth: Mouth
        self._ear: Ear
        self._saying: Saying
        self._transcribing = Transcribing(
            transcriber, briefing.language, self._on_said, lambda: self._saying.phrase("not_heard")
        )
        self._conversation = Conversation(briefing)
        self._sequence = briefing.next_sequence
        self._state: AgentState = "joining"

        self._turn = asyncio.Lock()
        self._background = Background(on_failure=self.leave)
        self._is_over = asyncio.Event()

        self._silence = Silence(clock)
        self._is_alone = False
        self._hands_off_until = 0.0
        self._closings = closing_phrases(briefing.commands)

    def attach(self, mouth: Mouth, ear: Ear) -> None:
        """Give it its mouth and ear. The ear's callbacks are ``heard`` and ``voiced``, the mouth's is
        ``sounded``."""
        self._mouth, self._ear = mouth, ear
        self._saying = Saying(
            mouth,
            self._briefing,
            self._background,
            self._silence,
            on_begin=lambda: self._report("speaking"),
            clock=self._clock,
        )

    @property
    def question(self) -> Question | None:
        return self._conversation.question

    # --- life ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Say the first words, then listen and speak until the interview is over."""
        self._saying.say(self._briefing.say, then=None if self.question else self._finish)
        for work in (self._transcribing.run(), self._follow_events(), self._tick_forever()):
            self._background.spawn(work)
        await self._is_over.wait()
        self._mouth.interrupt()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_WITHIN_S):
                await self._drain()
        await self._background.stop()

    def leave(self) -> None:
        self._is_over.set()

    async def _drain(self) -> None:
        """Whatever ends it, the room's connection included: everything that was heard is stored first."""
        self._ear.flush()
        await self._transcribing.join()

    def candidate_left(self) -> None:
        """The candidate is not in the room: silence means nothing until they are back."""
        self._is_alone = True

    def welcome_back(self) -> None:
        """The candidate's page was reloaded or reconnected: say that nothing is lost."""
        self._is_alone = False
        self._ear.mute(False)  # the page that was recording is gone
        self._silence.begin()
        if self.question is not None and not self._mouth.is_speaking:
            self._saying.phrase("reconnected")

    # --- what the ear hears ----------------------------------------------------------------------

    def voiced(self, voiced_ms: int) -> None:
        """The ear's ``on_voice``: milliseconds of voice in the current run, 0 at its end."""
        if voiced_ms:
            self._silence.voiced(voiced_ms)
        if not self._mouth.is_speaking:
            return
        if voiced_ms == 0:
            self._mouth.resume()
        elif voiced_ms >= STOP_AFTER_MS:
            self._cut_in()
        elif voiced_ms >= HOLD_AFTER_MS:
            self._mouth.hold()

    def heard(self, utterance: Utterance) -> None:
        """The ear's ``on_utterance``. It is transcribed in the background, in order."""
        self._transcribing.add(utterance, was_over_us=self._mouth.is_speaking)
        self._background.spawn(self._silence.judge(self._ear))

    def sounded(self) -> None:
        """The mouth's ``on_line``: the first sound of a line is on its way."""
        if (turn_ms := self._saying.sounded()) is not None:
            self._background.spawn(self._client.report_turn(turn_ms))

    def _cut_in(self) -> None:
        """The candidate speaks over the interviewer, who stops; just after an answer, that answer was not
        over."""
        self._mouth.interrupt()
        if self._saying.take_undoable_reply():
            self._background.spawn(self._reopen())

    async def _on_said(self, said: Said) -> None:
        if said.was_over_us and is_back_channel(said.text):
            return
        if command := command_in(said.text, self._briefing.commands):
            self._background.spawn(self._obey(command))
            return
        async with self._turn:  # a reopening under way decides which question the words belong to
            question = self._conversation.question_of_words()
            if question is not None:
                await self._store(question, said)

    async def _store(self, question: Question, said: Said) -> None:
        sequence, self._sequence = self._sequence, self._sequence + 1
        utterance = UtteranceIn(
            utterance_id=new_id(),
            question_id=question.id,
            sequence=sequence,
            text=said.text,
            words=said.words,
            sound=said.sound,
        )
        try:
            stored = await self._client.add_utterance(utterance)
        except Refused as refused:
            self._on_refused(refused)
            return
        if self._conversation.answer.is_of(stored.question_id):
            self._conversation.answer.take(stored, said.utterance)

    # --- turn-taking -----------------------------------------------------------------------------

    async def _tick_forever(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._ear.close_when_silent()
            if self._saying.is_under_way:
                self._silence.begin()
            elif self.question is not None and not self._turn.locked():
                self._report("listening")
                if self._has_heard_all():
                    await self._decide()

    def _has_heard_all(self) -> bool:
        return not self._ear.is_hearing and self._transcribing.is_idle

    async def _decide(self) -> None:
        if self._clock() < self._hands_off_until:
            return
        facts = self._conversation.answer.facts(
            closings=self._closings,
            silence_ms=round(self._silence.length_s * 1000),
            end_of_turn=self._silence.end_of_turn,
            patience=self._briefing.patience,
            is_away=self._ear.is_muted or self._is_alone,
        )
        decision = decide(facts)
        if decision == "nudge":
            self._conversation.answer.was_nudged = True
            self._saying.phrase("nudge")
        elif decision == "finish":
            await self._complete(since=self._silence.since)

    async def _complete(self, since: float) -> bool:
        """The answer is over since then: everything stored for the question is it."""
        question = self.question
        reply = Reply(due_since=since, decided_at=self._clock())
        async with self._turn:
            if question is None or self.question is not question:  # over meanwhile by another way
                return False
            self._report("thinking")
            self._silence.forget_runs()
            try:
                # A key of its own for each decision: after a reopening in which nothing new was said ("I'm
                # done" is a command, a cough is noise) the earlier turn must not be given once more.
                turn = await self._client.complete_answer(question.id, key=new_id())
            except Refused as refused:
                self._on_refused(refused)
                return False
            self._conversation.adopt(turn)
            self._conversation.completed_answer_id = turn.answer_id
            if self._silence.longest_run_ms >= WENT_ON_MS:
                await self._reopen_now()
                return True
        reply.known_at = self._clock()
        self._saying.reply(reply, turn.say, then=None if turn.next_question else self._finish)
        return True

    async def _reopen(self) -> None:
        async with self._turn:
            await self._reopen_now()

    async def _reopen_now(self) -> None:
        """The candidate had not finished: back to the answer. Call with the turn held."""
        answer_id = self._conversation.completed_answer_id
        self._conversation.completed_answer_id = None
        if answer_id is None:
            return
        try:
            turn = await self._client.reopen(answer_id)
        except Refused as refused:
            log.info("answer not reopened: %s", refused)
            return
        self._conversation.adopt_reopened(turn)
        self._background.spawn(self._reassure())

    async def _reassure(self) -> None:
        """Whoever was startled into silence is told to go on; whoever speaks is not spoken over."""
        await asyncio.sleep(STARTLED_S)
        if self._silence.length_s > STARTLED_S * 0.8 and not self._saying.is_under_way:
            self._saying.phrase("sorry")

    def _on_refused(self, refused: Refused) -> None:
        log.info("refused: %s", refused)
        if refused.type in ("session-finished", "session-abandoned", "session-not-found"):
            self.leave()
        elif refused.type == "answer-empty":
            self._conversation.answer.was_nudged = True
            self._saying.phrase("not_heard")
        else:  # somebody else was quicker; the events tell what is current
            self._hands_off_until = self._clock() + EVENT_COMES_WITHIN_S

    # --- commands and buttons --------------------------------------------------------------------

    async def _obey(self, command: Command) -> None:
        if command == "repeat":
            await self.repeat()
        elif command == "skip":
            await self.skip()
        elif command == "done":
            await self._end_answer(since=self._silence.since)
        else:
            self._mouth.interrupt()
            self._conversation.answer.asked_for_moment = True
            self._saying.phrase("moment")

    async def done(self) -> bool:
        """The candidate presses that the answer is over. False when there is nothing to complete."""
        return await self._end_answer(since=self._clock())

    async def _end_answer(self, since: float) -> bool:
        self._ear.flush()
        await self._transcribing.join()
        if self.question is None:
            return False
        self._mouth.interrupt()
        if not self._conversation.answer.so_far:
            self._saying.phrase("not_heard")
            return False
        return await self._complete(since)

    async def repeat(self) -> bool:
        if self.question is None:
            return False
        self._mouth.interrupt()
        self._saying.say([self._briefing.phrases["repeat"], self.question.text])
        return True

    async def skip(self) -> bool:
        question = self.question
        async with self._turn:
            if question is None or self.question is not question:  # answered in this very moment
                return False
            self._mouth.interrupt()
            try:
                turn = await self._client.skip(question.id)
            except Refused as refused:
                self._on_refused(refused)
                return False
            self._conversation.adopt(turn)
        self._saying.say(turn.say, then=None if turn.next_question else self._finish)
        return True

    def mute(self, is_muted: bool) -> None:
        """Push-to-talk records: the room's microphone is not listened to, and the interviewer is silent."""
        if is_muted:
            self._mouth.interrupt()
        self._ear.mute(is_muted)
        self._silence.begin()

    # --- what happens elsewhere ------------------------------------------------------------------

    async def _follow_events(self) -> None:
        async for event in self._client.events(self._briefing.last_event_id):
            async with self._turn:
                elsewhere = self._conversation.apply(event)
                if elsewhere is not None:
                    self._mouth.interrupt()
                    if elsewhere.say:
                        then = self._finish if self._conversation.is_closing else None
                        self._saying.say(elsewhere.say, then=then)
                if elsewhere is not None and elsewhere.is_over:
                    break
        self.leave()

    # --- the end ---------------------------------------------------------------------------------

    async def _finish(self) -> None:
        """The closing words are said. Whoever spoke over them is heard out, then the session is finished."""
        while silence_left_s := self._last_silence_left_s():  # noqa: ASYNC110 - time is what is waited for
            await asyncio.sleep(silence_left_s)
        if not self._conversation.is_closing:  # reopened meanwhile
            return
        try:
            await self._client.finish()
        except Refused as refused:
            log.info("finish refused: %s", refused)
        self.leave()

    def _last_silence_left_s(self) -> float:
        if not self._has_heard_all():
            return TICK_S
        return max(0.0, self._ear.last_voice_at + LAST_SILENCE_S - self._clock())

    def _report(self, state: AgentState) -> None:
        if state != self._state:
            self._state = state
            self._on_state(state)
