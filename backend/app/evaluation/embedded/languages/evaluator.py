"""Judges answers in German, Spanish, French and Portuguese beside the English evaluator, which it never changes."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from app.evaluation.embedded import cleaning
from app.evaluation.embedded.assembling import scored
from app.evaluation.embedded.cleaning import CleanAnswer, clean, guess_language
from app.evaluation.embedded.earning import code_flags, is_code_for_example
from app.evaluation.embedded.languages.coaching import coach, coach_missing, notes_only
from app.evaluation.embedded.languages.earning import only_what_is_seen
from app.evaluation.embedded.languages.judging import Observed, judge
from app.evaluation.embedded.languages.lexicon import (
    LANGUAGES,
    cleaning_lexicon,
    guessing_lexicon,
    load_language,
)
from app.evaluation.embedded.languages.missing import missing_from
from app.evaluation.embedded.languages.relevance import Contrast
from app.evaluation.embedded.languages.signs import Seen, observe
from app.evaluation.embedded.languages.wording import wording
from app.evaluation.embedded.words import Words
from app.evaluation.port import (
    AnswerToEvaluate,
    Completeness,
    Evaluation,
    MissingFact,
    QuestionToEvaluate,
)
from app.evaluation.rubric import (
    NOT_CALIBRATED_FLAG,
    TOO_FEW_WORDS_FLAG,
    apply_gates,
    dimensions_of,
    is_answered,
    is_short_example,
    kind_of,
    load_rubric,
)

_ENGLISH = "en"
# A closing phrase ends the answer only when it is among the last words.
_CLOSING_WORDS = 12


class LanguageEvaluator:
    """One language; ``questions`` are the others of its bank, each with what strong answers show, in one text."""

    def __init__(self, language: str, questions: Sequence[str]) -> None:
        self.language = language
        self._questions = questions
        self._lexicon = load_language(language)
        self._words = wording(language)

    def clean(self, text: str, question: str) -> CleanAnswer:
        return clean(text, question, cleaning_lexicon(self.language))

    def seen(self, cleaned: CleanAnswer) -> Seen:
        return observe(cleaned.words, self._lexicon)

    def evaluate(self, answer: AnswerToEvaluate, cleaned: CleanAnswer) -> Evaluation:
        """``cleaned`` is in this language, or too short to tell."""
        question, count = answer.question, len(cleaned.words)
        if not is_answered(question, count, cleaned.is_declined):
            return self._not_answered(answer, cleaned)
        observed = self._observed(answer, cleaned)
        judged = [judge(name, observed) for name in dimensions_of(question)]
        code = is_code_for_example(answer)
        dimensions = only_what_is_seen(apply_gates(answer, judged, count), observed.seen, is_code=code)
        flags = [*cleaned.flags, *code_flags(cleaned, is_code=code), NOT_CALIBRATED_FLAG]
        is_short = is_short_example(question, count)
        if is_short:
            flags.append(TOO_FEW_WORDS_FLAG)
        words = coach(question.text, dimensions, observed, cleaned, self._words, is_short=is_short)
        evaluation = scored(answer, dimensions, words, flags, "embedded")
        if evaluation.score is None:  # nothing of what was asked can be judged here
            return self._unscored(cleaned)
        return evaluation

    def in_another_language(self, cleaned: CleanAnswer) -> Evaluation:
        """Kept, said to be unscored, never guessed."""
        return self._unscored(cleaned)

    def completeness(self, cleaned: CleanAnswer) -> Completeness:
        """Situation, action, outcome; which parts of the question were met is not known here."""
        seen = self.seen(cleaned)
        closing = seen.closing
        return Completeness(
            situation=bool(seen.situations),
            action=bool(seen.acts),
            result=bool(seen.outcomes),
            closing_phrase=bool(closing) and closing[-1].stop >= len(seen.words) - _CLOSING_WORDS,
        )

    def missing_facts(self, question: QuestionToEvaluate, cleaned: CleanAnswer) -> list[MissingFact]:
        few = len(cleaned.words) < load_rubric().gates.answered_from_words
        if few or cleaned.is_unscorable:
            return []
        return missing_from(question, self.seen(cleaned), self._lexicon)

    @cached_property
    def _contrast(self) -> Contrast:
        return Contrast(self._lexicon, self._questions)

    def _observed(self, answer: AnswerToEvaluate, cleaned: CleanAnswer) -> Observed:
        question, seen = answer.question, self.seen(cleaned)
        return Observed(
            answer_id=answer.answer_id,
            seen=seen,
            lexicon=self._lexicon,
            comments=self._words.comments,
            fit=self._contrast.fit(question.text, question.strong_answer_shows, seen.words),
            asks_for_example=kind_of(question).asks_for_example,
            is_prose=not cleaned.has(cleaning.NOT_PROSE_FLAG),
        )

    def _not_answered(self, answer: AnswerToEvaluate, cleaned: CleanAnswer) -> Evaluation:
        words = coach_missing(answer.question.text, cleaned, self._words)
        return Evaluation(
            status="not_answered",
            biggest_fix=words.biggest_fix,
            retry_prompt=words.retry_prompt,
            coach_notes=words.coach_notes,
            flags=list(cleaned.flags),
        )

    def _unscored(self, cleaned: CleanAnswer) -> Evaluation:
        notes = notes_only(cleaned, self._words) or [self._words.comments.correctness_open]
        return Evaluation(status="provisional", coach_notes=notes, flags=list(cleaned.flags))


class OtherLanguages:
    """Chooses the language; whatever it does not take is the English evaluator's, as it was before."""

    def __init__(self, questions: Mapping[str, Sequence[str]]) -> None:
        self._questions = questions
        self._evaluators: dict[str, LanguageEvaluator] = {}

    def evaluate(self, answer: AnswerToEvaluate) -> Evaluation | None:
        """None where the interview is in no language of ours, or the answer is in English."""
        language = answer.language.split("-")[0].lower()
        if language not in LANGUAGES:
            return None
        evaluator = self._of(language)
        cleaned = evaluator.clean(answer.text, answer.question.text)
        if cleaned.language == _ENGLISH:
            return None
        if cleaned.has(cleaning.LANGUAGE_FLAG):
            return evaluator.in_another_language(cleaned)
        return evaluator.evaluate(answer, cleaned)

    def completeness(self, question: QuestionToEvaluate, text: str) -> Completeness | None:
        """None where the text is in no language of ours."""
        evaluator = self._spoken(question, text)
        return evaluator.completeness(evaluator.clean(text, question.text)) if evaluator else None

    def missing_facts(self, question: QuestionToEvaluate, text: str) -> list[MissingFact] | None:
        """None where the text is in no language of ours."""
        evaluator = self._spoken(question, text)
        return evaluator.missing_facts(question, evaluator.clean(text, question.text)) if evaluator else None

    def for_english(self, answer: AnswerToEvaluate) -> AnswerToEvaluate:
        """An English answer to a question in another language: whether it fits the question is not to be seen there."""
        question = answer.question
        if language_of(question.text) in ("und", _ENGLISH):
            return answer
        rest = tuple(name for name in dimensions_of(question) if name != "relevance")
        return answer.model_copy(update={"question": question.model_copy(update={"dimensions": rest})})

    def _of(self, language: str) -> LanguageEvaluator:
        if language not in self._evaluators:
            self._evaluators[language] = LanguageEvaluator(language, self._questions.get(language, ()))
        return self._evaluators[language]

    def _spoken(self, question: QuestionToEvaluate, text: str) -> LanguageEvaluator | None:
        """The language of the text; what is too short or too mixed to tell is taken to be the question's."""
        asked = language_of(question.text)
        spoken = guess_language(
            Words.of(text), cleaning_lexicon(asked) if asked in LANGUAGES else guessing_lexicon()
        )
        chosen = asked if spoken == "und" else spoken
        return self._of(chosen) if chosen in LANGUAGES else None


def language_of(text: str) -> str:
    """Two letters, "und" for what is too short to tell."""
    return guess_language(Words.of(text), guessing_lexicon())
