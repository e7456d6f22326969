import type { Answer, DimensionName, DimensionScore, Evaluation } from "@/shared/api/types";
import { markQuotes } from "./code-points";
import { dimensions, shortName } from "./dimensions";
import { isOffTopic } from "./score-explained";

type Marked = { start: number; text: string; names: DimensionName[] };

/** Words count for nothing where the score is 0, or where they are about something else. */
function hasEarned(judged: readonly DimensionScore[]) {
  const offTopic = isOffTopic(judged);
  return ({ name, score }: DimensionScore) => score !== 0 && !(offTopic && name === "relevance");
}

/** The answer cut at its quotes; neighbours that count for the same are one. */
function markedStretches(answer: Answer, evaluations: readonly Evaluation[]): Marked[] {
  const dimensionsOfAll = evaluations.flatMap(({ dimensions: judged }) => judged.filter(hasEarned(judged)));
  const quotes = dimensionsOfAll.flatMap(({ name, evidence }) =>
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
  return marked.flatMap(withoutEdges);
}

/** White space at the ends of a mark belongs to no quote; a mark of nothing else would be one of nothing. */
function withoutEdges(marked: Marked): Marked[] {
  if (marked.names.length === 0) return [marked];
  const words = marked.text.trim();
  const first = words === "" ? marked.text.length : marked.text.indexOf(words);
  const last = first + words.length;
  return [
    { start: marked.start, text: marked.text.slice(0, first), names: [] },
    { ...marked, start: marked.start + first, text: words },
    { start: marked.start + last, text: marked.text.slice(last), names: [] },
  ].filter(({ text }) => text !== "");
}

/** The answer as it was given, with the words marked that the scores stand on, and for what they count. */
export function MarkedAnswer({
  answer,
  evaluations = answer.evaluation ? [answer.evaluation] : [],
}: {
  answer: Answer;
  /** Those that may quote it: a follow-up's judgement is of the whole thread. Its own, if nothing is said. */
  evaluations?: readonly Evaluation[];
}) {
  if (answer.text === "") return <p className="text-ink-soft">Nothing was said.</p>;
  return (
    <p className="whitespace-pre-wrap" dir="auto">
      {markedStretches(answer, evaluations).map(({ start, text, names }) =>
        names.length === 0 ? (
          <span key={start}>{text}</span>
        ) : (
          <CountsFor key={start} names={names}>
            {text}
          </CountsFor>
        ),
      )}
    </p>
  );
}

/** The short names stand beside the mark as decoration (globals.css): whoever copies the answer gets its words only. */
function CountsFor({ names, children }: { names: DimensionName[]; children: string }) {
  return (
    <span
      data-counts-for={names.map(shortName).join(" ")}
      title={`Counts for: ${names.map((name) => dimensions[name].name).join(", ")}`}
    >
      <mark>{children}</mark>
    </span>
  );
}
