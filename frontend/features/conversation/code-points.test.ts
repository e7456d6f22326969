import { expect, test } from "vitest";
import { countCodePoints, storable } from "./code-points";

test("an emoji is one character, as the API counts", () => {
  expect("👍".length).toBe(2);
  expect(countCodePoints("👍 ok")).toBe(4);
  expect(countCodePoints("👍".repeat(20_000))).toBe(20_000);
});

test("text is made storable: no NUL, no half of a surrogate pair, all else untouched", () => {
  expect(storable("a\u0000b")).toBe("ab");
  expect(storable("a\ud800b\udc00")).toBe("a\ufffdb\ufffd");
  expect(storable("👍 שלום\nline")).toBe("👍 שלום\nline");
});
