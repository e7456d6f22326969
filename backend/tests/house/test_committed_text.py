"""No registry's host, no path of one machine, in what is committed; and the check itself works."""

import pytest

from checks.committed_text import findings, main

HOST = "https://" + ".".join(("files", "pythonhosted", "org")) + "/packages/a.whl"


@pytest.mark.parametrize(
    "line",
    [
        HOST,
        '"resolved": "https://' + ".".join(("registry", "npmjs", "org")) + '/a"',
        "see " + "/root" + "/notes",
    ],
)
def test_hosts_and_paths_of_one_machine_are_found(line: str) -> None:
    assert len(list(findings(f"fine\n{line}\n"))) == 1


@pytest.mark.parametrize(
    "line", ["docs/work/plan.md", "https://example.org/root/a", "/usr/bin/chromium", "/var/log"]
)
def test_other_paths_are_left_alone(line: str) -> None:
    assert list(findings(line)) == []


def test_nothing_committed_breaks_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0, capsys.readouterr().out
