/** What the session page asks of the API, one function per call. They raise ApiProblem or ServerAway. */

import type { RoomFigures } from "@/features/interview-room/room-report";
import { api, unwrap } from "@/shared/api/client";
import type { Modality } from "./types";

export type AnswerToSend = {
  sessionId: string;
  questionId: string;
  text: string;
  modality: Modality;
  transcriptionId: string | null;
  key: string | null;
};

export function postAnswer(answer: AnswerToSend) {
  return unwrap(
    api.POST("/interview/answer", {
      body: {
        session_id: answer.sessionId,
        question_id: answer.questionId,
        answer: answer.text,
        modality: answer.modality,
        ...(answer.transcriptionId ? { transcription_id: answer.transcriptionId } : {}),
      },
      ...(answer.key ? { headers: { "Idempotency-Key": answer.key } } : {}),
    }),
  );
}

export function postSkip(sessionId: string, questionId: string) {
  return unwrap(
    api.POST("/interview/session/{session_id}/skip", {
      params: { path: { session_id: sessionId } },
      body: { question_id: questionId },
    }),
  );
}

export function postContinue(sessionId: string) {
  return unwrap(
    api.POST("/interview/session/{session_id}/continue", { params: { path: { session_id: sessionId } } }),
  );
}

export function postFinish(sessionId: string) {
  return unwrap(api.POST("/interview/finish", { body: { session_id: sessionId } }));
}

export function postRoomToken(sessionId: string, participantName: string) {
  return unwrap(
    api.POST("/livekit/token", { body: { session_id: sessionId, participant_name: participantName } }),
  );
}

/** Outlives the page that sends it: the last figures are there when a person closes the tab. */
export function postTelemetry(sessionId: string, figures: RoomFigures) {
  return unwrap(
    api.POST("/interview/session/{session_id}/telemetry", {
      params: { path: { session_id: sessionId } },
      body: { reporter: "page", turn_ms: [], reconnects: 0, ...figures },
      keepalive: true,
    }),
  );
}

/** The OpenAPI types say "string" for a file: `bodySerializer` builds the real form. */
export function postRecording(sessionId: string, audio: Blob) {
  return unwrap(
    api.POST("/transcription", {
      body: { audio: "", session_id: sessionId },
      bodySerializer: () => {
        const form = new FormData();
        form.set("session_id", sessionId);
        form.set("audio", audio, audio.type.startsWith("audio/mp4") ? "answer.mp4" : "answer.webm");
        return form;
      },
    }),
  );
}
