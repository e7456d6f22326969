import type { CompetencyResult } from "@/shared/api/types";
import { Card, SectionHeading } from "@/shared/ui/card";

/** A table that looks like a chart: the bars are for the eye, the cells for everyone. */
export function CompetencyBars({ competencies }: { competencies: CompetencyResult[] }) {
  if (competencies.length === 0) return null;
  return (
    <section aria-labelledby="competencies" className="print-whole">
      <SectionHeading id="competencies">Competencies</SectionHeading>
      <Card>
        <table className="w-full border-separate border-spacing-y-2 text-left">
          <caption className="sr-only">
            Score of each competency from 0 to 100, and how many questions it stands on
          </caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Competency</th>
              <th scope="col">Score</th>
              <th scope="col">Questions</th>
            </tr>
          </thead>
          <tbody>
            {competencies.map((competency) => (
              <CompetencyRow key={competency.competency} competency={competency} />
            ))}
          </tbody>
        </table>
      </Card>
    </section>
  );
}

function CompetencyRow({ competency }: { competency: CompetencyResult }) {
  const { competency_name, score, answered, asked } = competency;
  return (
    <tr className="max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-4 max-sm:gap-y-1 max-sm:pb-3 max-sm:last:pb-0">
      <th scope="row" className="font-medium sm:w-48 sm:pr-4">
        {competency_name}
      </th>
      <td className="max-sm:order-3 max-sm:col-span-2">
        {score === null ? (
          <span className="text-small text-ink-soft">
            {answered > 0 ? "No score: the answer is not judged" : "No score: no answer to judge"}
          </span>
        ) : (
          <span className="flex items-center gap-3">
            <span aria-hidden className="h-3 flex-1 overflow-hidden rounded-full bg-line">
              <span className="block h-full rounded-full bg-accent" style={{ width: `${score}%` }} />
            </span>
            <span className="w-8 text-right font-semibold tabular-nums">{Math.round(score)}</span>
          </span>
        )}
      </td>
      <td className="text-right text-small whitespace-nowrap text-ink-soft sm:w-28 sm:pl-4">
        {answered} of {asked} answered
      </td>
    </tr>
  );
}
