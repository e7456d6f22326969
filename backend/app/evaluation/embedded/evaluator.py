"""EmbeddedEvaluator: clean → features → dimensions → gates → words."""

import asyncio
from collections.abc import Mapping, Sequence

from app.evaluation.embedded import cleaning
from app.evaluation.embedded.assembling import not_answered, scored
from app.evaluation.embedded.cleaning import CleanAnswer, clean
from app.evaluation.embedded.coaching import coach, coach_missing
from app.evaluation.embedded.coherence import belonging_of_words
from app.evaluation.embedded.completeness import completeness
from app.evaluation.embedded.correctness import Correctness
from app.evaluation.embedded.earning import code_flags, is_code_for_example, only_what_is_told
from app.evaluation.embedded.features import extract
from app.evaluation.embedded.judging import Observed, judge
from app.evaluation.embedded.key_points import points_of
from app.evaluation.embedded.languages import OtherLanguages
from app.evaluation.embedded.languages.session_words import in_the_sessions_words
from app.evaluation.embedded.lexicon import load_lexicon
from app.evaluation.embedded.missing import missing_facts
from app.evaluation.embedded.relevance import Contrast
from app.evaluation.embedded.sentence_model import EmbeddingsUnavailable, SentenceModel
from app.evaluation.embedded.telling import telling
from app.evaluation.embedded.words import Span
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    EvaluatorName,
    EvaluatorUnavailable,
    MissingFact,
    QuestionToEvaluate,
)
from app.evaluation.rubric import (
    TOO_FEW_WORDS_FLAG,
    apply_gates,
    dimensions_of,
    is_answered,
    is_short_example,
    kind_of,
)

# More clauses than this are sampled evenly: five thousand words must not take five thousand words' time.
_MOST_CLAUSES = 32


class EmbeddedEvaluator:
    """Judges an answer by features; ``contrast_questions`` are what else could have been asked, in English, and
    ``contrast_in`` by language tag, each with what its strong answers show.

    The sentence model is loaded on first use, in a worker thread. Same input, same output.
    """

    name: EvaluatorName = "embedded"

    def __init__(
        self,
        contrast_questions: Sequence[str] = (),
        model: SentenceModel | None = None,
        contrast_in: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._lexicon = load_lexicon()
        self._model = model or SentenceModel(threads=1)
        self._correctness = Correctness(self._model, self._lexicon)
        self._contrast = Contrast(self._model, contrast_questions)
        self._other_languages = OtherLanguages(contrast_in or {})

    async def evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        """Judge one answer. Raises EvaluatorUnavailable when the model files are missing."""
        try:
            return await asyncio.to_thread(self._evaluate, answer)
        except EmbeddingsUnavailable as error:
            raise EvaluatorUnavailable(str(error)) from error

    async def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness:
        """What has been told so far; needs no model and takes a millisecond or two."""
        told = self._other_languages.completeness(question, text)
        return completeness(question, text, self._lexicon) if told is None else told

    async def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact]:
        """What the text has not told yet; needs no model."""
        missing = self._other_languages.missing_facts(question, text)
        if missing is not None:
            return missing
        return missing_facts(AnswerToEvaluate(answer_id="", text=text, question=question))

    async def aclose(self) -> None:
        return None

    def _evaluate(self, answer: AnswerToEvaluate) -> Evaluation:
        elsewhere = self._other_languages.evaluate(answer)
        if elsewhere is not None:
            return elsewhere
        return in_the_sessions_words(self._in_english(answer), answer.language)

    def _in_english(self, answer: AnswerToEvaluate) -> Evaluation:
        answer = self._other_languages.for_english(answer)
        cleaned = clean(answer.text, answer.question.text, self._lexicon)
        if cleaned.has(cleaning.LANGUAGE_FLAG):
            return _unscored(answer, cleaned)
        if not is_answered(answer.question, len(cleaned.words), cleaned.is_declined):
            return not_answered(answer, cleaned, self.name)
        seen = self._observe(answer, cleaned)
        judged = [judge(name, seen) for name in dimensions_of(answer.question)]
        code = is_code_for_example(answer)
        gated = apply_gates(answer, judged, len(cleaned.words))
        dimensions = only_what_is_told(gated, seen, is_code=code)
        is_short = is_short_example(answer.question, len(cleaned.words))
        words = coach(answer.question.text, dimensions, seen, cleaned, self._lexicon, is_short=is_short)
        flags = [
            *cleaned.flags,
            *code_flags(cleaned, is_code=code),
            *_language_flags(answer, cleaned),
            *([TOO_FEW_WORDS_FLAG] if is_short else []),
        ]
        return scored(answer, dimensions, words, flags, self.name)

    def _observe(self, answer: AnswerToEvaluate, cleaned: CleanAnswer) -> Observed:
        words, question = cleaned.words, answer.question
        asks = kind_of(question).asks_for_example
        clauses = _sample(words.clauses)
        texts = [words.between(c) for c in clauses]
        read = self._model.read(texts)
        likeness = self._contrast.likeness(question.text, read)
        seen = extract(words, self._lexicon, asks_for_example=asks)
        belongs = belonging_of_words(len(words), clauses, read, self._model.embed([question.text])[0])
        alternatives = points_of(question.key_points, question.reference)
        return Observed(
            answer_id=answer.answer_id,
            words=words,
            features=seen,
            told=telling(words, seen, self._lexicon, belongs),
            belonging=self._contrast.belonging(question.text, words, texts),
            on_topic=clauses[int(likeness.argmax())] if clauses else None,
            asks_for_example=asks,
            coverage=self._correctness.cover(question.text, words, read, alternatives)
            if alternatives
            else None,
            is_prose=not cleaned.has(cleaning.NOT_PROSE_FLAG),
        )


def _language_flags(answer: AnswerToEvaluate, cleaned: CleanAnswer) -> list[str]:
    """Said where the candidate answered in a language that can be scored, and is not the session's."""
    session = answer.language.split("-")[0].lower()
    return [] if cleaned.language in (session, "und") else [cleaning.SESSION_LANGUAGE_FLAG]


def _sample(clauses: list[Span]) -> list[Span]:
    step = max(1, -(-len(clauses) // _MOST_CLAUSES))
    return clauses[::step]


def _unscored(answer: AnswerToEvaluate, cleaned: CleanAnswer) -> Evaluation:
    """Another language: kept, said to be unscored, never guessed."""
    words = coach_missing(answer.question.text, cleaned)
    return Evaluation(status="provisional", coach_notes=words.coach_notes, flags=list(cleaned.flags))
