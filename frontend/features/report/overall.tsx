import type { Report } from "@/shared/api/types";
import { Card } from "@/shared/ui/card";
import { InterviewerFace } from "@/shared/ui/interviewer-face";
import { coverageInWords, evaluatedBy } from "./evaluation-words";

/** The score with its uncertainty and what it stands on, never the bare number. */
export function Overall({ report }: { report: Report }) {
  const by = evaluatedBy(report);
  return (
    <Card
      padding="roomy"
      className="print-whole grid gap-6 md:grid-cols-[auto_1fr] md:items-center md:gap-10"
    >
      <div className="md:w-64">
        <h2 className="text-small font-medium text-ink-soft">Overall</h2>
        {report.overall === null ? (
          <>
            <p className="mt-1 text-heading font-semibold">No overall score</p>
            <p className="mt-2 text-small text-ink-soft">
              Fewer than half answered: too little for one number.
            </p>
          </>
        ) : (
          <OverallScore score={report.overall} uncertainty={report.uncertainty ?? 0} />
        )}
        <p className="mt-2 text-small text-ink-soft">{coverageInWords(report.coverage)}</p>
      </div>
      <div className="flex items-start gap-4">
        <InterviewerFace className="print-hidden size-14 sm:size-20" />
        <div className="space-y-3">
          <p>{report.summary}</p>
          <p className="text-small text-ink-soft">
            <strong className="font-medium text-accent-ink">For practice, not selection.</strong> {by}
          </p>
        </div>
      </div>
    </Card>
  );
}

function OverallScore({ score, uncertainty }: { score: number; uncertainty: number }) {
  const [middle, spread] = [Math.round(score), Math.round(uncertainty)];
  const low = Math.max(score - uncertainty, 0);
  const high = Math.min(score + uncertainty, 100);
  return (
    <>
      <p className="mt-1 flex items-baseline gap-2">
        <span className="text-display font-semibold tabular-nums">{middle}</span>
        <span className="text-heading text-ink-soft tabular-nums">
          <span aria-hidden>±{spread}</span>
          <span className="sr-only">plus or minus {spread}</span>
        </span>
        <span className="text-ink-soft">of 100</span>
      </p>
      <div aria-hidden className="relative mt-3 h-2 rounded-full bg-line">
        <div
          className="absolute inset-y-0 rounded-full bg-accent opacity-35"
          style={{ left: `${low}%`, width: `${high - low}%` }}
        />
        <div
          className="absolute -inset-y-1 w-1 -translate-x-1/2 rounded-full bg-accent"
          style={{ left: `${score}%` }}
        />
      </div>
      <p className="mt-2 text-small text-ink-soft">
        With other questions it might have been {Math.round(low)} to {Math.round(high)}.
      </p>
    </>
  );
}
