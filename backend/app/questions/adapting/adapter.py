"""LanguageModelAdapter: one request for a whole plan, each text checked, the bank's words for all that fails."""

import asyncio
from collections.abc import Iterator, Sequence

from app.evaluation.embedded.sentence_model import EmbeddingsUnavailable, SentenceModel
from app.evaluation.language_model.chat import Chat
from app.evaluation.language_model.circuit import CircuitBreaker
from app.evaluation.language_model.errors import ChatFailed, InvalidReply
from app.evaluation.language_model.guard import Guard
from app.evaluation.language_model.settings import LanguageModelSettings
from app.evaluation.language_model.spending import Meter, price_of
from app.evaluation.language_model.verdict import json_object_in
from app.platform.metrics import Metrics
from app.questions.adapting.checks import Fault, Proposal, language_of, load_rules, tidied
from app.questions.adapting.prompt import ask_for_rewording, questions_shape
from app.questions.port import PlannedQuestion, PlanRequest

# A question of 45 words in JSON takes 100 tokens or so; a model that runs on is cut off.
_TOKENS_FOR_ALL = 300
_TOKENS_FOR_EACH = 150
# A plan has 15 questions at most; what else is in a reply is not looked at.
_MOST_PROPOSALS = 30
_MOST_CHARACTERS = 1_000

Numbered = list[tuple[int, PlannedQuestion]]


class LanguageModelAdapter:
    """Rewords by a language model; what it may not do is decided by code."""

    def __init__(
        self,
        settings: LanguageModelSettings,
        model: SentenceModel,
        metrics: Metrics | None = None,
        circuit: CircuitBreaker | None = None,
    ) -> None:
        self._timeout_s = settings.timeout_s
        self._model = model
        self._metrics = metrics or Metrics()
        self._meter = Meter(self._metrics, "adapting", price_of(settings))
        self._guard = Guard(self._meter, circuit)
        self.chat = Chat(settings, self._meter)

    async def adapt(
        self, request: PlanRequest, plan: Sequence[PlannedQuestion], *, asked: int = 1
    ) -> list[PlannedQuestion]:
        """See ``QuestionAdapter``. A question with key points keeps its text: they answer just that."""
        numbered = [(n, q) for n, q in enumerate(plan, 1) if n > asked and not q.key_points]
        if not numbered or not f"{request.job_description or ''}{request.cv_text or ''}".strip():
            return list(plan)
        try:
            proposed = await self._proposed(request, numbered)
            # The sentence model computes for some milliseconds a question.
            return await asyncio.to_thread(self._checked, request, plan, numbered, proposed)
        except (ChatFailed, InvalidReply, EmbeddingsUnavailable):
            self._metrics.questions_adapted.labels("unavailable").inc(len(numbered))
            return list(plan)

    async def aclose(self) -> None:
        await self.chat.aclose()

    async def _proposed(self, request: PlanRequest, numbered: Numbered) -> dict[int, str]:
        """By number, what the model says. Raises ChatFailed, InvalidReply."""
        # In a thread: reading two long texts takes some 40 ms, which others would wait.
        messages = await asyncio.to_thread(ask_for_rewording, request, numbered, language_of(request))
        most_tokens = _TOKENS_FOR_ALL + _TOKENS_FOR_EACH * len(numbered)
        reply = await self._guard.run(
            lambda: self.chat.ask(messages, questions_shape(), most_tokens), self._timeout_s
        )
        try:
            return dict(_read(reply.content))
        except InvalidReply:
            self._meter.outcome("invalid")
            raise

    def _checked(
        self,
        request: PlanRequest,
        plan: Sequence[PlannedQuestion],
        numbered: Numbered,
        proposed: dict[int, str],
    ) -> list[PlannedQuestion]:
        """Raises EmbeddingsUnavailable."""
        adapted = list(plan)
        for number, question in numbered:
            if number not in proposed:
                self._metrics.questions_adapted.labels("left_out").inc()
                continue
            proposal = Proposal(question, tidied(proposed[number]), request)
            fault = proposal.fault() or self._fault_of_likeness(proposal, plan, adapted)
            self._metrics.questions_adapted.labels(fault or "adapted").inc()
            if fault is None:
                adapted[number - 1] = question.model_copy(update={"text": proposal.text})
        return adapted

    def _fault_of_likeness(
        self, proposal: Proposal, plan: Sequence[PlannedQuestion], adapted: Sequence[PlannedQuestion]
    ) -> Fault | None:
        """It has to be most like its own question of the bank, and like no other of the interview."""
        of_bank = [q.text for q in plan if q is not proposal.question]
        others = [
            *of_bank,
            *(q.text for q in adapted if q.text not in of_bank and q is not proposal.question),
        ]
        vectors = self._model.embed([proposal.text, proposal.question.text, *others])
        own, *to_others = (float(likeness) for likeness in vectors[1:] @ vectors[0])
        to_bank = to_others[: len(of_bank)]
        if own < proposal.least_likeness or own <= max(to_bank, default=-1.0):
            return "off_topic"
        is_repeated = (
            proposal.text in others or max(to_others, default=-1.0) >= load_rules().nearly_the_same_from
        )
        return "repeated" if is_repeated else None


def _read(content: str) -> Iterator[tuple[int, str]]:
    """What has a number and a text; the last of two for one question. Raises InvalidReply."""
    listed = json_object_in(content).get("questions")
    if not isinstance(listed, list):
        raise InvalidReply('"questions" must be a list.')
    for proposed in listed[:_MOST_PROPOSALS]:
        number = proposed.get("number") if isinstance(proposed, dict) else None
        text = proposed.get("text") if isinstance(proposed, dict) else None
        if isinstance(number, int) and not isinstance(number, bool) and isinstance(text, str):
            yield number, text.encode(errors="replace").decode()[:_MOST_CHARACTERS]
