import { Lightbulb, ThumbsUp, TrendingUp } from "lucide-react";
import type { ReactNode } from "react";
import type { Evaluation } from "@/features/interview-session/types";
import { dimensions as names } from "@/features/report/dimensions";
import { scoreInWords } from "@/features/report/evaluation-words";
import { flagWords } from "@/shared/labels";
import { Disclosure } from "@/shared/ui/disclosure";

const notCalibrated = "not_calibrated_in_this_language";

/** What an answer scored, never without its reason beside it. */
export function EvaluationCard({ evaluation }: { evaluation: Evaluation }) {
  return (
    <section aria-label="Score of this answer" className="rounded-card border border-line bg-surface p-4">
      <p className="font-semibold tabular-nums">{headline(evaluation)}</p>
      <Standing>{standing(evaluation)}</Standing>
      {evaluation.status === "pending" ? null : <Reasons evaluation={evaluation} />}
    </section>
  );
}

function Standing({ children }: { children: string | null }) {
  return children === null ? null : <p className="mt-1 text-small text-ink-soft">{children}</p>;
}

function headline({ status, score }: Evaluation): string {
  switch (status) {
    case "pending":
      return "Scoring your answer…";
    case "not_answered":
      return "Not scored: this does not answer the question yet";
    case "skipped":
      return "Skipped";
    case "provisional":
    case "scored":
      return score == null ? "Saved, not scored" : `Score: ${Math.round(score)}/100`;
  }
}

/** What the headline means, where it needs a word; the reasons of a score stand below it. */
function standing({ status, score, flags, coach_notes }: Evaluation): string | null {
  const isExplained = coach_notes.length > 0;
  switch (status) {
    case "pending":
      return "You can go on. The score appears here when it is ready.";
    case "not_answered":
      return isExplained
        ? null
        : "It is saved. Say what you did in a situation of your own, and how it ended.";
    case "skipped":
      return "It counts as not answered.";
    case "provisional":
      if (score != null) return "Some words were hard to hear, so take this score with care.";
      return isExplained ? null : notScored(flags);
    case "scored":
      if (score != null) return flags.includes(notCalibrated) ? (flagWords[notCalibrated] ?? null) : null;
      return isExplained ? null : notScored(flags);
  }
}

function notScored(flags: readonly string[]): string {
  return flags.includes("other_language")
    ? "Answers in this language are kept and not scored yet. It counts as answered."
    : "There was too little to go by. Your answer counts as given.";
}

function Reasons({ evaluation }: { evaluation: Evaluation }) {
  const { strength, biggest_fix, coach_notes, retry_prompt } = evaluation;
  return (
    <div className="mt-2 space-y-3 text-small">
      {strength ? (
        <Reason icon={<ThumbsUp aria-hidden className="size-4" />} title="What was good">
          {strength}
        </Reason>
      ) : null}
      {biggest_fix ? (
        <Reason icon={<TrendingUp aria-hidden className="size-4" />} title="What would lift it most">
          {biggest_fix}
        </Reason>
      ) : null}
      {coach_notes.length > 0 ? (
        <Reason icon={<Lightbulb aria-hidden className="size-4" />} title="Coach notes">
          <ul className="list-disc space-y-1 pl-4">
            {coach_notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Reason>
      ) : null}
      {retry_prompt ? <p className="text-ink-soft">{retry_prompt}</p> : null}
      <Dimensions dimensions={evaluation.dimensions} />
    </div>
  );
}

function Reason({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="flex gap-2.5">
      <span className="mt-0.5 text-accent-ink">{icon}</span>
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        <div className="text-ink-soft">{children}</div>
      </div>
    </div>
  );
}

function Dimensions({ dimensions }: { dimensions: Evaluation["dimensions"] }) {
  const scored = dimensions.filter((dimension) => dimension.score != null);
  if (scored.length === 0) return null;
  return (
    <Disclosure title="Where the score comes from">
      <dl className="space-y-3">
        {scored.map((dimension) => (
          <div key={dimension.name}>
            <dt className="flex justify-between gap-3 font-medium">
              <span>{names[dimension.name].name}</span>
              <span className="tabular-nums">{scoreInWords(dimension.score ?? 0)} of 5</span>
            </dt>
            <dd className="text-ink-soft">
              {dimension.comment}
              {dimension.evidence.map((evidence) => (
                <q
                  key={`${evidence.answer_id}-${evidence.start}`}
                  className="mt-1 block border-l-2 border-line pl-2 italic"
                >
                  {evidence.quote}
                </q>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
