import { expect, test } from "vitest";
import { countOf, whenInWords } from "./labels";

const now = new Date(2026, 10, 14, 9, 30);

test.each([
  [new Date(2026, 10, 14, 8, 5), "today, 08:05"],
  [new Date(2026, 10, 13, 23, 59), "yesterday, 23:59"],
  [new Date(2026, 2, 3, 12, 0), "3 Mar, 12:00"],
  [new Date(2024, 2, 3, 12, 0), "3 Mar 2024"],
])("%s is %s", (date, words) => {
  expect(whenInWords(date.toISOString(), now)).toBe(words);
});

test("one question, two questions", () => {
  expect([1, 2, 0].map((count) => countOf(count, "question"))).toEqual([
    "1 question",
    "2 questions",
    "0 questions",
  ]);
});
