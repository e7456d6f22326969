"""LanguageModelEvaluator: passages → verified by code → judgements → gates, total and words by code."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from app.evaluation.embedded import cleaning
from app.evaluation.embedded.assembling import not_answered, scored
from app.evaluation.embedded.cleaning import CleanAnswer, clean
from app.evaluation.embedded.completeness import completeness
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.words import tokenize
from app.evaluation.language_model.carrying import HELD_FLAG, held_to_passages
from app.evaluation.language_model.chat import Chat
from app.evaluation.language_model.circuit import CircuitBreaker
from app.evaluation.language_model.coaching import coach
from app.evaluation.language_model.dialect import Message, ReplyShape
from app.evaluation.language_model.errors import ChatFailed, InvalidReply
from app.evaluation.language_model.guard import Guard
from app.evaluation.language_model.prompt import ask_again, ask_for_judgement, ask_for_spans
from app.evaluation.language_model.settings import LanguageModelSettings
from app.evaluation.language_model.shown import ShownAnswer, shown
from app.evaluation.language_model.spending import Meter, price_of
from app.evaluation.language_model.verdict import (
    Judgement,
    LocatedSpans,
    dimension_of,
    judgement_shape,
    read_judgements,
    read_spans,
    spans_shape,
)
from app.evaluation.missing import missing_facts
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    DimensionName,
    DimensionScore,
    Evaluation,
    EvaluatorName,
    MissingFact,
    QuestionToEvaluate,
)
from app.evaluation.rubric import (
    TOO_FEW_WORDS_FLAG,
    apply_gates,
    dimensions_of,
    is_answered,
    is_short_example,
    load_rubric,
)
from app.platform.metrics import Metrics

MADE_UP_QUOTE_FLAG = "quote_not_found"

# Twelve quotes of 25 words, or six judgements of three sentences, take half of these; a model that runs on is cut off.
_MOST_TOKENS = {"spans": 1_200, "judgement": 1_800}
# Local models may think aloud before they reply.
_MORE_AFTER_A_CUT = 3
# A server that just dropped a connection gets a moment.
_PAUSE_S = 0.5
# Keywords in a heap: fewer than one word in eight holds them together. Ours; keeps such an answer at 40 of 100.
_NO_PROSE_CAP = 2.0

_Read = TypeVar("_Read")


@dataclass(frozen=True)
class _Verdict:
    """``judged`` None: without what was addressed to the evaluator there is no answer left."""

    seen: ShownAnswer
    spans: LocatedSpans
    judged: dict[DimensionName, Judgement] | None


class LanguageModelEvaluator:
    """Judges by a language model; never lets it count, cite unchecked, or go round a gate."""

    name: EvaluatorName = "language_model"

    def __init__(
        self,
        settings: LanguageModelSettings,
        metrics: Metrics | None = None,
        circuit: CircuitBreaker | None = None,
    ) -> None:
        self._timeout_s = settings.timeout_s
        self._lexicon = load_lexicon()
        self._meter = Meter(metrics or Metrics(), "evaluation", price_of(settings))
        self._guard = Guard(self._meter, circuit)
        self.chat = Chat(settings, self._meter)

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        """Judge one answer. Raises EvaluatorUnavailable: no server, too slow, no valid verdict, resting."""
        cleaned = clean(answer.text, answer.question.text, self._lexicon)
        declined = cleaned.has(cleaning.REFUSAL_FLAG) or cleaned.has(cleaning.PLACEHOLDER_FLAG)
        declined = declined or _is_only_an_echo(answer, cleaned)
        if not is_answered(answer.question, len(cleaned.words), declined):
            return not_answered(answer, cleaned, self.name)
        seen = shown(answer, cleaned, self._lexicon)
        verdict = await self._guard.run(lambda: self._judge(seen), self._timeout_s)
        flags = _flags(answer, cleaned, verdict.spans)
        if verdict.judged is None:
            return not_answered(answer, replace(cleaned, flags=tuple(flags)), self.name)
        if is_short_example(answer.question, _words_left(verdict, cleaned)):
            flags.append(TOO_FEW_WORDS_FLAG)
        gated = _gated(verdict, cleaned)
        dimensions = self._held(gated, verdict, cleaned)
        if dimensions != gated:
            flags.append(HELD_FLAG)
        words = coach(answer, dimensions, verdict.judged, cleaned)
        return scored(answer, dimensions, words, flags, self.name)

    def _held(
        self, dimensions: list[DimensionScore], verdict: _Verdict, cleaned: CleanAnswer
    ) -> list[DimensionScore]:
        """Not above what the passages carry; in a language whose words we can count."""
        if cleaned.language != self._lexicon.language:
            return dimensions
        places = [s.evidence for s in verdict.spans.found if s.shows not in ("other_topic", "generality")]
        return held_to_passages(verdict.seen.answer, dimensions, cleaned.words, places, self._lexicon)

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        """The same pure facts as the embedded evaluator: turn-taking cannot wait for a model server."""
        return completeness(question, text, self._lexicon)

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        """The same pure facts as the embedded evaluator's."""
        return missing_facts(AnswerToEvaluate(answer_id="", text=text, question=question))

    async def aclose(self) -> None:
        await self.chat.aclose()

    async def _judge(self, seen: ShownAnswer) -> _Verdict:
        names = dimensions_of(seen.answer.question)
        spans = await self._step(ask_for_spans(seen), spans_shape(), lambda reply: read_spans(reply, seen))
        seen = seen.without(spans.instructions)
        if not is_answered(seen.answer.question, seen.word_count, declined=False):
            return _Verdict(seen, spans, None)
        judged = await self._step(
            ask_for_judgement(seen, spans.found, names),
            judgement_shape(names),
            lambda reply: read_judgements(reply, names),
        )
        return _Verdict(seen, spans, judged)

    async def _step(
        self, messages: Sequence[Message], shape: ReplyShape, read: Callable[[str], _Read]
    ) -> _Read:
        """Ask, and once more when the reply is invalid (saying why) or was lost on the way. Raises ChatFailed."""
        most_tokens = _MOST_TOKENS[shape.name]
        for is_last in (False, True):
            try:
                reply = await self.chat.ask(messages, shape, most_tokens)
                return read(reply.content)
            except InvalidReply as error:
                self._meter.outcome("invalid")
                cut = "it was cut off; be shorter. " if reply.is_cut else ""
                most_tokens *= _MORE_AFTER_A_CUT if reply.is_cut else 1
                messages = ask_again(messages, reply.content, f"{cut}{error}")
            except ChatFailed as error:
                if is_last or not error.is_passing:
                    raise
                await asyncio.sleep(_PAUSE_S)
        raise ChatFailed("nonsense", "the language model gave no valid verdict")


