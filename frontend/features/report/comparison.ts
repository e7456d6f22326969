import type { Attempt, DimensionName, Evaluation } from "@/shared/api/types";
import { dimensions } from "./dimensions";

/** Smaller differences are within what the same answer in other words would give (rubric: a paraphrase, ±8 of 100). */
const NOTICEABLE = 0.5;

export type ChangedDimension = { name: DimensionName; before: number | null; after: number | null };

/** The attempt of this interview and the one before it; null where there is nothing to compare with. */
export function beforeAndAfter(
  attempts: readonly Attempt[],
  sessionId: string,
): { before: Attempt; after: Attempt } | null {
  const index = attempts.findIndex(({ session_id }) => session_id === sessionId);
  const [before, after] = [attempts[index - 1], attempts[index]];
  return before && after ? { before, after } : null;
}

type Judged = Pick<Evaluation, "dimensions"> | null | undefined;

/** Each dimension that either judgement has a score for, in the order of the rubric. */
export function compareDimensions(before: Judged, after: Judged): ChangedDimension[] {
  const scoreIn = (judged: Judged, name: DimensionName) =>
    judged?.dimensions.find((dimension) => dimension.name === name)?.score ?? null;
  return (Object.keys(dimensions) as DimensionName[])
    .map((name) => ({ name, before: scoreIn(before, name), after: scoreIn(after, name) }))
    .filter(({ before: was, after: is }) => was !== null || is !== null);
}

/** What changed, in a sentence or two. */
export function changesInWords(changes: readonly ChangedDimension[]): string {
  const moved = (direction: 1 | -1) =>
    changes.flatMap(({ name, before, after }) =>
      before !== null && after !== null && (after - before) * direction >= NOTICEABLE
        ? dimensions[name].name
        : [],
    );
  const [up, down] = [moved(1), moved(-1)];
  const sentences = [
    up.length > 0 ? `Stronger now: ${up.join(", ")}.` : null,
    down.length > 0 ? `Stronger before: ${down.join(", ")}.` : null,
  ].filter(Boolean);
  return (
    sentences.join(" ") ||
    "Both answers are about as strong. Compare the words: what did you add, what did you leave out?"
  );
}

/** "+12", "−3", "±0": as points of 100. */
export function signed(difference: number): string {
  const points = Math.round(difference);
  if (points === 0) return "±0";
  return points > 0 ? `+${points}` : `−${-points}`;
}
