"""``.env.example`` lists every setting, with the default the code has."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import AliasChoices
from pydantic_core import PydanticUndefined

from agent_settings import AgentSettings as Settings
from app.config import REPOSITORY
from launch.places import Addresses

TABLE = (REPOSITORY / ".env.example").read_text(encoding="utf-8")
LISTED = dict(re.findall(r"^# ([A-Z][A-Z_]+)=(\S*)", TABLE, re.MULTILINE))
OF_THE_PAGE = {"NEXT_PUBLIC_API_URL", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"}
OF_MAKE = {f"HIRECOACH_{name.upper()}_PORT": str(port) for name, port in vars(Addresses()).items()}


def as_written(value: object) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(value)
    return value.name if isinstance(value, Path) else str(value)


def variable_of(field: str) -> str:
    alias = Settings.model_fields[field].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else field.upper()


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_is_listed_with_its_default(field: str) -> None:
    default = Settings.model_fields[field].get_default(call_default_factory=True)
    assert default is not PydanticUndefined
    assert LISTED.get(variable_of(field)) == as_written(default)


def test_nothing_is_listed_that_nobody_reads() -> None:
    assert set(LISTED) == {variable_of(name) for name in Settings.model_fields} | OF_THE_PAGE | set(OF_MAKE)


def test_the_ports_of_make_are_listed_with_their_defaults() -> None:
    assert {name: LISTED[name] for name in OF_MAKE} == OF_MAKE


@pytest.mark.parametrize(
    "field", ["voice", "evaluator", "identity", "speech_model", "environment", "log_level"]
)
def test_every_choice_is_named(field: str) -> None:
    row = next(line for line in TABLE.splitlines() if line.startswith(f"# {variable_of(field)}="))
    for choice in get_args(Settings.model_fields[field].annotation):
        assert re.search(rf"\b{re.escape(choice)}\b", row.partition("·")[2]), choice
