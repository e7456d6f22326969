import type { Evidence } from "@/shared/api/types";

/**
 * A stretch of an answer: plain, or part of a quote. `quotes` are indexes into the list of quotes given; two quotes that
 * overlap make three stretches.
 */
export type Stretch = { text: string; quotes: number[] };

type Range = { start: number; end: number; index: number };

/**
 * Where a quote stands, in UTF-16 units, as JavaScript counts. The wire counts Unicode code points, in which an emoji is
 * one and not two. A quote that is not found at its place is not marked: a mark must never point at other words.
 */
export function rangeOf(
  quote: Pick<Evidence, "quote" | "start" | "end">,
  codePoints: string[],
): Omit<Range, "index"> | null {
  if (quote.start >= quote.end || quote.end > codePoints.length) return null;
  const quoted = codePoints.slice(quote.start, quote.end).join("");
  if (quoted !== quote.quote) return null;
  const start = codePoints.slice(0, quote.start).join("").length;
  return { start, end: start + quoted.length };
}

/** Cuts an answer at the edges of its quotes. The texts of all stretches together are the answer. */
export function markQuotes(
  answer: string,
  quotes: readonly Pick<Evidence, "quote" | "start" | "end">[],
): Stretch[] {
  const codePoints = [...answer];
  const ranges: Range[] = quotes.flatMap((quote, index) => {
    const range = rangeOf(quote, codePoints);
    return range ? [{ ...range, index }] : [];
  });
  const edges = [...new Set([0, answer.length, ...ranges.flatMap(({ start, end }) => [start, end])])].sort(
    (a, b) => a - b,
  );
  return edges.slice(1).map((end, position) => {
    const start = edges[position] ?? 0;
    return {
      text: answer.slice(start, end),
      quotes: ranges.filter((range) => range.start <= start && end <= range.end).map(({ index }) => index),
    };
  });
}
