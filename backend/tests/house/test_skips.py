"""What was not run is named, and in CI held to the list."""

import json
import subprocess
import sys
from pathlib import Path

from launch.places import TOOLS
from launch.skips import (
    Skip,
    closing_line_of_vitest,
    from_playwright,
    from_pytest,
    from_vitest,
    summary,
    unannounced,
)


def test_pytest_writes_down_what_it_skipped_and_why(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "def test_done(): pass\n"
        "@pytest.mark.skip(reason='no PostgreSQL server')\n"
        "def test_left_out(): pass\n"
        "@pytest.mark.xfail\n"
        "def test_known_fault(): raise ValueError\n"
    )
    report = tmp_path / "skips.json"
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "checks.named_skips",
            "-p",
            "no:cacheprovider",
            tmp_path,
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(TOOLS), "HIRECOACH_SKIPS_FILE": str(report), "PATH": "/bin"},
        check=True,
        capture_output=True,
    )
    assert from_pytest(report) == [Skip("test_it.py::test_left_out", "no PostgreSQL server")]


def test_the_summary_says_how_to_get_what_was_missing() -> None:
    told = summary(
        [Skip("a", "no PostgreSQL server"), Skip("b", "no PostgreSQL server"), Skip("c", "on macOS")]
    )
    assert "2 × no PostgreSQL server" in told
    assert "sudo apt install postgresql" in told
    assert "1 × on macOS" in told
    assert summary([]) == ""


def test_a_skip_that_was_not_announced_is_found(tmp_path: Path) -> None:
    announced = tmp_path / "announced"
    announced.write_text("# data sets are not in the repository\n^HIRECOACH_DATA \n")
    data, server = Skip("a", "HIRECOACH_DATA is not there"), Skip("b", "no PostgreSQL server")
    assert unannounced([data, server], announced) == [server]


def test_skips_of_the_page_and_of_the_journeys_are_read(tmp_path: Path) -> None:
    vitest, playwright = tmp_path / "vitest.json", tmp_path / "playwright.json"
    assertions = [{"fullName": "one", "status": "passed"}, {"fullName": "two", "status": "todo"}]
    counts = {"numPassedTests": 1, "numFailedTests": 0}
    vitest.write_text(json.dumps({**counts, "testResults": [{"assertionResults": assertions}]}))
    test = {"status": "skipped", "annotations": [{"type": "skip", "description": "no camera"}]}
    playwright.write_text(
        json.dumps({"suites": [{"suites": [{"specs": [{"title": "seen", "tests": [test]}]}]}]})
    )
    assert closing_line_of_vitest(vitest) == "1 passed, 0 failed"
    assert closing_line_of_vitest(tmp_path / "absent") == "did not finish"
    assert from_vitest(vitest) == [Skip("two", "not run by the page's tests")]
    assert from_playwright(playwright) == [Skip("seen", "no camera")]
    assert from_vitest(tmp_path / "absent") == []
