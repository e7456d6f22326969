import type { Answer, DimensionName } from "@/shared/api/types";
import { markQuotes } from "./code-points";
import { dimensions, shortName } from "./dimensions";

type Marked = { start: number; text: string; names: DimensionName[] };

/** The answer cut at its quotes; neighbours that count for the same are one. */
export function markedStretches(answer: Answer): Marked[] {
  const quotes = (answer.evaluation?.dimensions ?? []).flatMap(({ name, evidence }) =>
    evidence.filter(({ answer_id }) => answer_id === answer.id).map((quote) => ({ ...quote, name })),
  );
  const marked: Marked[] = [];
  let start = 0;
  for (const stretch of markQuotes(answer.text, quotes)) {
    const names = [...new Set(stretch.quotes.flatMap((index) => quotes[index]?.name ?? []))];
    const before = marked.at(-1);
    if (before && before.names.join() === names.join()) before.text += stretch.text;
    else marked.push({ start, text: stretch.text, names });
    start += stretch.text.length;
  }
  return marked;
}

/** The answer as it was given, with the words marked that the scores stand on, and for what they count. */
export function MarkedAnswer({ answer }: { answer: Answer }) {
  if (answer.text === "") return <p className="text-ink-soft">Nothing was said.</p>;
  return (
    <p className="whitespace-pre-wrap" dir="auto">
      {markedStretches(answer).map(({ start, text, names }) =>
        names.length === 0 ? (
          <span key={start}>{text}</span>
        ) : (
          <span key={start}>
            <mark>{text}</mark>
            <CountsFor names={names} />
          </span>
        ),
      )}
    </p>
  );
}

function CountsFor({ names }: { names: DimensionName[] }) {
  const inFull = names.map((name) => dimensions[name].name).join(", ");
  return (
    <sup
      dir="ltr"
      title={`Counts for: ${inFull}`}
      className="ml-0.5 font-medium whitespace-nowrap text-accent-ink select-none"
    >
      <span aria-hidden>{names.map(shortName).join(" ")}</span>
      <span className="sr-only"> (counts for {inFull}) </span>
    </sup>
  );
}
