"""``python -m app.evaluation``: lines in, lines out, in order, whatever is in them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from app.evaluation.command_line import evaluated, main, run

GOOD = {
    "question": "What does TCP guarantee that UDP does not?",
    "answer": "It delivers the bytes in order and it sends lost segments again.",
    "reference": "Nothing at all. || TCP delivers the bytes in order. It sends lost segments again.",
    "id": "kept",
}


def output(line: str, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(evaluated((number, line)))
    return found


def test_an_answer_with_a_reference_gets_correctness_and_keeps_its_other_fields() -> None:
    found = output(json.dumps(GOOD))
    scores = {d["name"]: d["score"] for d in found["dimensions"]}
    assert found["id"] == "kept"
    assert found["question"] == GOOD["question"]
    assert isinstance(scores["correctness"], float)
    assert scores["correctness"] > 2.5
    assert 0 <= found["score"] <= 100


def test_the_best_of_the_alternative_references_counts() -> None:
    only_the_wrong_one = output(json.dumps({**GOOD, "reference": "Nothing at all."}))
    assert output(json.dumps(GOOD))["score"] > only_the_wrong_one["score"]


def test_without_a_reference_there_is_no_correctness() -> None:
    found = output(json.dumps({"question": GOOD["question"], "answer": GOOD["answer"], "kind": "technical"}))
    assert "correctness" not in {d["name"] for d in found["dimensions"]}


def test_a_line_that_cannot_be_used_names_its_number_and_the_rest_goes_on() -> None:
    lines = ["{", '"text"', "[1]", '{"question": "What?"}', '{"question": 1, "answer": []}', "[" * 100_000]
    for number, line in enumerate(lines, start=1):
        found = output(line, number)
        assert found["line"] == number
        assert found["error"]
    outputs = list(run([(1, "{"), (2, json.dumps(GOOD))], processes=1))
    assert [("error" in json.loads(o)) for o in outputs] == [True, False]


def test_two_processes_answer_in_order_and_draw_no_bar_without_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    lines = [json.dumps({**GOOD, "id": i}) for i in range(12)]
    file.write_bytes("\n".join(["", *lines, "broken"]).encode() + b"\n\xff\n")
    done = subprocess.run(
        [sys.executable, "-m", "app.evaluation", str(file), "--processes", "2"],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], timeout=150,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [f.get("id") for f in found] == [*range(12), None, None]
    assert [f["line"] for f in found[12:]] == [14, 15]
    assert done.stderr == ""
    assert done.returncode == 1


def test_a_file_that_is_not_there_is_one_sentence(capsys: Any) -> None:
    assert main(["/nowhere/answers.jsonl"]) == 2
    assert "cannot be read" in capsys.readouterr().err
