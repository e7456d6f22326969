"""Meanings made beforehand: what a recognition costs, and what happens to a label that came later."""

import numpy as np

from app.evaluation.embedded.sentence_model import SentenceModel
from app.occupations.catalogue import default_catalogue
from app.occupations.recognition import Recogniser
from app.occupations.vectors import (
    DIMENSIONS,
    SKILL_DIMENSIONS,
    Vector,
    default_skill_vectors,
    default_vectors,
    shortened,
)

MODEL = SentenceModel(threads=1)


class Counting:
    """The real model, and how many texts it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed(self, texts: list[str]) -> Vector:
        self.texts += texts
        return MODEL.embed(texts)


def test_one_text_is_embedded_for_a_recognition_whatever_else_there_is_to_read() -> None:
    model = Counting()
    Recogniser(model).recognise("Cook", "Python, SQL, triage and wound care.", "Payroll, Excel, plan menus.")
    assert model.texts == ["Cook"]


def test_there_is_a_vector_for_every_occupation_and_nearly_every_skill() -> None:
    """Additions may come later: from one skill in fifty on, `python -m app.occupations.making.vectors` is due."""
    catalogue = default_catalogue()
    assert default_vectors().rows.shape == (len(catalogue.occupations), DIMENSIONS)
    rows, is_known = default_skill_vectors().of(catalogue.skills)
    assert rows.shape == (len(catalogue.skills), SKILL_DIMENSIONS)
    assert is_known.mean() >= 0.98


def test_a_label_without_a_vector_is_not_taken_for_another() -> None:
    _, is_known = default_skill_vectors().of(["Python", "juggling with seven clubs at once"])
    assert is_known.tolist() == [True, False]


def test_the_stored_vectors_mean_what_the_model_says() -> None:
    labels = ["wound care", "month-end closing", "Kubernetes"]
    rows, _ = default_skill_vectors().of(labels)
    fresh = shortened(default_vectors().of(labels, MODEL))
    assert np.sum(rows * fresh, axis=1).min() > 0.99
