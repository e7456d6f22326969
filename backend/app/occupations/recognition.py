"""From a job title, an advertisement and a CV to an occupation and skills. Nothing is kept, nothing is logged."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from app.evaluation.embedded.sentence_model import EmbeddingsUnavailable
from app.occupations.catalogue import Catalogue, default_catalogue
from app.occupations.schemas import RecognisedOccupation, RecognisedSkill, Recognition
from app.occupations.skills import FoundSkill, mentions_in, rank
from app.occupations.titles import Likely, TitleReader, best_of
from app.occupations.vectors import (
    Embedder,
    OccupationVectors,
    Vector,
    default_skill_vectors,
    default_vectors,
    shortened,
)
from app.occupations.wording import Wording, default_wording

MAX_SKILLS = 15
MAX_ALTERNATIVES = 4
# A name that is certain needs no second opinion; else names and meanings count alike. Over the titles for tuning
# (benchmarks.recognition_quality) .45 to .55 are alike and .6 loses two in a hundred; this one refuses most.
MIN_AGREEMENT = 0.55
MEANING_ALONE = 0.62  # cosine from which a meaning without any common word counts
_NEAREST = 6
# How much nearness to the occupation moves a skill, against points of about 1 to 2.
_FITS_POINTS = 1.5
_SHORTLIST = 18


class Recogniser:
    """Loads its data at the first call (~0.5 s); deterministic; safe to call from threads."""

    def __init__(self, model: Embedder) -> None:
        self._model = model

    @cached_property
    def _catalogue(self) -> Catalogue:
        return default_catalogue()

    @cached_property
    def _titles(self) -> TitleReader:
        return TitleReader(self._catalogue)

    @cached_property
    def _wording(self) -> Wording:
        return default_wording()

    @cached_property
    def _vectors(self) -> OccupationVectors:
        return default_vectors()

    def recognise(self, job_title: str, job_description: str = "", cv_text: str = "") -> Recognition:
        """At most MAX_SKILLS skills, best first. Without the sentence model: by names alone."""
        likely, meaning = self._occupations(job_title)
        shown = [self._catalogue.occupations[each.occupation] for each in likely]
        wire = [RecognisedOccupation(id=each.id, label=each.label) for each in shown]
        topic = self._vectors.rows[likely[0].occupation] if likely else meaning
        texts = {"job_description": job_description, "cv": cv_text}
        skills = [
            RecognisedSkill(
                label=self._catalogue.skills[found.skill],
                found_in=found.mention.source,
                phrase=" ".join(texts[found.mention.source][found.mention.start : found.mention.end].split()),
            )
            for found in self._skills(topic, job_description, cv_text)
        ]
        return Recognition(
            occupation=wire[0] if wire else None, alternatives=wire[1 : MAX_ALTERNATIVES + 1], skills=skills
        )

    def _occupations(self, title: str) -> tuple[list[Likely], Vector | None]:
        """Those that are likely enough to be shown, the likeliest first; and what the title means, if that is known."""
        if not title.strip():
            return [], None
        written_out = self._wording.written_out(title)
        named = self._titles.read(title)
        if written_out != title:
            named = best_of([*named, *self._titles.read(written_out)])
        try:
            meaning = self._vectors.of([written_out], self._model)[0]
        except EmbeddingsUnavailable:
            meaning, points = None, {each.occupation: each.likeness for each in named}
        else:
            points = _agreed(named, self._vectors.nearness(meaning))
        likely = [Likely(occupation, sure) for occupation, sure in points.items() if sure >= MIN_AGREEMENT]
        return sorted(likely, key=lambda each: (-each.likeness, each.occupation)), meaning

    def _skills(self, topic: Vector | None, job_description: str, cv_text: str) -> list[FoundSkill]:
        """The best of what was named, those near the occupation first."""
        found = rank(
            [
                *mentions_in(job_description, "job_description", self._catalogue),
                *mentions_in(cv_text, "cv", self._catalogue),
            ]
        )[:_SHORTLIST]
        if len(found) < 2 or topic is None:
            return found[:MAX_SKILLS]
        fits = self._fits([self._catalogue.skills[each.skill] for each in found], topic)
        order = sorted(range(len(found)), key=lambda at: -(found[at].points + _FITS_POINTS * float(fits[at])))
        return [found[at] for at in order[:MAX_SKILLS]]

    def _fits(self, labels: list[str], topic: Vector) -> Vector:
        """How near each skill is to the topic, −1 to 1; 0 for one that was added since the vectors were made."""
        rows, is_known = default_skill_vectors().of(labels)
        fits: Vector = (rows @ shortened(topic)) * is_known
        return fits


def _agreed(named: Sequence[Likely], nearness: Vector) -> dict[int, float]:
    """How sure each occupation is when names and meaning are asked; a certain name is not asked again."""
    points = {
        each.occupation: each.likeness
        if each.is_certain
        else (each.likeness + float(nearness[each.occupation])) / 2
        for each in named
    }
    for number in np.argpartition(-nearness, _NEAREST)[:_NEAREST]:
        cosine = float(nearness[number])
        if cosine >= MEANING_ALONE:  # alone it is worth less than a name that agrees
            points.setdefault(int(number), cosine * cosine)
    return points
