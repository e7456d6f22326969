/** Push-to-talk as one state at a time. Pure: the hook brings the microphone and the clock. */
import type { DeviceProblem } from "@/features/interview-room/room-words";

export const LONGEST_RECORDING_MS = 5 * 60 * 1000;

/** Pressed for longer than this means "hold to talk"; shorter is a click that toggles. */
export const HOLD_MS = 400;

export type Recording = { audio: Blob; durationMs: number };

export type RecorderTrouble =
  | { kind: "microphone"; problem: DeviceProblem }
  | { kind: "not-supported" }
  | { kind: "nothing-heard" }
  /** Heard, but not turned into text: the recording is kept for another try. */
  | {
      kind: "not-transcribed";
      recording: Recording;
      reason: "network" | "unavailable" | "refused";
      detail: string;
    };

export type RecorderState =
  | { kind: "idle"; trouble: RecorderTrouble | null }
  | { kind: "starting" }
  | { kind: "recording"; startedAtMs: number }
  | { kind: "transcribing"; recording: Recording };

export type RecorderEvent =
  | { type: "asked" }
  | { type: "started"; atMs: number }
  | { type: "stopped"; recording: Recording }
  | { type: "cancelled" }
  | { type: "transcribed" }
  | { type: "retried" }
  | { type: "dismissed" }
  | { type: "troubled"; trouble: RecorderTrouble };

export const IDLE: RecorderState = { kind: "idle", trouble: null };

export function nextRecorderState(state: RecorderState, event: RecorderEvent): RecorderState {
  switch (event.type) {
    case "asked":
      return state.kind === "idle" ? { kind: "starting" } : state;
    case "started":
      return state.kind === "starting" ? { kind: "recording", startedAtMs: event.atMs } : state;
    case "stopped":
      return state.kind === "recording" ? { kind: "transcribing", recording: event.recording } : state;
    case "retried":
      return state.kind === "idle" && state.trouble?.kind === "not-transcribed"
        ? { kind: "transcribing", recording: state.trouble.recording }
        : state;
    case "troubled":
      return { kind: "idle", trouble: event.trouble };
    case "cancelled":
    case "transcribed":
    case "dismissed":
      return IDLE;
  }
}

/** Milliseconds left of a recording. */
export function remainingMs(state: RecorderState, nowMs: number): number {
  if (state.kind !== "recording") return LONGEST_RECORDING_MS;
  return Math.max(0, LONGEST_RECORDING_MS - (nowMs - state.startedAtMs));
}

/** "4:07" */
export function clockText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The first container this browser records in: webm/opus everywhere but Safari, which has mp4. */
export function recordingFormat(isSupported: (type: string) => boolean): string | null {
  const formats = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"];
  return formats.find(isSupported) ?? null;
}
