import { describe, expect, test } from "vitest";
import type { Answer, Attempt, DimensionName, Evaluation } from "@/shared/api/types";
import { beforeAndAfter, changesInWords, compareDimensions, signed } from "./comparison";

function judged(scores: Partial<Record<DimensionName, number | null>>): Pick<Evaluation, "dimensions"> {
  const dimensions = Object.entries(scores).map(([name, score]) => ({
    name: name as DimensionName,
    score,
    comment: "",
    evidence: [],
  }));
  return { dimensions };
}

function answer(id: string): Answer {
  return {
    id,
    text: "Words.",
    parts: [],
    modality: "typed",
    answered_at: "2026-11-14T10:00:00Z",
    delivery: null,
    evaluation: null,
  };
}

const attempt = (sessionId: string): Attempt => ({
  session_id: sessionId,
  question_id: `q-${sessionId}`,
  is_practice: sessionId !== "one",
  answer: answer(sessionId),
  follow_ups: [],
  evaluation: null,
});

describe("before and after", () => {
  const attempts = [attempt("one"), attempt("two"), attempt("three")];

  test("an attempt is compared with the one just before it", () => {
    expect(beforeAndAfter(attempts, "three")?.before.session_id).toBe("two");
    expect(beforeAndAfter(attempts, "two")?.before.session_id).toBe("one");
  });

  test("the first attempt, and one that is not there, have nothing before them", () => {
    expect(beforeAndAfter(attempts, "one")).toBeNull();
    expect(beforeAndAfter(attempts, "four")).toBeNull();
  });
});

describe("what changed", () => {
  test("dimensions come in the order of the rubric, and those that neither was asked for are left out", () => {
    const before = judged({ result: 2, relevance: 4, structure: null });
    const after = judged({ relevance: 4, result: 4.5, structure: null });
    expect(compareDimensions(before, after)).toEqual([
      { name: "relevance", before: 4, after: 4 },
      { name: "result", before: 2, after: 4.5 },
    ]);
  });

  test("is said for what moved noticeably, both ways", () => {
    expect(
      changesInWords([
        { name: "result", before: 2, after: 4 },
        { name: "structure", before: 4, after: 3 },
        { name: "relevance", before: 4, after: 4.2 },
        { name: "ownership", before: null, after: 4 },
      ]),
    ).toBe("Stronger now: Result and learning. Stronger before: Structure.");
  });

  test("is said kindly where nothing did", () => {
    expect(changesInWords([{ name: "result", before: 3, after: 3.2 }])).toMatch(
      /^Both answers are about as strong/,
    );
  });
});

test.each([
  [12.4, "+12"],
  [-3.2, "−3"],
  [0.4, "±0"],
])("a difference of %s is shown as %s", (difference, shown) => {
  expect(signed(difference)).toBe(shown);
});
