import type { DimensionName } from "@/shared/api/types";

/**
 * The dimensions in words. `best` is the rubric's anchor for a 5, word for word as in backend/app/evaluation/rubric.toml;
 * a test holds the two together.
 */
export const dimensions: Record<DimensionName, { name: string; best: string }> = {
  relevance: {
    name: "Relevance",
    best: "Answers every part, on point from the first sentence.",
  },
  structure: {
    name: "Structure",
    best: "Situation, action, result in order; technical: problem, options, choice, check.",
  },
  specificity: {
    name: "Specificity",
    best: "A named situation with at least two details that could be checked: a number, a tool, a date, a constraint.",
  },
  ownership: {
    name: "Ownership and reasoning",
    best: "Two or more actions of their own, each with a reason or a trade-off.",
  },
  result: {
    name: "Result and learning",
    best: "The outcome with a measure or something observable, and a lesson.",
  },
  correctness: {
    name: "Correctness",
    best: "All key points, none contradicted.",
  },
};
