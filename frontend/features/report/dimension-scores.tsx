"use client";

import { useQuery } from "@tanstack/react-query";
import { rubricQuery } from "@/shared/api/queries";
import type { DimensionScore, RubricDimension } from "@/shared/api/types";
import { classNames } from "@/shared/ui/class-names";
import { Disclosure } from "@/shared/ui/disclosure";
import { dimensions as known, shortName } from "./dimensions";
import { scoreInWords } from "./evaluation-words";
import { ScoreBar } from "./score-bar";

/** Each dimension with its score and, opened, why: the comment, the quotes, and what a 1, a 3 and a 5 look like. */
export function DimensionScores({
  dimensions,
  answerId,
}: {
  dimensions: DimensionScore[];
  answerId: string;
}) {
  const rubric = useQuery(rubricQuery());
  return (
    <div className="divide-y divide-line">
      {dimensions.map((dimension) => (
        <Disclosure
          key={dimension.name}
          className="print-whole"
          title={
            <span className="flex flex-wrap items-center justify-between gap-x-4">
              <span>
                {known[dimension.name].name}{" "}
                <span aria-hidden className="text-small font-normal text-ink-soft">
                  {shortName(dimension.name)}
                </span>
              </span>
              <Score score={dimension.score} wasAsked={dimension.comment !== ""} />
            </span>
          }
        >
          <Reasons
            dimension={dimension}
            answerId={answerId}
            anchors={rubric.data?.dimensions.find(({ name }) => name === dimension.name)}
          />
        </Disclosure>
      ))}
    </div>
  );
}

/** Without a score: either not asked for, or asked for and not to be judged; then the comment says why. */
function Score({ score, wasAsked }: { score: number | null; wasAsked: boolean }) {
  if (score === null)
    return (
      <span className="ml-auto text-small font-normal text-ink-soft">
        {wasAsked ? "Not judged" : "Not asked for here"}
      </span>
    );
  return (
    <span className="ml-auto flex items-center gap-3">
      <ScoreBar score={score} />
      <span className="w-14 text-right text-small tabular-nums">{scoreInWords(score)} of 5</span>
    </span>
  );
}

type ReasonsProps = { dimension: DimensionScore; answerId: string; anchors: RubricDimension | undefined };

function Reasons({ dimension, answerId, anchors }: ReasonsProps) {
  return (
    <div className="space-y-3 pl-6 text-small print:pl-0">
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
      {anchors ? <Anchors anchors={anchors} score={dimension.score} /> : null}
    </div>
  );
}

const BEST = 5;

/** The scale in words; the line that the score has reached stands out. */
function Anchors({ anchors, score }: { anchors: RubricDimension; score: number | null }) {
  const steps = [
    { at: 1, words: anchors.low },
    { at: 3, words: anchors.middle },
    { at: BEST, words: anchors.high },
  ];
  const reached = score === null ? null : Math.max(...steps.map(({ at }) => at).filter((at) => at <= score));
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-ink-soft">
      {steps.map(({ at, words }) => (
        <div
          key={at}
          className={classNames(
            "col-span-2 grid grid-cols-subgrid rounded-control px-2 py-1",
            at === reached && "bg-accent-soft text-ink",
            // On paper, where every dimension is open: what was reached, and what the best would be.
            at !== reached && at !== BEST && "print:hidden",
          )}
        >
          <dt className="font-medium whitespace-nowrap">
            A {at}
            {at === reached ? <span className="sr-only"> (reached)</span> : null}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}
