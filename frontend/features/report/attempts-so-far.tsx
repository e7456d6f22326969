import Link from "next/link";
import type { Attempt } from "@/shared/api/types";
import { whenInWords } from "@/shared/labels";

/** How this very question went each time it was answered. */
export function AttemptsSoFar({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <div className="print-whole p-4 sm:p-5">
      <h4 className="mb-2 text-small font-medium text-ink-soft">Your attempts at this question</h4>
      <ol className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
        {attempts.map((attempt, index) => (
          <li key={attempt.question_id} className="flex items-center gap-3 text-small">
            <Link
              href={`/interview/session/${attempt.session_id}/report`}
              className="w-44 shrink-0 rounded-control underline underline-offset-4 hover:text-accent-ink"
            >
              {attempt.is_practice ? `Practice ${index}` : "First time"},{" "}
              {whenInWords(attempt.answer.answered_at)}
            </Link>
            <AttemptScore score={attempt.evaluation?.score ?? null} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function AttemptScore({ score }: { score: number | null }) {
  if (score === null) return <span className="text-ink-soft">not scored</span>;
  return (
    <>
      <span aria-hidden className="h-2 min-w-12 flex-1 overflow-hidden rounded-full bg-line">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${score}%` }} />
      </span>
      <span className="w-8 text-right font-semibold tabular-nums">
        {Math.round(score)}
        <span className="sr-only"> of 100</span>
      </span>
    </>
  );
}
