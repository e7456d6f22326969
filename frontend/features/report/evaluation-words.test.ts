import { describe, expect, test } from "vitest";
import type { Evaluation } from "@/shared/api/types";
import { coverageInWords, flagsInWords, isHardToHear, scoreInWords } from "./evaluation-words";

describe("coverage in words", () => {
  test("names only what there is", () => {
    expect(coverageInWords({ answered: 5, skipped: 0, not_answered: 0, total: 5 })).toBe(
      "5 of 5 questions answered",
    );
    expect(coverageInWords({ answered: 3, skipped: 1, not_answered: 1, total: 5 })).toBe(
      "3 of 5 questions answered, 1 skipped, 1 without an answer",
    );
  });
});

test.each([
  [4, "4"],
  [2.5, "2.5"],
  [3.3333, "3.3"],
])("a score of %s is shown as %s", (score, shown) => {
  expect(scoreInWords(score)).toBe(shown);
});

test("that both judgements differ is said", () => {
  expect(flagsInWords(["judgements_differ"])).toEqual([expect.stringMatching(/^Judgements differ: /)]);
});

test("a score in a language without graded answers is provisional, and said to be", () => {
  expect(flagsInWords(["not_calibrated_in_this_language"])).toEqual([
    expect.stringMatching(/^Provisional: not calib/),
  ]);
  expect(flagsInWords(["not_the_sessions_language"])).toHaveLength(1);
});

test("only a score of doubtful words is hard to hear: what is not scored for its language was heard well", () => {
  const judged = (status: Evaluation["status"], score: number | null) => isHardToHear({ status, score });
  expect(judged("provisional", 48)).toBe(true);
  expect(judged("provisional", null)).toBe(false);
  expect(judged("scored", 48)).toBe(false);
});

test("a fall back to the embedded evaluator is said, and unknown flags are not shown raw", () => {
  expect(flagsInWords(["language_model_unavailable", "markup"])).toEqual([
    "The language model was away, so the embedded evaluator scored this answer.",
  ]);
});
