import { describe, expect, test } from "vitest";
import type { FinishedInterview } from "@/shared/api/types";
import { changeInWords, competencyTrends, overallTrend, placeOf } from "./trends";

const interview = (
  id: string,
  overall: number | null,
  scores: Record<string, number | null>,
  isPractice = false,
): FinishedInterview => ({
  session_id: id,
  job_title: "Engineer",
  finished_at: "2026-11-14T10:00:00Z",
  is_practice: isPractice,
  overall,
  uncertainty: 5,
  competencies: Object.entries(scores).map(([competency, score]) => ({
    competency,
    competency_name: competency.toUpperCase(),
    score,
    answered: score === null ? 0 : 1,
    asked: 1,
  })),
});

const interviews = [
  interview("one", 40, { team: 30, plan: 50 }),
  interview("two", null, { team: null }),
  interview("three", 90, { team: 90 }, true),
  interview("four", 62.4, { team: 60, learn: 70 }),
];

describe("trends", () => {
  test("of the overall score leave out practices and interviews without one", () => {
    expect(overallTrend(interviews).points.map(({ sessionId }) => sessionId)).toEqual(["one", "four"]);
  });

  test("of competencies hold practices too, the most often seen first", () => {
    expect(
      competencyTrends(interviews).map(({ name, points }) => [name, points.map(({ score }) => score)]),
    ).toEqual([
      ["TEAM", [30, 90, 60]],
      ["LEARN", [70]],
      ["PLAN", [50]],
    ]);
  });

  test("say how the last point stands to the first", () => {
    expect(changeInWords(overallTrend(interviews))).toBe("up 22 since the first");
    expect(
      changeInWords({ id: "", name: "", points: overallTrend(interviews).points.slice(0, 1) }),
    ).toBeNull();
    expect(changeInWords({ id: "", name: "", points: overallTrend(interviews).points.toReversed() })).toBe(
      "down 22 since the first",
    );
  });
});

test.each([
  [0, 1, 50, { left: 50, top: 50 }],
  [0, 3, 100, { left: 0, top: 0 }],
  [2, 3, 0, { left: 100, top: 100 }],
])("point %i of %i with score %i stands at its place", (index, count, score, place) => {
  expect(placeOf(index, count, score)).toEqual(place);
});
