"""The wire of the recognition."""

from typing import Literal

from pydantic import BaseModel, Field


class RecognisedOccupation(BaseModel):
    """An occupation of ESCO."""

    id: str = Field(description="its address in ESCO")
    label: str


class RecognisedSkill(BaseModel):
    """A skill, and the words in which it was found."""

    label: str
    found_in: Literal["job_description", "cv"]
    phrase: str


class Recognition(BaseModel):
    """What a title, an advertisement and a CV seem to be about; for the candidate to correct."""

    occupation: RecognisedOccupation | None
    alternatives: list[RecognisedOccupation]
    skills: list[RecognisedSkill]
