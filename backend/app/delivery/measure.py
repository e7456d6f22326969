"""Delivery of a spoken answer, from its timed words and what was measured of its sound. Pure; weight 0 in every score.

Speech comes in utterances, each timed from its own zero. What lies between two utterances is unknown (the
interviewer may have spoken, the network may have stalled), and thinking before an answer is never judged: so
pauses and speaking time are counted inside utterances only.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from app.delivery.bands import Bands, load_bands
from app.delivery.schemas import Band, Delivery, Metric, Sound
from app.speech.port import Word

# Under this many words a rate says nothing.
_FEWEST_WORDS = 5
_FEWEST_SECONDS = 2.0
_PUNCTUATION = ".,;:!?…\"'“”()"
_COMMA = (",", ".", ";", ":", "?", "!", "…")


def measure_delivery(
    utterances: Sequence[Sequence[Word]],
    *,
    language: str,
    kind: str,
    sounds: Sequence[Sound] = (),
    duration_ms: int | None = None,
    recogniser_keeps_fillers: bool = False,
) -> Delivery | None:
    """Measure pace, fillers, long pauses, length and voice; None when nothing, or hardly anything, was spoken.

    Of a typed answer with a "yes" spoken before it there is nothing to say, not even its length.
    ``duration_ms`` is the whole answer's length where the caller knows it, else the sum of the utterances.
    Languages other than English get raw values without bands.
    """
    spoken = [sorted(words, key=lambda w: (w.start_ms, w.end_ms)) for words in utterances if words]
    if not spoken:
        return None
    bands = load_bands()
    speaking_s = sum(_span_ms(words) for words in spoken) / 1000
    count = sum(len(words) for words in spoken)
    length_s = duration_ms / 1000 if duration_ms else speaking_s
    if count < _FEWEST_WORDS or speaking_s < _FEWEST_SECONDS:
        return None
    minutes = speaking_s / 60
    fillers = _fillers(spoken, bands) if recogniser_keeps_fillers else None
    raw = Delivery(
        pace=_pace(count / minutes, bands),
        fillers=_filler_metric(None if fillers is None else fillers / minutes, bands),
        long_pauses=_pause_metric(_long_pauses(spoken, bands) / minutes, bands),
        length=_length(length_s, kind, bands),
        pitch_variation=_voice(sounds, "pitch_variation_st", "semitones", bands.words["pitch_variation"]),
        loudness=_voice(sounds, "loudness_dbfs", "dBFS", bands.words["loudness"]),
    )
    return raw if language.lower().split("-")[0] == "en" else _without_bands(raw, bands)


def _span_ms(words: Sequence[Word]) -> int:
    return max(0, max(w.end_ms for w in words) - words[0].start_ms)


def _long_pauses(spoken: Sequence[Sequence[Word]], bands: Bands) -> int:
    gaps = (after.start_ms - before.end_ms for words in spoken for before, after in pairwise(words))
    return sum(gap >= bands.long_pauses.from_ms for gap in gaps)


def _fillers(spoken: Sequence[Sequence[Word]], bands: Bands) -> int:
    return sum(_fillers_in(words, bands) for words in spoken)


def _fillers_in(words: Sequence[Word], bands: Bands) -> int:
    listed, count = bands.filler_words, 0
    said = [w.text.strip().lower().strip(_PUNCTUATION) for w in words]
    for i, word in enumerate(said):
        if word in listed.always:
            count += 1
            continue
        for phrase in listed.set_off:
            size = len(phrase.split())
            if said[i : i + size] == phrase.split() and _set_off(words, i, i + size, listed.pause_ms):
                count += 1
                break
    return count


def _set_off(words: Sequence[Word], first: int, stop: int, pause_ms: int) -> bool:
    """A comma or a pause on both sides; the edge of an utterance counts as a pause, but not both edges."""

    def is_apart(left: int) -> bool:
        if left < 0 or left + 1 >= len(words):
            return True
        before, after = words[left], words[left + 1]
        return before.text.strip().endswith(_COMMA) or after.start_ms - before.end_ms >= pause_ms

    return stop - first < len(words) and is_apart(first - 1) and is_apart(stop - 1)


def _metric(value: float | None, unit: str, band: Band, comment: str) -> Metric:
    return Metric(value=None if value is None else round(value, 1), unit=unit, band=band, comment=comment)


def _voice(
    sounds: Sequence[Sound],
    what: Literal["pitch_variation_st", "loudness_dbfs"],
    unit: str,
    comment: str,
) -> Metric | None:
    """The mean over what was voiced; as measured, because no figure of it is better for everyone."""
    voiced_ms = sum(sound.voiced_ms for sound in sounds)
    if not voiced_ms:
        return None
    value: float = sum(getattr(sound, what) * sound.voiced_ms for sound in sounds) / voiced_ms
    return _metric(value, unit, "no_bands", comment)


def _pace(value: float, bands: Bands) -> Metric:
    unit, b, say = "words/min", bands.pace, bands.words
    if value < b.slow_below:
        return _metric(value, unit, "say_something", say["pace_slow"])
    if value > b.fast_above:
        return _metric(value, unit, "say_something", say["pace_fast"])
    if b.fine_from <= value <= b.fine_to:
        return _metric(value, unit, "fine", say["pace_fine"])
    direction = "slower" if value < b.fine_from else "faster"
    return _metric(value, unit, "fine", say["pace_near"].format(direction=direction))


def _filler_metric(value: float | None, bands: Bands) -> Metric:
    unit, b, say = "fillers/min", bands.fillers, bands.words
    if value is None:
        return _metric(None, unit, "not_measured", say["fillers_not_measured"])
    if value >= b.strongly_from:
        return _metric(value, unit, "strongly", say["fillers_many"])
    if value > b.fine_to:
        return _metric(value, unit, "say_something", say["fillers_more"])
    return _metric(value, unit, "fine", say["fillers_fine"])


def _pause_metric(value: float, bands: Bands) -> Metric:
    unit, say = "pauses/min", bands.words
    if value > bands.long_pauses.fine_to:
        return _metric(value, unit, "say_something", say["pauses_more"])
    return _metric(value, unit, "fine", say["pauses_fine"])


def _length(seconds: float, kind: str, bands: Bands) -> Metric:
    unit, b, say = "s", bands.length, bands.words
    low, high = b.fine.get(kind, b.fine["behavioral"])
    if seconds > b.too_long_s:
        return _metric(seconds, unit, "say_something", say["length_long"])
    if seconds < low:
        return _metric(seconds, unit, "fine", say["length_short"])
    return _metric(seconds, unit, "fine", say["length_fine" if seconds <= high else "length_near"])


def _without_bands(delivery: Delivery, bands: Bands) -> Delivery:
    def bare(metric: Metric) -> Metric:
        if metric.value is None:
            return metric
        return metric.model_copy(update={"band": "no_bands", "comment": bands.words["no_bands"]})

    return delivery.model_copy(
        update={name: bare(getattr(delivery, name)) for name in ("pace", "fillers", "long_pauses", "length")}
    )
