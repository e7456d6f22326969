import type { Answer, AnswerPart, Evaluation } from "@/shared/api/types";
import { markQuotes } from "./code-points";

/** A stretch of what was heard; `isUnsure` where the recogniser was. */
export type HeardStretch = { start: number; text: string; isUnsure: boolean };

const spoken = (parts: readonly AnswerPart[]) => parts.filter(({ modality }) => modality !== "typed");

/** Typed words are the candidate's own: only what a recogniser wrote down can be put right. */
export function canBeCorrected({ parts }: Answer): boolean {
  return spoken(parts).some(({ text, heard }) => (heard ?? text).trim() !== "");
}

export function hasTypedWords({ parts }: Answer): boolean {
  return parts.some(({ modality, text }) => modality === "typed" && text.trim() !== "");
}

/** Everything that was spoken as one text, as it stands now; a correction is sent back in the same way. */
export function spokenText({ parts }: Answer): string {
  return joined(spoken(parts).map(({ text }) => text));
}

/** The same as it was heard. */
export function heardText({ parts }: Answer): string {
  return joined(spoken(parts).map(({ text, heard }) => heard ?? text));
}

const joined = (texts: readonly string[]) => texts.filter((text) => text !== "").join(" ");

/** What was heard, cut where the recogniser was unsure. The texts together are `heardText`. */
export function heardStretches({ parts }: Answer): HeardStretch[] {
  const stretches: HeardStretch[] = [];
  let start = 0;
  const add = (text: string, isUnsure: boolean) => {
    stretches.push({ start, text, isUnsure });
    start += text.length;
  };
  for (const { text, heard, unsure } of spoken(parts)) {
    const words = heard ?? text;
    if (words === "") continue;
    if (stretches.length > 0) add(" ", false);
    const codePoints = [...words];
    const quotes = (unsure ?? []).map((word) => ({
      ...word,
      quote: codePoints.slice(word.start, word.end).join(""),
    }));
    for (const stretch of markQuotes(words, quotes)) add(stretch.text, stretch.quotes.length > 0);
  }
  return stretches;
}

/** Two texts of the same words, whatever the white space between them. */
export function isSameText(one: string, other: string): boolean {
  return one.trim().split(/\s+/).join(" ") === other.trim().split(/\s+/).join(" ");
}

/** The scores before and after a correction; null where nothing was corrected, or another evaluator judged. */
export function scoreChange(
  before: Answer["before_correction"],
  evaluation: Evaluation | null,
): { before: number; after: number } | null {
  if (!before || !evaluation || before.evaluator !== evaluation.evaluator) return null;
  if (before.score === null || typeof evaluation.score !== "number") return null;
  return { before: Math.round(before.score), after: Math.round(evaluation.score) };
}

/** The judgement that was there before was a language model's, and this one is not: the better one is on its way. */
export function isBetterJudgementDue({ before_correction, evaluation }: Answer): boolean {
  return (
    before_correction?.evaluator === "language_model" &&
    evaluation?.evaluator === "embedded" &&
    !evaluation.flags.includes("language_model_unavailable")
  );
}
