import type { DimensionScore, Evaluation } from "@/shared/api/types";
import { scoreInWords } from "./evaluation-words";

/** The gates of backend/app/evaluation/rubric.toml that move a score away from the mean; a test holds them to it. */
export const gates = {
  off_topic_from: 1,
  off_topic_total: 25,
  correctness_share: 0.5,
  example_from_words: 25,
  short_example_cap: 2,
};

const tooFewWords = "too_few_words";
/** Half a point of 100: less is rounding. */
const ROUNDING = 0.6;

/** The score that the dimensions give before any cap, 0–100; null where nothing was scored. */
function uncapped(dimensions: readonly DimensionScore[]): number | null {
  const scored = dimensions.flatMap(({ name, score }) => (score === null ? [] : { name, score }));
  const correctness = scored.find(({ name }) => name === "correctness")?.score;
  const others = scored.filter(({ name }) => name !== "correctness").map(({ score }) => score);
  const mean = others.length > 0 ? others.reduce((sum, score) => sum + score, 0) / others.length : undefined;
  if (correctness === undefined) return mean === undefined ? null : mean * 20;
  if (mean === undefined) return correctness * 20;
  return (gates.correctness_share * correctness + (1 - gates.correctness_share) * mean) * 20;
}

/** Whether the answer was read as one to another question: then none of its words shows relevance. */
export function isOffTopic(dimensions: readonly DimensionScore[]): boolean {
  const relevance = dimensions.find(({ name }) => name === "relevance")?.score ?? null;
  return relevance !== null && relevance <= gates.off_topic_from;
}

/** How this answer's score came from its dimensions, in sentences; empty where there is no score. */
export function scoreExplained({ dimensions, score, flags }: Evaluation): string[] {
  const sum = uncapped(dimensions);
  if (typeof score !== "number" || sum === null) return [];
  const relevance = dimensions.find(({ name }) => name === "relevance")?.score ?? 0;
  const isCapped = isOffTopic(dimensions) && sum > score + ROUNDING;
  const isTheSum = Math.abs(sum - score) <= ROUNDING;
  return [
    isTheSum || isCapped ? `${howItAddsUp(dimensions)}: ${Math.round(sum)} of 100.` : null,
    isCapped
      ? `Relevance is ${scoreInWords(relevance)} of 5, so this was read as an answer to another question: ` +
        `whatever the rest comes to, it gets ${gates.off_topic_total} at most.`
      : null,
    flags.includes(tooFewWords)
      ? `With under ${gates.example_from_words} words there is no example to judge yet, so each of these is ` +
        `${gates.short_example_cap} of 5 at most.`
      : null,
  ].filter((sentence) => sentence !== null);
}

function howItAddsUp(dimensions: readonly DimensionScore[]): string {
  const scored = dimensions.filter(({ score }) => score !== null);
  if (scored.length === 1) return "This one score, times 20";
  return scored.some(({ name }) => name === "correctness")
    ? "Correctness counts for one half and the mean of the others for the other half, times 20"
    : "The mean of these, times 20";
}
