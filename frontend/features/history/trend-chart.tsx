import { classNames } from "@/shared/ui/class-names";
import { type Point, placeOf } from "./trends";

type TrendChartProps = { points: readonly Point[]; size: "small" | "large" };

/** Scores from 0 to 100 in the order of time, for the eye; the figures stand in a table beside it. */
export function TrendChart({ points, size }: TrendChartProps) {
  const places = points.map(({ score }, index) => placeOf(index, points.length, score));
  return (
    <div aria-hidden className={classNames("relative", size === "large" ? "h-40 pl-8" : "h-14")}>
      {size === "large" ? <Scale /> : null}
      <div className="relative mx-1.5 h-full">
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          <title>Scores over time</title>
          {[0, 50, 100].map((level) => (
            <line
              key={level}
              x1="0"
              x2="100"
              y1={level}
              y2={level}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <Uncertainty points={points} />
          <polyline
            points={places.map(({ left, top }) => `${left},${top}`).join(" ")}
            className="fill-none stroke-accent"
            strokeWidth="2"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {places.map(({ left, top }, index) => (
          <span
            key={points[index]?.sessionId}
            className="absolute size-2.5 -translate-1/2 rounded-full border-2 border-surface bg-accent"
            style={{ left: `${left}%`, top: `${top}%` }}
          />
        ))}
      </div>
    </div>
  );
}

function Scale() {
  return [100, 50, 0].map((level) => (
    <span
      key={level}
      className="absolute left-0 w-7 -translate-y-1/2 text-right text-small text-ink-soft tabular-nums"
      style={{ top: `${100 - level}%` }}
    >
      {level}
    </span>
  ));
}

/** A band of how sure each score is, where that is known of all of them. */
function Uncertainty({ points }: { points: readonly Point[] }) {
  if (points.length < 2 || points.some(({ spread }) => spread === null)) return null;
  const edge = (direction: 1 | -1) =>
    points.map(({ score, spread }, index) => {
      const value = Math.min(Math.max(score + direction * (spread ?? 0), 0), 100);
      const { left, top } = placeOf(index, points.length, value);
      return `${left},${top}`;
    });
  return (
    <polygon points={[...edge(1), ...edge(-1).reverse()].join(" ")} className="fill-accent opacity-15" />
  );
}
