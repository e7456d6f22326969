"""LanguageModelWording: a follow-up that code has chosen, said by a language model, its words checked by code."""

import asyncio
import hashlib
import re

from app.evaluation.embedded.instructions import without_instructions
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.sentence_model import EmbeddingsUnavailable, SentenceModel
from app.evaluation.language_model.chat import Chat
from app.evaluation.language_model.circuit import CircuitBreaker
from app.evaluation.language_model.dialect import Message, ReplyShape
from app.evaluation.language_model.errors import ChatFailed, InvalidReply
from app.evaluation.language_model.guard import Guard
from app.evaluation.language_model.settings import LanguageModelSettings
from app.evaluation.language_model.spending import Meter, price_of
from app.evaluation.language_model.verdict import json_object_in
from app.platform.metrics import Metrics
from app.questions.adapting.checks import tidied
from app.questions.adapting.follow_up_checks import Fault, Wording, load_prompt, ways_to_ask
from app.questions.adapting.personal import without_contact_details
from app.questions.adapting.prompt import load_prompt as load_adapting_prompt
from app.questions.follow_ups import FollowUp, Thread

# Forty words in JSON; a model that runs on is cut off.
_MOST_TOKENS = 150
# A shorter time is none: nobody answers over a network in it.
_FEWEST_S = 0.2


class LanguageModelWording:
    """Asked on the way to the next question: what is not there in time is not used."""

    def __init__(
        self,
        settings: LanguageModelSettings,
        model: SentenceModel,
        metrics: Metrics | None = None,
        circuit: CircuitBreaker | None = None,
    ) -> None:
        self._model = model
        self._metrics = metrics or Metrics()
        self._meter = Meter(self._metrics, "follow_up", price_of(settings))
        self._guard = Guard(self._meter, circuit)
        self.chat = Chat(settings, self._meter)

    async def word(self, chosen: FollowUp, thread: Thread, language: str, within_s: float) -> str | None:
        """See ``FollowUpWording``. Only what quotes the candidate is worded: our own questions stay as they are."""
        primary = language.split("-")[0].lower()
        if (
            within_s < _FEWEST_S
            or not _can_be_worded(chosen, thread)
            or primary not in load_prompt().likeness
        ):
            return None
        try:
            worded = await self._guard.run(lambda: self._worded(chosen, thread, primary), within_s)
        except (ChatFailed, InvalidReply, EmbeddingsUnavailable):
            self._metrics.follow_ups_worded.labels("unavailable").inc()
            return None
        fault = worded.fault() or await asyncio.to_thread(self._fault_of_sense, worded)
        self._metrics.follow_ups_worded.labels(fault or "worded").inc()
        return worded.text if fault is None else None

    async def aclose(self) -> None:
        await self.chat.aclose()

    async def _worded(self, chosen: FollowUp, thread: Thread, language: str) -> Wording:
        """Raises ChatFailed, InvalidReply. No second attempt: there is no time for one."""
        messages = ask_for_wording(chosen, thread, language)
        reply = await self.chat.ask(messages, _shape(), _MOST_TOKENS)
        try:
            text = json_object_in(reply.content).get("text")
            if not isinstance(text, str):
                raise InvalidReply('"text" must be a string.')
        except InvalidReply:
            self._meter.outcome("invalid")
            raise
        return Wording(tidied(text.encode(errors="replace").decode()), chosen, thread, language)

    def _fault_of_sense(self, worded: Wording) -> Fault | None:
        """It has to ask for what is missing, and not for something else, which may have been said."""
        ways = ways_to_ask(worded.thread.question.kind, worded.language)
        vectors = self._model.embed([worded.asks, *(way for _, way in ways)])
        likeness = [float(each) for each in vectors[1:] @ vectors[0]]
        nearest = max(range(len(ways)), key=likeness.__getitem__)
        is_it = ways[nearest][0] == worded.chosen.wants
        enough = likeness[nearest] >= load_prompt().likeness[worded.language]
        return None if is_it and enough else "not_what_is_missing"


def _can_be_worded(chosen: FollowUp, thread: Thread) -> bool:
    """A quote of the candidate, asked about for something that a model can be told in words."""
    quote = chosen.quote
    return (
        quote is not None
        and chosen.wants in load_prompt().wanted
        and any(quote in answer for answer in thread.answers)
        and without_instructions(quote, load_lexicon()) == quote
    )


def ask_for_wording(chosen: FollowUp, thread: Thread, language: str) -> list[Message]:
    """One short request; the tags carry a mark that nothing that was said can have guessed."""
    prompt = load_prompt()
    said = _around_the_quote(chosen, thread)
    mark = hashlib.sha256(f"{thread.question.text}\n{said}".encode(errors="replace")).hexdigest()[:12]
    data = _fill(prompt.data, mark=mark, question=thread.question.text, said=said)
    step = _fill(
        prompt.step,
        wanted=prompt.wanted[chosen.wants],
        plain=chosen.text,
        language=load_adapting_prompt().languages[language],
        most_words=str(prompt.rules.most_words),
        quote=chosen.quote or "",
        shape=prompt.shape.strip(),
    )
    return [
        {"role": "system", "content": prompt.system.strip()},
        {"role": "user", "content": f"{data}\n\n{step}"},
    ]


def _around_the_quote(chosen: FollowUp, thread: Thread) -> str:
    """What was told near the quote, without contact details and without what is addressed to a machine."""
    quote = chosen.quote or ""
    answer = next(answer for answer in thread.answers if quote in answer)
    before, _, after = answer.partition(quote)
    shown = load_prompt().rules.words_shown
    text = " ".join([*before.split()[-shown:], quote, *after.split()[:shown]])
    kept = without_contact_details(without_instructions(text, load_lexicon()))
    return kept.encode(errors="replace").decode()


def _shape() -> ReplyShape:
    one = {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}
    return ReplyShape("follow_up", {**one, "additionalProperties": False})


def _fill(template: str, **values: str) -> str:
    """Put values in once: a brace inside an answer is text, not a slot."""
    return re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], template).strip()
