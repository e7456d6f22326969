import { describe, expect, test } from "vitest";
import type { Answer, AnswerPart, Evaluation } from "@/shared/api/types";
import {
  canBeCorrected,
  heardStretches,
  heardText,
  isBetterJudgementDue,
  isSameText,
  scoreChange,
  spokenText,
} from "./heard";

const part = (text: string, more: Partial<AnswerPart> = {}): AnswerPart => ({
  modality: "spoken",
  text,
  at: "2026-11-14T10:01:00Z",
  ...more,
});

function answer(parts: AnswerPart[], more: Partial<Answer> = {}): Answer {
  return {
    id: "a1",
    text: parts.map(({ text }) => text).join(" "),
    parts,
    modality: "spoken",
    answered_at: "2026-11-14T10:05:00Z",
    delivery: null,
    evaluation: null,
    ...more,
  };
}

const judged = (score: number | null, evaluator: Evaluation["evaluator"] = "embedded"): Evaluation => ({
  status: "scored",
  score,
  strength: null,
  biggest_fix: null,
  retry_prompt: null,
  coach_notes: [],
  flags: [],
  evaluator,
  dimensions: [],
});

describe("what was heard", () => {
  const mixed = answer([
    part("I moved the stock", { heard: "I moved the stork" }),
    part("By hand.", { modality: "typed" }),
    part("", { heard: "um" }),
    part("to another hall."),
  ]);

  test("is all that was spoken, and nothing that was typed", () => {
    expect(spokenText(mixed)).toBe("I moved the stock to another hall.");
    expect(heardText(mixed)).toBe("I moved the stork um to another hall.");
  });

  test("is marked where the recogniser was unsure, in code points", () => {
    const words = "😬 the stork";
    const stretches = heardStretches(
      answer([part("One."), part("😬 the stock", { heard: words, unsure: [{ start: 6, end: 11 }] })]),
    );
    expect(stretches.map(({ text }) => text).join("")).toBe(`One. ${words}`);
    expect(stretches.filter(({ isUnsure }) => isUnsure).map(({ text }) => text)).toEqual(["stork"]);
    expect(new Set(stretches.map(({ start }) => start)).size).toBe(stretches.length);
  });

  test("can be corrected only where something was", () => {
    expect(canBeCorrected(mixed)).toBe(true);
    expect(canBeCorrected(answer([part("Mine.", { modality: "typed" })]))).toBe(false);
    expect(canBeCorrected(answer([part(" ")]))).toBe(false);
    expect(canBeCorrected(answer([part("Recorded.", { modality: "push_to_talk" })]))).toBe(true);
  });
});

test("white space makes no other text", () => {
  expect(isSameText(" I moved\n it. ", "I moved it.")).toBe(true);
  expect(isSameText("I moved it", "I moved it.")).toBe(false);
});

describe("the change of a score", () => {
  test("is told in whole points, as they are shown", () => {
    expect(scoreChange({ score: 47.6, evaluator: "embedded" }, judged(57.2))).toEqual({
      before: 48,
      after: 57,
    });
  });

  test("is not told of what was not corrected, not scored, or judged by another evaluator", () => {
    expect(scoreChange(null, judged(57))).toBeNull();
    expect(scoreChange({ score: null, evaluator: "embedded" }, judged(57))).toBeNull();
    expect(scoreChange({ score: 48, evaluator: "embedded" }, judged(null))).toBeNull();
    expect(scoreChange({ score: 48, evaluator: "language_model" }, judged(57))).toBeNull();
  });
});

test("a language model's judgement is waited for where there was one, unless it is away", () => {
  const before_correction = { score: 48, evaluator: "language_model" as const };
  const due = (evaluation: Evaluation) => isBetterJudgementDue(answer([], { before_correction, evaluation }));
  expect(due(judged(50))).toBe(true);
  expect(due(judged(50, "language_model"))).toBe(false);
  expect(due({ ...judged(50), flags: ["language_model_unavailable"] })).toBe(false);
  expect(isBetterJudgementDue(answer([], { evaluation: judged(50) }))).toBe(false);
});
