import { describe, expect, test } from "vitest";
import { markQuotes } from "./code-points";

/** A quote as the API gives it: offsets in code points. */
function quoteIn(answer: string, quote: string) {
  const start = [...answer.slice(0, answer.indexOf(quote))].length;
  return { quote, start, end: start + [...quote].length };
}

const marked = (answer: string, ...quotes: string[]) =>
  markQuotes(
    answer,
    quotes.map((quote) => quoteIn(answer, quote)),
  ).flatMap(({ text, quotes: found }) => (found.length > 0 ? [text] : []));

describe("quotes marked in an answer", () => {
  test.each([
    ["plain text", "We cut it to 23 minutes in March.", "23 minutes"],
    ["an emoji before the quote", "It broke 😬😬 and I fixed it in an hour", "I fixed it"],
    ["an emoji inside the quote", "So I 👩‍💻 wrote the runbook", "I 👩‍💻 wrote"],
    ["letters outside the basic plane", "𝒜 team of 𝟛 people", "of 𝟛 people"],
    ["Hebrew", "בנינו את השירות בשלושה שבועות", "בשלושה שבועות"],
    ["combining marks", "Ich fu\u0308hrte das Team", "fu\u0308hrte"],
    ["the whole answer", "All of it", "All of it"],
  ])("stand at the right words with %s", (_case, answer, quote) => {
    expect(marked(answer, quote)).toEqual([quote]);
  });

  test("that overlap are both known where they overlap", () => {
    const answer = "I led the rollback myself";
    const stretches = markQuotes(answer, [
      quoteIn(answer, "led the rollback"),
      quoteIn(answer, "rollback myself"),
    ]);
    expect(stretches.filter(({ quotes }) => quotes.length === 2)).toEqual([
      { text: "rollback", quotes: [0, 1] },
    ]);
  });

  test("never change the answer itself", () => {
    const answer = "One 😀 two\n\n  three";
    const stretches = markQuotes(answer, [quoteIn(answer, "two\n\n"), quoteIn(answer, "😀 two")]);
    expect(stretches.map(({ text }) => text).join("")).toBe(answer);
  });

  test.each([
    ["reaches past the end", { quote: "short", start: 0, end: 99 }],
    ["is empty", { quote: "", start: 3, end: 3 }],
    ["stands at other words", { quote: "other", start: 0, end: 5 }],
    ["runs backwards", { quote: "short", start: 5, end: 0 }],
  ])("are left out when one %s", (_case, quote) => {
    expect(markQuotes("short answer", [quote])).toEqual([{ text: "short answer", quotes: [] }]);
  });

  test("leave an empty answer empty", () => {
    expect(markQuotes("", [])).toEqual([]);
  });
});
