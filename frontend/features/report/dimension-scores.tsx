import type { DimensionScore } from "@/shared/api/types";
import { Disclosure } from "@/shared/ui/disclosure";
import { dimensions as known } from "./dimensions";
import { scoreInWords } from "./evaluation-words";

const BEST = 5;

/** Each dimension with its score and, opened, why: the comment, the quotes, and what a 5 would have had. */
export function DimensionScores({
  dimensions,
  answerId,
}: {
  dimensions: DimensionScore[];
  answerId: string;
}) {
  return (
    <div className="divide-y divide-line">
      {dimensions.map((dimension) => (
        <Disclosure
          key={dimension.name}
          title={
            <span className="flex flex-wrap items-center justify-between gap-x-4">
              <span>{known[dimension.name].name}</span>
              <Score score={dimension.score} />
            </span>
          }
        >
          <Reasons dimension={dimension} answerId={answerId} />
        </Disclosure>
      ))}
    </div>
  );
}

function Score({ score }: { score: number | null }) {
  if (score === null)
    return <span className="ml-auto text-small font-normal text-ink-soft">Not asked for here</span>;
  return (
    <span className="ml-auto flex items-center gap-3">
      <span aria-hidden className="flex gap-1">
        {Array.from({ length: BEST }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: five places that never move
          <span key={index} className="h-2 w-5 overflow-hidden rounded-full bg-line">
            <span
              className="block h-full bg-accent"
              style={{ width: `${Math.min(Math.max(score - index, 0), 1) * 100}%` }}
            />
          </span>
        ))}
      </span>
      <span className="w-14 text-right text-small tabular-nums">{scoreInWords(score)} of 5</span>
    </span>
  );
}

function Reasons({ dimension, answerId }: { dimension: DimensionScore; answerId: string }) {
  const isBest = dimension.score !== null && dimension.score >= BEST;
  return (
    <div className="space-y-3 pl-6 text-small">
      {dimension.comment ? <p>{dimension.comment}</p> : null}
      {dimension.evidence.length > 0 ? (
        <ul className="space-y-2" aria-label="Quotes from your answer">
          {dimension.evidence.map((quote) => (
            <li key={`${quote.answer_id}-${quote.start}-${quote.end}`}>
              <blockquote dir="auto" className="border-l-2 border-accent pl-3">
                {quote.quote}
                {quote.answer_id === answerId ? null : (
                  <span className="text-ink-soft"> (from another answer)</span>
                )}
              </blockquote>
            </li>
          ))}
        </ul>
      ) : null}
      {dimension.score === null || isBest ? null : (
        <p className="text-ink-soft">
          <strong className="font-medium text-ink">What a 5 would have had:</strong>{" "}
          {known[dimension.name].best}
        </p>
      )}
    </div>
  );
}
