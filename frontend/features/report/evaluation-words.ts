import type { Evaluation, Report } from "@/shared/api/types";
import { flagWords } from "@/shared/labels";

export function flagsInWords(flags: readonly string[]): string[] {
  return flags.flatMap((flag) => flagWords[flag] ?? []);
}

/** Words that were hard to hear, or a language without graded answers: the flag or the status says which. */
export function isProvisional({ status, flags }: Evaluation): boolean {
  return status === "provisional" || flags.includes("not_calibrated_in_this_language");
}

/** The recogniser was unsure of the words. An answer in a language that is not scored is provisional too, but was heard. */
export function isHardToHear({ status, score }: Pick<Evaluation, "status" | "score">): boolean {
  return status === "provisional" && typeof score === "number";
}

export const evaluatorNames: Record<Evaluation["evaluator"], string> = {
  embedded: "the embedded evaluator (fixed rules on this machine, no language model)",
  language_model: "a language model, whose every quote was checked in the answer",
};

export function evaluationsOf(report: Report): Evaluation[] {
  return report.questions.flatMap(({ answer }) => (answer?.evaluation ? [answer.evaluation] : []));
}

/** Who judged, in one sentence; null when nothing was judged. */
export function evaluatedBy(report: Report): string | null {
  const names = [...new Set(evaluationsOf(report).map(({ evaluator }) => evaluatorNames[evaluator]))];
  return names.length === 0 ? null : `Scored by ${names.join(" and ")}.`;
}

export function isStillEvaluated(report: Report): boolean {
  return evaluationsOf(report).some(({ status }) => status === "pending");
}

/** "3 of 5 questions answered, 1 skipped, 1 without an answer". */
export function coverageInWords({ answered, skipped, not_answered, total }: Report["coverage"]): string {
  return [
    `${answered} of ${total} questions answered`,
    skipped > 0 ? `${skipped} skipped` : null,
    not_answered > 0 ? `${not_answered} without an answer` : null,
  ]
    .filter(Boolean)
    .join(", ");
}

/** One decimal at most: "4", "2.5". */
export function scoreInWords(score: number): string {
  return String(Math.round(score * 10) / 10);
}
