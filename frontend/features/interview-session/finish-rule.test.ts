import { expect, test } from "vitest";
import { CLOSING_WORDS_MS, finishAfterMs, isAwaitingFinish, isReported, SETTLE_MS } from "./finish-rule";
import { aView } from "./testing";

const allDone = { answered: 5, total: 5, finished: true };

test("the page finishes an interview whose last question is closed, and no other", () => {
  expect(isAwaitingFinish(aView({ current_question_id: null, progress: allDone }))).toBe(true);
  expect(isAwaitingFinish(aView())).toBe(false);
  // Between two questions nothing is open either.
  expect(isAwaitingFinish(aView({ current_question_id: null }))).toBe(false);
  expect(isAwaitingFinish(aView({ current_question_id: null, progress: allDone, status: "finished" }))).toBe(
    false,
  );
});

test("an interviewer in the room has time to say goodbye, and no more than that", () => {
  expect(finishAfterMs(true, false)).toBe(CLOSING_WORDS_MS);
  expect(finishAfterMs(false, true)).toBe(CLOSING_WORDS_MS);
  expect(finishAfterMs(false, false)).toBe(SETTLE_MS);
});

test("an interviewer that is absent, joining or gone is not waited for", () => {
  expect(["speaking", "listening", "thinking"].every((state) => isReported(state as "speaking"))).toBe(true);
  expect(["absent", "joining", "gone"].some((state) => isReported(state as "gone"))).toBe(false);
});
