import type { Answer } from "@/shared/api/types";
import { scoreChange } from "./heard";

/** "48 → 57 after your correction": what putting right what was heard has changed. */
export function ScoreChange({ answer }: { answer: Answer | null }) {
  const change = answer && scoreChange(answer.before_correction, answer.evaluation);
  if (!change) return null;
  return (
    <p className="text-small text-ink-soft tabular-nums">
      <span aria-hidden>
        {change.before} → {change.after}
      </span>
      <span className="sr-only">
        From {change.before} to {change.after}
      </span>{" "}
      after your correction
    </p>
  );
}
