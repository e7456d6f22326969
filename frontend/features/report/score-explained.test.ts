import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { DimensionName, Evaluation } from "@/shared/api/types";
import { gates, isOffTopic, scoreExplained } from "./score-explained";

function evaluation(
  score: number | null,
  scores: Partial<Record<DimensionName, number | null>>,
  flags: string[] = [],
): Evaluation {
  return {
    status: "scored",
    score,
    strength: null,
    biggest_fix: null,
    retry_prompt: null,
    coach_notes: [],
    flags,
    evaluator: "embedded",
    dimensions: Object.entries(scores).map(([name, value]) => ({
      name: name as DimensionName,
      score: value,
      comment: "",
      evidence: [],
    })),
  };
}

test("the gates are those of the rubric", () => {
  const rubric = readFileSync(
    path.resolve(import.meta.dirname, "../../../backend/app/evaluation/rubric.toml"),
    "utf8",
  );
  for (const [name, value] of Object.entries(gates)) {
    expect(Number(rubric.match(new RegExp(`^${name} = ([\\d.]+)`, "m"))?.[1]), name).toBe(value);
  }
});

describe("how a score came about", () => {
  test("is the mean where nothing caps it", () => {
    expect(scoreExplained(evaluation(70, { relevance: 4, structure: 3, result: null }))).toEqual([
      "The mean of these, times 20: 70 of 100.",
    ]);
  });

  test("names the cap of an answer to another question, with the sum that it does not get", () => {
    const [sum, cap] = scoreExplained(evaluation(25, { relevance: 0, structure: 4.5, result: 4.2 }));
    expect(sum).toBe("The mean of these, times 20: 58 of 100.");
    expect(cap).toMatch(/^Relevance is 0 of 5, .* 25 at most\.$/);
  });

  test("does not name the cap where the sum is under it anyway", () => {
    expect(scoreExplained(evaluation(16, { relevance: 0.6, structure: 1 }))).toEqual([
      "The mean of these, times 20: 16 of 100.",
    ]);
  });

  test("says that correctness is one half", () => {
    const [sum] = scoreExplained(evaluation(50, { relevance: 4, specificity: 2, correctness: 2 }));
    expect(sum).toMatch(/^Correctness counts for one half .*: 50 of 100\.$/);
  });

  test("says why an answer of a few words is low", () => {
    const said = scoreExplained(evaluation(40, { relevance: 2, structure: 2 }, ["too_few_words"]));
    expect(said[1]).toMatch(/^With under 25 words .* 2 of 5 at most\.$/);
  });

  test("claims no sum that is not the score, and nothing without a score", () => {
    expect(scoreExplained(evaluation(80, { relevance: 2, structure: 2 }))).toEqual([]);
    expect(scoreExplained(evaluation(null, {}))).toEqual([]);
  });
});

test("off topic is a relevance of at most 1, and never one that was not judged", () => {
  expect(isOffTopic(evaluation(25, { relevance: 1 }).dimensions)).toBe(true);
  expect(isOffTopic(evaluation(60, { relevance: 1.1 }).dimensions)).toBe(false);
  expect(isOffTopic(evaluation(60, { relevance: null, structure: 3 }).dimensions)).toBe(false);
});
