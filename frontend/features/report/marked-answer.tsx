import type { Answer } from "@/shared/api/types";
import { markQuotes } from "./code-points";
import { dimensions } from "./dimensions";

/** The answer as it was given, with the words marked that the scores stand on. */
export function MarkedAnswer({ answer }: { answer: Answer }) {
  const quotes = (answer.evaluation?.dimensions ?? []).flatMap(({ name, evidence }) =>
    evidence
      .filter(({ answer_id }) => answer_id === answer.id)
      .map((quote) => ({ ...quote, dimension: name })),
  );
  if (answer.text === "") return <p className="text-ink-soft">Nothing was said.</p>;

  let start = 0;
  return (
    <p className="whitespace-pre-wrap" dir="auto">
      {markQuotes(answer.text, quotes).map((stretch) => {
        const key = start;
        start += stretch.text.length;
        if (stretch.quotes.length === 0) return <span key={key}>{stretch.text}</span>;
        const names = [...new Set(stretch.quotes.map((index) => quotes[index]?.dimension))].flatMap((name) =>
          name ? dimensions[name].name : [],
        );
        return (
          <mark key={key} title={`Counts for: ${names.join(", ")}`}>
            {stretch.text}
          </mark>
        );
      })}
    </p>
  );
}
