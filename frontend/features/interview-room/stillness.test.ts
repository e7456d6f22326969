import { expect, test } from "vitest";
import { createStillness, STILL_MS } from "./stillness";

/** Times and bytes in, one claim out for each. */
const claims = (...seen: [number, number | null][]) => {
  const isStill = createStillness();
  return seen.map(([nowMs, bytes]) => isStill(nowMs, bytes));
};

test("a picture stands still when nothing new has come for a while, and moves again with the next byte", () => {
  expect(
    claims([0, 100], [500, 200], [500 + STILL_MS - 1, 200], [500 + STILL_MS, 200], [9_000, 300]),
  ).toEqual([false, false, false, true, false]);
});

test("a picture that nobody waits for does not stand still", () => {
  expect(claims([0, 100], [5_000, null], [10_000, 100], [10_000 + STILL_MS, 100])).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

test("a picture that has not begun is late, not still", () => {
  expect(claims([0, 0], [20_000, 0])).toEqual([false, false]);
});
