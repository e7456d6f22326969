import type { Attempt } from "@/shared/api/types";
import { whenInWords } from "@/shared/labels";
import { Card, SectionHeading } from "@/shared/ui/card";
import { beforeAndAfter, changesInWords, compareDimensions, signed } from "./comparison";
import { dimensions } from "./dimensions";
import { scoreInWords } from "./evaluation-words";
import { MarkedAnswer } from "./marked-answer";
import { ScoreBar } from "./score-bar";

/** The same question answered twice, each time with its follow-ups: both side by side, and what that changed. */
export function BeforeAfter({ attempts, sessionId }: { attempts: readonly Attempt[]; sessionId: string }) {
  const pair = beforeAndAfter(attempts, sessionId);
  if (pair === null) return null;
  const { before, after } = pair;
  const changes = compareDimensions(before.evaluation, after.evaluation);
  return (
    <section aria-labelledby="before-and-after">
      <SectionHeading
        id="before-and-after"
        aside="Compared with your own last attempt, and with nobody else's"
      >
        Before and after
      </SectionHeading>
      <Card padding="none" className="divide-y divide-line">
        <div className="grid divide-line max-md:divide-y md:grid-cols-2 md:divide-x">
          <Side title="Before" attempt={before} />
          <Side title="Now" attempt={after} before={before} />
        </div>
        <div className="print-whole space-y-3 p-4 sm:p-5">
          <p className="font-medium">{changesInWords(changes)}</p>
          {changes.length > 0 ? <Changes changes={changes} /> : null}
        </div>
      </Card>
    </section>
  );
}

function Side({ title, attempt, before }: { title: string; attempt: Attempt; before?: Attempt }) {
  const { answer, follow_ups, evaluation } = attempt;
  const score = evaluation?.score ?? null;
  const was = before?.evaluation?.score ?? null;
  return (
    <div className="p-4 sm:p-5">
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-semibold">
          {title}{" "}
          <span className="text-small font-normal text-ink-soft">{whenInWords(answer.answered_at)}</span>
        </h3>
        <p className="tabular-nums">
          {score === null ? (
            <span className="text-small text-ink-soft">Not scored</span>
          ) : (
            <>
              <span className="text-heading font-semibold">{Math.round(score)}</span>
              <span className="text-small text-ink-soft"> of 100</span>
            </>
          )}
          {score !== null && was !== null ? (
            <span className="ml-2 text-small font-medium text-accent-ink">
              {signed(Math.round(score) - Math.round(was))}
              <span className="sr-only"> points</span>
            </span>
          ) : null}
        </p>
      </div>
      <MarkedAnswer answer={answer} evaluations={evaluation ? [evaluation] : []} />
      {follow_ups.map((told) => (
        <div key={told.answer.id} className="mt-4 border-l-2 border-line pl-3">
          <h4 dir="auto" className="mb-1 text-small font-medium text-ink-soft">
            <span className="sr-only">Follow-up: </span>
            {told.question_text}
          </h4>
          <MarkedAnswer answer={told.answer} evaluations={evaluation ? [evaluation] : []} />
        </div>
      ))}
    </div>
  );
}

function Changes({ changes }: { changes: ReturnType<typeof compareDimensions> }) {
  return (
    <table className="w-full text-left text-small">
      <caption className="sr-only">Each dimension before and now, from 0 to 5</caption>
      <thead className="text-ink-soft">
        <tr>
          <th scope="col" className="py-1 font-normal">
            Dimension
          </th>
          <th scope="col" className="py-1 font-normal">
            Before
          </th>
          <th scope="col" className="py-1 font-normal">
            Now
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ name, before, after }) => (
          <tr key={name} className="border-t border-line">
            <th scope="row" className="py-2 pr-3 font-medium">
              {dimensions[name].name}
            </th>
            <ScoreCell score={before} />
            <ScoreCell score={after} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ScoreCell({ score }: { score: number | null }) {
  return (
    <td className="py-2 pr-3">
      {score === null ? (
        <span className="text-ink-soft">–</span>
      ) : (
        <span className="flex items-center gap-3">
          <span className="max-sm:hidden">
            <ScoreBar score={score} />
          </span>
          <span className="tabular-nums">{scoreInWords(score)}</span>
        </span>
      )}
    </td>
  );
}
