/** The wire shapes that the session page works with, under the names the page uses. */
import type { AnswerPart, SessionView } from "@/shared/api/types";

export type {
  Answer,
  AnswerPart,
  Evaluation,
  NextTurn,
  Question,
  QuestionWithAnswer,
  RoomToken,
  SessionView,
  Transcription,
} from "@/shared/api/types";

export type Progress = SessionView["progress"];
export type Modality = AnswerPart["modality"];
export type AgentState = SessionView["agent"]["state"];
export type SessionStatus = SessionView["status"];
