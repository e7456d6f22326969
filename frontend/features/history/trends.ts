import type { FinishedInterview } from "@/shared/api/types";

/** One figure of one interview; `spread` where it is known how sure it is. */
export type Point = { sessionId: string; at: string; jobTitle: string; score: number; spread: number | null };
export type Trend = { id: string; name: string; points: Point[] };

/** Overall scores of whole interviews. A practice of one question is no interview, so it is left out. */
export function overallTrend(interviews: readonly FinishedInterview[]): Trend {
  const points = interviews.flatMap((interview) =>
    interview.is_practice || interview.overall === null
      ? []
      : [pointOf(interview, interview.overall, interview.uncertainty)],
  );
  return { id: "overall", name: "Overall", points };
}

/** Scores of each competency, practices included; the most often seen first, then by name. */
export function competencyTrends(interviews: readonly FinishedInterview[]): Trend[] {
  const trends = new Map<string, Trend>();
  for (const interview of interviews) {
    for (const { competency, competency_name, score } of interview.competencies) {
      if (score === null) continue;
      const trend = trends.get(competency) ?? { id: competency, name: competency_name, points: [] };
      trend.points.push(pointOf(interview, score, null));
      trends.set(competency, trend);
    }
  }
  return [...trends.values()].sort(
    (a, b) => b.points.length - a.points.length || a.name.localeCompare(b.name),
  );
}

function pointOf(interview: FinishedInterview, score: number, spread: number | null): Point {
  const { session_id, job_title, finished_at } = interview;
  return { sessionId: session_id, at: finished_at, jobTitle: job_title, score, spread };
}

/** "up 12 since the first", in whole points; null with fewer than two points. */
export function changeInWords({ points }: Trend): string | null {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return null;
  const change = Math.round(last.score) - Math.round(first.score);
  if (change === 0) return "as at first";
  return `${change > 0 ? "up" : "down"} ${Math.abs(change)} since the first`;
}

/** Where a point stands in a chart, in percent from the left and from the top. */
export function placeOf(index: number, count: number, score: number): { left: number; top: number } {
  return { left: count < 2 ? 50 : (index / (count - 1)) * 100, top: 100 - score };
}
