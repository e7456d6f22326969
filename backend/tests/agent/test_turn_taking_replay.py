"""The benchmark of turn-taking counts what happened: answers of made-up features, replayed in virtual time."""

import random

import numpy as np
import pytest

from app.evaluation.port import QuestionToEvaluate
from benchmarks.turn_taking import cut_ins, elsewhere
from benchmarks.turn_taking_answers import PAUSES_MS, Pause, SpokenAnswer, hesitating, units_of
from benchmarks.turn_taking_features import Heard, Recognised
from benchmarks.turn_taking_replay import Course, replay
from benchmarks.turn_taking_stock import LONG_DELAY_MS, SHORT_DELAY_MS, Detection, stock
from listening import WINDOW_MS, Segmenter

QUESTION = QuestionToEvaluate(text="Tell me about a time when you solved a difficult problem at work.")
BEGUN = "At my last company our billing system failed every Monday and nobody knew why it did."
GOES_ON = "I read the logs and found that two jobs ran at once, so I wrote a lock for them."
TOLD = "In the end the failures stopped and we saved ten hours a week. So I learned to read logs first."
AFTERWARDS_MS = 10_000


class Judging:
    """Stands in for the audio model."""

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def end_of_turn(self, windows: tuple[bytes, ...], at: int) -> float:
        return self._probability


def _heard(*texts: str, pause_ms: int) -> Heard:
    """Each text takes four seconds; between them, and after the last one, nobody speaks."""
    voice: list[float] = [0.0] * 10
    pauses: list[Pause] = []
    for i, _ in enumerate(texts):
        voice += [0.9] * (4_000 // WINDOW_MS)
        start_ms = len(voice) * WINDOW_MS
        is_last = i == len(texts) - 1
        voice += [0.0] * ((AFTERWARDS_MS if is_last else pause_ms) // WINDOW_MS)
        if not is_last:
            pauses.append(Pause(start_ms, len(voice) * WINDOW_MS, pause_ms, "sentence end"))
    windows = (b"\x00\x00" * 512,) * len(voice)
    end_ms = len(voice) * WINDOW_MS - AFTERWARDS_MS // WINDOW_MS * WINDOW_MS
    answer = SpokenAnswer(
        "made up", "synthetic", None, QUESTION, np.zeros(1, np.int16), tuple(pauses), end_ms
    )
    segmenter, said = Segmenter(), iter([" ".join(texts)] if pause_ms < 400 else texts)
    words: dict[int, Recognised] = {}
    judged: dict[int, float] = {}
    for i, (window, probability) in enumerate(zip(windows, voice, strict=True)):
        if (utterance := segmenter.push(window, probability)) is not None:
            words[utterance.start_ms] = Recognised(next(said), took_ms=600)
            judged[i] = 0.7
    return Heard(answer, windows, tuple(voice), words, judged)


@pytest.mark.parametrize("pause_ms", [300, 700, 1_000, 1_500])
def test_nobody_is_cut_off_in_a_short_pause(pause_ms: int) -> None:
    course = replay(_heard(BEGUN, GOES_ON, TOLD, pause_ms=pause_ms), "normal")
    assert elsewhere([course]) == 0
    assert cut_ins([course]) == (2, 0, 0)


def test_an_answer_that_is_told_ends_once() -> None:
    course = replay(_heard(BEGUN, GOES_ON, TOLD, pause_ms=700), "normal")
    assert len(course.finished_ms) == 1
    assert course.decided_ms is not None
    assert 1_000 < course.decided_ms < 3_500


def test_less_patience_cuts_in_sooner_and_the_answer_goes_on_after_it() -> None:
    heard = _heard(BEGUN, GOES_ON, TOLD, pause_ms=4_000)
    counted = {p: cut_ins([replay(heard, p)]) for p in ("quick", "patient")}
    assert counted == {"quick": (2, 2, 0), "patient": (2, 0, 0)}
    assert replay(heard, "quick").decided_ms is not None


def test_long_pauses_are_learned_unless_they_are_not_to_be_known() -> None:
    heard = _heard(BEGUN, GOES_ON, TOLD, pause_ms=3_000)
    learned, unknown = replay(heard, "patient"), replay(heard, "patient", learns_pauses=False)
    assert learned.decided_ms is not None
    assert unknown.decided_ms is not None
    assert unknown.decided_ms < learned.decided_ms


def test_only_done_ends_an_answer_of_unlimited_patience() -> None:
    course = replay(_heard(BEGUN, TOLD, pause_ms=700), "unlimited")
    assert course.finished_ms == course.nudged_ms == []
    assert course.decided_ms is None


@pytest.mark.parametrize(
    ("detection", "says", "waits_ms"),
    [("vad", 0.1, SHORT_DELAY_MS), ("v1-mini", 0.9, SHORT_DELAY_MS), ("v1-mini", 0.1, LONG_DELAY_MS)],
)
def test_stock_settings_wait_as_long_as_they_say(detection: Detection, says: float, waits_ms: int) -> None:
    heard = _heard(BEGUN, pause_ms=0)
    decided_ms = stock(heard, Judging(says), detection).decided_ms
    assert decided_ms is not None
    assert waits_ms <= decided_ms <= waits_ms + WINDOW_MS


def test_a_decision_whose_reply_would_have_come_too_late_is_taken_back_unheard() -> None:
    heard = _heard(BEGUN, GOES_ON, pause_ms=1_000)
    pause = heard.answer.pauses[0]
    early, late = Course(heard, [pause.start_ms + 500]), Course(heard, [pause.start_ms + 900])
    assert cut_ins([early]) == (1, 1, 0)
    assert cut_ins([late]) == (1, 0, 1)
    assert elsewhere([Course(heard, [1_000])]) == 1


def test_what_is_said_in_one_breath_ends_on_a_clause_or_a_sentence() -> None:
    assert units_of("I read the logs carefully, and I found the mistake. Then I mended it.") == [
        ("I read the logs carefully,", "clause end"),
        ("and I found the mistake.", "sentence end"),
        ("Then I mended it.", "sentence end"),
    ]


def test_hesitation_keeps_every_word_and_leaves_the_end_alone() -> None:
    units = units_of("I read the logs. I found the mistake. I mended it at once. It never came back.")
    for seed in range(20):
        told = hesitating(units, random.Random(seed))
        assert told[-1][1] == "sentence end"
        for (before, _), (after, _) in zip(units, told, strict=True):
            assert before.rstrip(".") in after


def test_every_goal_has_its_length() -> None:
    assert {1_000, 1_500, 2_000} <= set(PAUSES_MS)
