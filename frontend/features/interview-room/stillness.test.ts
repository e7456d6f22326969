import { expect, test } from "vitest";
import { createStillness, LATE_LOOK_MS, type Received, STILL_MS } from "./stillness";

const LOOK_EVERY_MS = 250;

/** Looks four times a second from `fromMs` on; the times at which it claims that the interviewer stands still. */
function claims(untilMs: number, received: (nowMs: number) => Received | null): number[] {
  const isStill = createStillness();
  const claimed: number[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += LOOK_EVERY_MS)
    if (isStill(nowMs, received(nowMs))) claimed.push(nowMs);
  return claimed;
}

/** Bytes of something that comes once in so many milliseconds. */
const every = (ms: number, nowMs: number) => 100 * (1 + Math.floor(nowMs / ms));

test("an interviewer stands still when neither picture nor voice has come for a while, and moves with the next byte", () => {
  const goneFromMs = 2_000;
  const backAtMs = 10_000;
  const seen = claims(12_000, (nowMs) => {
    const sent = nowMs < goneFromMs ? nowMs : nowMs < backAtMs ? goneFromMs : nowMs;
    return { picture: 100 + sent, sound: sent };
  });
  expect(seen[0]).toBe(goneFromMs + STILL_MS);
  expect(seen.at(-1)).toBe(backAtMs - LOOK_EVERY_MS);
});

test.each([40, 1_000, 2_000, 2_750])("a face that comes every %i ms is slow, not still", (ms) => {
  expect(claims(60_000, (nowMs) => ({ picture: every(ms, nowMs), sound: 0 }))).toEqual([]);
});

test("a face that stands while the voice still comes is not gone", () => {
  expect(claims(60_000, (nowMs) => ({ picture: 100, sound: every(20, nowMs) }))).toEqual([]);
});

test("a face stands still without a voice, too", () => {
  expect(claims(STILL_MS, () => ({ picture: 100, sound: 0 }))).toEqual([STILL_MS]);
});

test("a picture that nobody waits for does not stand still", () => {
  const received = (nowMs: number) => (nowMs < 10_000 ? null : { picture: 100, sound: 0 });
  expect(claims(10_000 + STILL_MS, received)).toEqual([10_000 + STILL_MS]);
});

test("a picture that has not begun is late, not still", () => {
  expect(claims(20_000, () => ({ picture: 0, sound: 0 }))).toEqual([]);
});

test("a page that could not look for a while waits anew before it claims anything", () => {
  const isStill = createStillness();
  const received = { picture: 100, sound: 0 };
  expect(isStill(0, received)).toBe(false);
  expect(isStill(20_000, received)).toBe(false);
  let nowMs = 20_000;
  while (nowMs < 20_000 + STILL_MS - LATE_LOOK_MS) {
    nowMs += LATE_LOOK_MS;
    expect(isStill(nowMs, received)).toBe(false);
  }
  expect(isStill(20_000 + STILL_MS, received)).toBe(true);
});
