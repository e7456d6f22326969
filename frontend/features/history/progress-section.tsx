"use client";

import { useQuery } from "@tanstack/react-query";
import { progressQuery } from "@/shared/api/queries";
import { countOf, whenInWords } from "@/shared/labels";
import { Card, SectionHeading } from "@/shared/ui/card";
import { Disclosure } from "@/shared/ui/disclosure";
import { Skeleton } from "@/shared/ui/skeleton";
import { TrendChart } from "./trend-chart";
import { changeInWords, competencyTrends, overallTrend, type Trend } from "./trends";

/** How scores went over time. Compared with the person's own past only. */
export function ProgressSection() {
  const progress = useQuery(progressQuery());
  if (progress.isError) return null; // the list below says that the server is away, and offers the way on
  return (
    <section aria-labelledby="your-progress">
      <SectionHeading id="your-progress" aside="Against your own past, never against others">
        Your progress
      </SectionHeading>
      {progress.isPending ? <ProgressLoading /> : <Trends interviews={progress.data.interviews} />}
    </section>
  );
}

function ProgressLoading() {
  return (
    <Card className="space-y-4">
      <p role="status" className="text-small text-ink-soft">
        Looking for your scores…
      </p>
      <Skeleton className="h-32" />
    </Card>
  );
}

function Trends({ interviews }: { interviews: Parameters<typeof overallTrend>[0] }) {
  const overall = overallTrend(interviews);
  const competencies = competencyTrends(interviews);
  if (competencies.length === 0) {
    return (
      <Card>
        <p className="text-ink-soft">After your first finished interview, your scores appear here.</p>
      </Card>
    );
  }
  return (
    <div className="space-y-4">
      {overall.points.length > 0 ? <Overall trend={overall} /> : null}
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {competencies.map((trend) => (
          <li key={trend.id}>
            <Competency trend={trend} />
          </li>
        ))}
      </ul>
      <Disclosure title="All figures as a table">
        <Figures trends={[overall, ...competencies].filter(({ points }) => points.length > 0)} />
      </Disclosure>
    </div>
  );
}

function Overall({ trend }: { trend: Trend }) {
  const last = trend.points.at(-1);
  return (
    <Card className="grid gap-x-8 gap-y-5 md:grid-cols-[auto_1fr] md:items-center">
      <div className="md:w-44">
        <h3 className="font-medium">Overall</h3>
        <p className="text-display font-semibold tabular-nums">
          {Math.round(last?.score ?? 0)}
          <span className="text-body font-normal text-ink-soft"> of 100</span>
        </p>
        <p className="text-small text-ink-soft">
          {changeInWords(trend) ?? "One interview so far. The second one makes a line."}
        </p>
      </div>
      <div className="py-3">
        <TrendChart points={trend.points} size="large" />
      </div>
    </Card>
  );
}

function Competency({ trend }: { trend: Trend }) {
  const last = trend.points.at(-1);
  return (
    <Card className="h-full">
      <div className="flex items-baseline justify-between gap-3">
        <h3 className="min-w-0 font-medium">{trend.name}</h3>
        <p className="font-semibold tabular-nums">
          {Math.round(last?.score ?? 0)}
          <span className="sr-only"> of 100</span>
        </p>
      </div>
      <p className="mb-4 text-small text-ink-soft">
        {countOf(trend.points.length, "interview")}
        {trend.points.length > 1 ? `, ${changeInWords(trend)}` : ""}
      </p>
      <TrendChart points={trend.points} size="small" />
    </Card>
  );
}

function Figures({ trends }: { trends: readonly Trend[] }) {
  return (
    <table className="w-full text-left text-small">
      <caption className="sr-only">Scores from 0 to 100, oldest first</caption>
      <thead className="text-ink-soft">
        <tr>
          {["What", "Interview", "Score"].map((title) => (
            <th key={title} scope="col" className="py-2 pr-4 font-normal">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {trends.flatMap((trend) =>
          trend.points.map((point) => (
            <tr key={`${trend.id}-${point.sessionId}`} className="border-t border-line">
              <th scope="row" className="py-2 pr-4 font-medium">
                {trend.name}
              </th>
              <td className="py-2 pr-4">
                {point.jobTitle}, {whenInWords(point.at)}
              </td>
              <td className="py-2 whitespace-nowrap tabular-nums">
                {Math.round(point.score)}
                {point.spread === null ? null : ` ±${Math.round(point.spread)}`}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}
