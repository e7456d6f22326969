"""How a part ended, and what of its log is a reason for that."""

import pytest

from launch.last_words import how_it_ended, last_line, reason_in

TRACEBACK = """starting
Traceback (most recent call last):
  File "main.py", line 3, in <module>
    serve()
    ~~~~~^^
OSError: [Errno 98] address already in use
"""


@pytest.mark.parametrize("code", [-9, 137])
def test_a_signal_is_named_whether_it_hit_the_part_or_its_guard(code: int) -> None:
    assert how_it_ended(code, "") == "killed by SIGKILL"


def test_what_a_killed_part_had_logged_is_no_reason() -> None:
    assert how_it_ended(137, '{"level": "ERROR", "message": "the picture is late"}') == "killed by SIGKILL"


@pytest.mark.parametrize("code", [0, 1, 3, 127, 128, 255])
def test_any_other_end_is_an_exit_code(code: int) -> None:
    assert how_it_ended(code, "bye") == f"exit code {code}"


def test_an_exit_code_comes_with_its_reason() -> None:
    assert how_it_ended(1, TRACEBACK) == "exit code 1: OSError: [Errno 98] address already in use"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"level": "ERROR", "message": "the key file is empty"}', "the key file is empty"),
        ('{"level":"error","msg":"could not start","error":"no such key"}', "could not start: no such key"),
        ("ERROR:    Application startup failed. Exiting.", "ERROR:    Application startup failed. Exiting."),
        (
            "\x1b[31mERROR\x1b[0m:    Application startup failed.",
            "ERROR:    Application startup failed.",
        ),
        ("The agent cannot start: VOICE is 'loud'.", "The agent cannot start: VOICE is 'loud'."),
    ],
)
def test_an_error_that_comes_last_is_the_reason(line: str, reason: str) -> None:
    assert reason_in(f"before\n{line}\n\n") == reason


@pytest.mark.parametrize(
    "log",
    [
        "",
        "draining worker\n",
        '{"level": "INFO", "message": "draining worker"}',
        '{"level": "ERROR"}',
        '{"level": "ERROR", "message": "cut in the mi',
        "[1, 2]",
        f"{TRACEBACK}draining worker\n",
        TRACEBACK.rpartition("OSError")[0],
    ],
)
def test_what_a_part_happened_to_do_last_is_no_reason(log: str) -> None:
    assert reason_in(log) == ""


def test_a_long_reason_is_given_whole() -> None:
    said = "the settings do not work: " + 500 * "x"
    assert reason_in(f'{{"level": "CRITICAL", "message": "{said}"}}') == said


def test_the_last_line_is_the_last_that_says_something() -> None:
    assert last_line("first\nOIDC_ISSUER is not set\n\n") == "OIDC_ISSUER is not set"
    assert last_line('{"level": "error", "message": "the key file is empty"}') == "the key file is empty"
    assert last_line("") == ""
