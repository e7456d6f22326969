import { describe, expect, test } from "vitest";
import {
  clockText,
  IDLE,
  LONGEST_RECORDING_MS,
  nextRecorderState,
  type RecorderEvent,
  type RecorderState,
  recordingFormat,
  remainingMs,
} from "./recorder-state";

const recording = { audio: new Blob(["sound"]), durationMs: 4_000 };
const kept = { kind: "not-transcribed", recording, reason: "network", detail: "" } as const;

function stateAfter(...events: RecorderEvent[]): RecorderState {
  return events.reduce(nextRecorderState, IDLE);
}

describe("push-to-talk", () => {
  test("goes from asking to recording to text and back", () => {
    const path: RecorderEvent[] = [
      { type: "asked" },
      { type: "started", atMs: 10 },
      { type: "stopped", recording },
      { type: "transcribed" },
    ];
    const kinds = path.map((_, index) => stateAfter(...path.slice(0, index + 1)).kind);
    expect(kinds).toEqual(["starting", "recording", "transcribing", "idle"]);
  });

  test("keeps a recording that was not turned into text, for another try", () => {
    const failed = stateAfter({ type: "troubled", trouble: kept });
    expect(failed).toEqual({ kind: "idle", trouble: kept });
    expect(nextRecorderState(failed, { type: "retried" })).toEqual({ kind: "transcribing", recording });
  });

  test("has nothing to try again after silence", () => {
    const silent = stateAfter({ type: "troubled", trouble: { kind: "nothing-heard" } });
    expect(nextRecorderState(silent, { type: "retried" })).toBe(silent);
  });

  test("does not start twice", () => {
    const on = stateAfter({ type: "asked" }, { type: "started", atMs: 10 });
    expect(nextRecorderState(on, { type: "asked" })).toBe(on);
  });

  test("shows what is left of five minutes", () => {
    const on = stateAfter({ type: "asked" }, { type: "started", atMs: 1_000 });
    expect(clockText(remainingMs(on, 1_000))).toBe("5:00");
    expect(clockText(remainingMs(on, 54_000))).toBe("4:07");
    expect(remainingMs(on, LONGEST_RECORDING_MS * 2)).toBe(0);
  });
});

test("Safari records mp4, the others webm, and a browser without either is told apart", () => {
  expect(recordingFormat(() => true)).toBe("audio/webm;codecs=opus");
  expect(recordingFormat((type) => type === "audio/mp4")).toBe("audio/mp4");
  expect(recordingFormat(() => false)).toBeNull();
});
