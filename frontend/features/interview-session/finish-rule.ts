/** When the page, and not the interviewer, ends the interview. Pure. */
import type { SessionView } from "./types";

/** Every question is closed, none is left to ask, and nobody has finished the session yet. */
export function isAwaitingFinish(view: SessionView): boolean {
  return view.status === "in_progress" && view.current_question_id === null && view.progress.finished;
}

/** With nobody there to say goodbye the report comes at once; a follow-up may still arrive within this. */
export const SETTLE_MS = 1_500;

/** The interviewer closes the interview in words; one that has vanished must not keep the report. */
export const CLOSING_WORDS_MS = 20_000;

/**
 * Milliseconds to wait before the page finishes the interview itself. `isInterviewerHere`: in the
 * room of this tab; `isReported`: the API heard of it, so it may be in the room of another tab.
 */
export function finishAfterMs(isInterviewerHere: boolean, isReported: boolean): number {
  return isInterviewerHere || isReported ? CLOSING_WORDS_MS : SETTLE_MS;
}

export function isReported(state: SessionView["agent"]["state"]): boolean {
  return state === "speaking" || state === "listening" || state === "thinking";
}
