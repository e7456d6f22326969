/** Whether a picture that should move has stopped: the first that a browser knows of an interviewer that is gone. Pure. */

/**
 * The face is sent 25 times a second, so this many milliseconds without a byte of it mean that nobody sends it. A
 * media server needs some 6 s to be as sure. Shorter would take a machine's hiccup for a farewell. Ours.
 */
export const STILL_MS = 1_500;

/**
 * Feed it how many bytes have come so far, again and again; `null` where none are expected, such as in a tab that is
 * not seen. True while nothing new has come for `STILL_MS`. Times in milliseconds.
 */
export function createStillness(): (nowMs: number, bytes: number | null) => boolean {
  let lastBytes: number | null = null;
  let lastChangeMs = 0;
  return (nowMs, bytes) => {
    if (bytes === null || bytes !== lastBytes) lastChangeMs = nowMs;
    lastBytes = bytes;
    // Before the first byte a picture is late, which is another thing than stopped.
    return bytes !== null && bytes > 0 && nowMs - lastChangeMs >= STILL_MS;
  };
}
