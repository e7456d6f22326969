"use client";

import { useCallback } from "react";
import { postRecording } from "@/features/interview-session/session-calls";
import { ApiProblem, explain } from "@/shared/api/problem";
import type { RecorderTrouble, Recording } from "./recorder-state";
import type { Transcribe } from "./use-recorder";

export type Heard = { text: string; transcriptionId: string; durationMs: number };

/** Sends a recording to be turned into text; what was heard goes to `onHeard`. */
export function useTranscribe(sessionId: string, onHeard: (heard: Heard) => void): Transcribe {
  return useCallback(
    async (recording) => {
      try {
        const out = await postRecording(sessionId, recording.audio);
        onHeard({
          text: out.text.trim(),
          transcriptionId: out.transcription_id,
          durationMs: out.duration_ms,
        });
        return { heard: true };
      } catch (error) {
        return { heard: false, trouble: troubleOf(error, recording) };
      }
    },
    [sessionId, onHeard],
  );
}

function troubleOf(error: unknown, recording: Recording): RecorderTrouble {
  if (!(error instanceof ApiProblem)) {
    const detail = "The interview server did not answer. Try again in a moment, or type your answer.";
    return { kind: "not-transcribed", recording, reason: "network", detail };
  }
  if (error.is("audio-silent", "audio-empty")) return { kind: "nothing-heard" };
  const isForGood = error.is("audio-not-decodable", "audio-too-long", "audio-too-large", "session-finished");
  const reason = isForGood ? "refused" : "unavailable";
  return { kind: "not-transcribed", recording, reason, detail: explain(error).detail };
}
