"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import { deviceProblem } from "@/features/interview-room/room-words";
import { type OpenMicrophone, openMicrophone, RecordingNotSupported } from "./microphone";
import {
  IDLE,
  LONGEST_RECORDING_MS,
  nextRecorderState,
  type RecorderState,
  type RecorderTrouble,
  type Recording,
  recordingFormat,
} from "./recorder-state";

export type Transcribe = (
  recording: Recording,
) => Promise<{ heard: true } | { heard: false; trouble: RecorderTrouble }>;

export type Recorder = {
  state: RecorderState;
  start: () => void;
  stop: () => void;
  cancel: () => void;
  retry: () => void;
  dismiss: () => void;
  level: () => number;
};

type Options = {
  transcribe: Transcribe;
  /** Told when the microphone opens and closes, so that the room can be muted meanwhile. */
  onRecording: (isRecording: boolean) => void;
  open?: (format: string | null) => Promise<OpenMicrophone>;
};

/** Record, stop at five minutes at the latest, hand the sound to `transcribe`, keep it when that goes wrong. */
export function useRecorder({ transcribe, onRecording, open = openMicrophone }: Options): Recorder {
  const [state, tell] = useReducer(nextRecorderState, IDLE);
  const microphone = useRef<OpenMicrophone | null>(null);
  const wish = useRef<"none" | "recording" | "stop" | "cancel">("none");

  const turnIntoText = useCallback(
    async (recording: Recording) => {
      const outcome = await transcribe(recording);
      tell(outcome.heard ? { type: "transcribed" } : { type: "troubled", trouble: outcome.trouble });
    },
    [transcribe],
  );

  const close = useCallback(
    async (how: "stop" | "cancel") => {
      const opened = microphone.current;
      microphone.current = null;
      wish.current = "none";
      if (!opened) return;
      if (how === "cancel") {
        opened.cancel();
        onRecording(false);
        return tell({ type: "cancelled" });
      }
      const recording = await opened.stop();
      onRecording(false);
      tell({ type: "stopped", recording });
      await turnIntoText(recording);
    },
    [onRecording, turnIntoText],
  );

  const start = useCallback(async () => {
    if (wish.current !== "none") return;
    wish.current = "recording";
    tell({ type: "asked" });
    onRecording(true);
    try {
      microphone.current = await open(supportedFormat());
      tell({ type: "started", atMs: performance.now() });
    } catch (error) {
      wish.current = "none";
      onRecording(false);
      return tell({ type: "troubled", trouble: troubleOf(error) });
    }
    // Let go, or cancelled, while the browser was still asking for permission.
    const wished = wish.current as "recording" | "stop" | "cancel";
    if (wished !== "recording") await close(wished);
  }, [open, onRecording, close]);

  const end = useCallback(
    (how: "stop" | "cancel") => {
      if (microphone.current) void close(how);
      else if (wish.current === "recording") wish.current = how;
    },
    [close],
  );

  const startedAt = state.kind === "recording" ? state.startedAtMs : null;
  useEffect(() => {
    if (startedAt === null) return;
    const timer = setTimeout(() => end("stop"), LONGEST_RECORDING_MS);
    return () => clearTimeout(timer);
  }, [startedAt, end]);

  useEffect(
    () => () => {
      microphone.current?.cancel();
      microphone.current = null;
    },
    [],
  );

  const kept = state.kind === "idle" && state.trouble?.kind === "not-transcribed" ? state.trouble : null;
  return {
    state,
    start: useCallback(() => void start(), [start]),
    stop: useCallback(() => end("stop"), [end]),
    cancel: useCallback(() => end("cancel"), [end]),
    retry: useCallback(() => {
      if (!kept) return;
      tell({ type: "retried" });
      void turnIntoText(kept.recording);
    }, [kept, turnIntoText]),
    dismiss: useCallback(() => tell({ type: "dismissed" }), []),
    level: useCallback(() => microphone.current?.level() ?? 0, []),
  };
}

function supportedFormat(): string | null {
  if (typeof MediaRecorder === "undefined") return null;
  return recordingFormat((type) => MediaRecorder.isTypeSupported(type));
}

function troubleOf(error: unknown): RecorderTrouble {
  if (error instanceof RecordingNotSupported) {
    return window.isSecureContext ? { kind: "not-supported" } : { kind: "microphone", problem: "insecure" };
  }
  return { kind: "microphone", problem: deviceProblem(error) };
}
