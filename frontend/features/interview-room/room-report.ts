/**
 * What this page measures of its room, sent to the API as figures without a session (its `/metrics`).
 *
 * One report once the first word is heard, then one at changes, never closer together than the spacing;
 * whatever is left goes out when the room or the page is left. Knows neither LiveKit nor the network.
 */

const QUALITIES = ["excellent", "good", "poor", "lost"] as const;
export type Quality = (typeof QUALITIES)[number];

/** Milliseconds, and counts since the last report; what was not measured is absent. */
export type RoomFigures = {
  join_ms?: number;
  first_word_ms?: number;
  connection_quality?: Quality;
  reconnects?: number;
};

/** Often enough to see a bad minute, seldom enough to be no load beside the interview. Ours. */
export const REPORT_SPACING_MS = 10_000;

/** An interviewer that speaks later than this waited for the candidate: no figure of how fast it came. Ours. */
export const FIRST_WORD_WITHIN_MS = 30_000;

export type RoomReport = ReturnType<typeof createRoomReport>;

/** `now` is in milliseconds, on the clock of `joined(askedAt)`. `send` must neither throw nor block. */
export function createRoomReport(send: (figures: RoomFigures) => void, now = () => performance.now()) {
  let pending: RoomFigures = {};
  let lastSentAt = 0;
  let connectedAt: number | null = null;
  let quality: Quality | null = null;
  let isInterrupted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const sendNow = () => {
    clearTimeout(timer);
    timer = undefined;
    if (Object.keys(pending).length === 0) return;
    const figures = pending;
    pending = {};
    lastSentAt = now();
    send(figures);
    // A bad moment was told as such; that it is over is worth the next report.
    if (quality && figures.connection_quality && quality !== figures.connection_quality) note({ quality });
  };
  const note = (change: { quality: Quality } | { figures: RoomFigures }) => {
    if ("figures" in change) pending = { ...pending, ...change.figures };
    else pending.connection_quality = worseOf(pending.connection_quality, change.quality);
    timer ??= setTimeout(sendNow, Math.max(0, lastSentAt + REPORT_SPACING_MS - now()));
  };

  return {
    /** In the room. `askedAt` is when the person asked for it. */
    joined(askedAt: number) {
      connectedAt = lastSentAt = now();
      note({ figures: { join_ms: Math.round(connectedAt - askedAt) } });
    },
    /** The interviewer's first sound has come out of the speaker. */
    firstWord() {
      const after = connectedAt === null ? Number.POSITIVE_INFINITY : now() - connectedAt;
      if (after > FIRST_WORD_WITHIN_MS) return;
      note({ figures: { first_word_ms: Math.round(after) } });
      sendNow();
    },
    /** Of this tab's own connection, as the media server sees it; "unknown" is no news. */
    quality(next: string) {
      const known = QUALITIES.find((one) => one === next);
      if (!known || known === quality) return;
      quality = known;
      note({ quality: known });
    },
    /** Counted when it breaks and not when it is mended: what is not mended counts most. */
    interrupted() {
      if (isInterrupted) return;
      isInterrupted = true;
      note({ figures: { reconnects: (pending.reconnects ?? 0) + 1 } });
    },
    restored() {
      isInterrupted = false;
    },
    /** Whatever is left goes out now: the page or the room is being left. */
    flush: sendNow,
  };
}

function worseOf(one: Quality | undefined, other: Quality): Quality {
  return one && QUALITIES.indexOf(one) > QUALITIES.indexOf(other) ? one : other;
}
