import { expect, test } from "vitest";
import { countOf, modalitiesInWords, whenInWords } from "./labels";

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

test.each([
  [["typed"], "Typed"],
  [["spoken", "typed", "spoken"], "Spoken and typed"],
  [["typed", "push_to_talk"], "Typed and Voice Input"],
  [["push_to_talk", "spoken", "typed"], "Voice Input, spoken and typed"],
] as const)("an answer of the parts %j is called %s", (modalities, words) => {
  expect(modalitiesInWords(modalities.map((modality) => ({ modality })))).toBe(words);
});

test("an answer without parts is called by its main modality", () => {
  expect(modalitiesInWords([], "spoken")).toBe("Spoken");
});