def _is_only_an_echo(answer: AnswerToEvaluate, cleaned: CleanAnswer) -> bool:
    """The question again, or an instruction with a word or two left over.

    Where a reference exists one word may be a right answer, so that the rubric's count of words does not hold these.
    """
    said, asked = tokenize(answer.text), tokenize(answer.question.text)
    if [token.word for token in said] == [token.word for token in asked]:
        return True
    set_aside = cleaned.has(cleaning.ECHO_FLAG) or cleaned.has(cleaning.INSTRUCTIONS_FLAG)
    return set_aside and len(cleaned.words) < load_rubric().gates.answered_from_words


def _gated(verdict: _Verdict, cleaned: CleanAnswer) -> list[DimensionScore]:
    judged = verdict.judged or {}
    dimensions = [dimension_of(name, judgement, verdict.spans.found) for name, judgement in judged.items()]
    if cleaned.has(cleaning.NOT_PROSE_FLAG):
        dimensions = [d.model_copy(update={"score": min(d.score or 0.0, _NO_PROSE_CAP)}) for d in dimensions]
    return apply_gates(verdict.seen.answer, dimensions, _words_left(verdict, cleaned))


def _words_left(verdict: _Verdict, cleaned: CleanAnswer) -> int:
    return min(len(cleaned.words), verdict.seen.word_count)


def _flags(answer: AnswerToEvaluate, cleaned: CleanAnswer, spans: LocatedSpans) -> list[str]:
    """Unlike the embedded evaluator it reads every language; one that is not the interview's is said."""
    flags = [flag for flag in cleaned.flags if flag != cleaning.LANGUAGE_FLAG]
    if cleaned.language not in ("und", answer.language.split("-")[0].lower()):
        flags.append(cleaning.LANGUAGE_FLAG)
    if spans.instructions and cleaning.INSTRUCTIONS_FLAG not in flags:
        flags.append(cleaning.INSTRUCTIONS_FLAG)
    return [*flags, MADE_UP_QUOTE_FLAG] if spans.has_made_up else flags
