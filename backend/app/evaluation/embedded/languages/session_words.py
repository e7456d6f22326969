"""The words about an answer in English, given in an interview in another language: in that language where it has them.

The English evaluator fills phrases of its own; which phrase it was is read back from what it says, and the session's
phrase of the same name is filled with the same quote. What has no such phrase stays as it is.
"""

import re
from collections.abc import Mapping
from functools import cache

from app.evaluation.embedded.coaching import load_phrases
from app.evaluation.embedded.languages.lexicon import LANGUAGES
from app.evaluation.embedded.languages.wording import Wording, wording
from app.evaluation.port import Evaluation

# A finer English phrase → the one that the other languages have for it.
_COARSER = {
    "no_case_quoted": "no_case",
    "no_detail_quoted": "no_detail",
    "no_situation_plain": "no_situation",
    "no_result_plain": "no_result",
    "relevance_plan": "relevance",
    "structure_whole": "structure",
}
_FIELD = re.compile(r"\\\{(\w+)\\\}")


def in_the_sessions_words(evaluation: Evaluation, language: str) -> Evaluation:
    """``evaluation`` in English words → in those of the session; the same object where the session is in English."""
    tag = language.split("-")[0].lower()
    if tag not in LANGUAGES:
        return evaluation
    words, english = wording(tag), load_phrases()
    fix, retry = _fix(evaluation.biggest_fix, evaluation.retry_prompt, words)
    return evaluation.model_copy(
        update={
            "strength": _said(evaluation.strength, english.strength, words.strength),
            "biggest_fix": fix,
            "retry_prompt": retry,
            "coach_notes": [
                _said(note, english.notes, words.notes) or note for note in evaluation.coach_notes
            ],
        }
    )


def _fix(fix: str | None, retry: str | None, words: Wording) -> tuple[str | None, str | None]:
    """Both of one phrase: a fix in one language and its question in another would read oddly."""
    if fix is None or retry is None:
        return fix, retry
    for key, phrase in load_phrases().fix.items():
        found, asked = _pattern(phrase.fix).fullmatch(fix), _pattern(phrase.retry).fullmatch(retry)
        own = words.fix.get(_COARSER.get(key, key))
        if found and asked and own:
            facts = {**found.groupdict(), **asked.groupdict()}
            try:
                return own.fix.format_map(facts), own.retry.format_map(facts)
            except KeyError:  # the session's phrase quotes what the English one does not
                continue
    return fix, retry


def _said(text: str | None, english: Mapping[str, str], own: Mapping[str, str]) -> str | None:
    for key, phrase in english.items():
        found = None if text is None else _pattern(phrase).fullmatch(text)
        name = key if key in own else _COARSER.get(key, key)
        if found and name in own:
            return own[name].format_map(found.groupdict())
    return text


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """``phrase`` with its fields as groups; a field that comes twice is the same both times."""
    seen: set[str] = set()

    def group(field: re.Match[str]) -> str:
        name = field[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*)"

    return re.compile(_FIELD.sub(group, re.escape(phrase)), re.DOTALL)
