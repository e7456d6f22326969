/** Whether an interviewer that should be seen and heard has stopped: the first that a browser knows of one that is gone. Pure. */

/**
 * The face is sent 25 times a second and the voice beside it, so this many milliseconds without a byte of either mean that
 * nobody sends them. A media server needs some 6 s to be as sure. A machine at its limit sends a picture a second, or
 * one in two, and that is no farewell. Ours.
 */
export const STILL_MS = 3_000;

/**
 * Whoever looks later than this after the time before was held up themselves, and so was what should have come: they
 * begin to wait anew. Ours.
 */
export const LATE_LOOK_MS = 1_000;

/** How many bytes of the interviewer have come so far; `sound` is 0 where no voice is there. */
export type Received = { picture: number; sound: number };

/**
 * Feed it what has come so far, again and again; `null` where no picture is expected, such as in a tab that is not
 * seen. True while nothing new of both has come for `STILL_MS`. Times in milliseconds.
 */
export function createStillness(): (nowMs: number, received: Received | null) => boolean {
  let before: Received | null = null;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let lastChangeMs = 0;
  return (nowMs, received) => {
    const isLate = nowMs - lookedMs > LATE_LOOK_MS;
    if (isLate || hasMoved(before, received)) lastChangeMs = nowMs;
    before = received;
    lookedMs = nowMs;
    // Before the first byte a picture is late, which is another thing than stopped.
    return received !== null && received.picture > 0 && nowMs - lastChangeMs >= STILL_MS;
  };
}

function hasMoved(before: Received | null, now: Received | null): boolean {
  if (before === null || now === null) return true;
  return before.picture !== now.picture || before.sound !== now.sound;
}
