/**
 * What stands in the answer box and is not sent yet: kept per tab and question, so that a refresh, a crash
 * or a question that moves on loses no typing, and no tab shows what was typed in another.
 */

export type Transcribed = { id: string; durationMs: number };

/** One try to send: the key makes a repeated try count once. */
export type Attempt = {
  key: string;
  text: string;
  transcribed: Transcribed | null;
  /** It has left the box, and the API has not answered yet. */
  isOnItsWay: boolean;
};

export type AnswerDraft = {
  text: string;
  /** The recording that most of the text comes from; null for typed text. */
  transcribed: Transcribed | null;
  attempt: Attempt | null;
  /** Set when the interview moved on while this was being written for an earlier question. */
  writtenFor: number | null;
};

export const EMPTY_DRAFT: AnswerDraft = { text: "", transcribed: null, attempt: null, writtenFor: null };

export function edited(draft: AnswerDraft, text: string): AnswerDraft {
  if (text === "") return { ...EMPTY_DRAFT, attempt: draft.attempt };
  return { ...draft, text };
}

/** Add what was recognised to what already stands there; the longest recording names the source. */
export function withTranscript(draft: AnswerDraft, text: string, transcribed: Transcribed): AnswerDraft {
  const before = draft.text.trimEnd();
  const isLonger = !draft.transcribed || transcribed.durationMs > draft.transcribed.durationMs;
  return {
    ...draft,
    text: before === "" ? text : `${before} ${text}`,
    transcribed: isLonger ? transcribed : draft.transcribed,
  };
}

type Sent = AnswerDraft & { attempt: Attempt };

/**
 * The box is free for the next words at once, and the text stays kept until the API has it. The same
 * text keeps its key, whatever happened to the response; another text gets a new one.
 */
export function sent(draft: AnswerDraft, newKey: () => string): Sent {
  const { text, transcribed } = draft;
  const key = draft.attempt?.text === text ? draft.attempt.key : newKey();
  return { ...EMPTY_DRAFT, attempt: { key, text, transcribed, isOnItsWay: true } };
}

/** The API has it: only what was written since stays. */
export function stored(draft: AnswerDraft): AnswerDraft {
  return { ...draft, attempt: null };
}

/** What was on its way and did not arrive stands in the box again, before what was written since. */
export function returned(draft: AnswerDraft): AnswerDraft {
  const { attempt } = draft;
  if (!attempt?.isOnItsWay) return draft;
  const text = draft.text.trim() === "" ? attempt.text : `${attempt.text}\n\n${draft.text}`;
  return {
    ...draft,
    text,
    transcribed: attempt.transcribed ?? draft.transcribed,
    attempt: { ...attempt, isOnItsWay: false },
  };
}

/**
 * The draft for the next question when the interview moved on. Text that was sent is dropped; text
 * that was still being written goes along, marked, unless something stands there already.
 */
export function carriedOver(
  left: { draft: AnswerDraft; number: number; storedAnswer: string | null },
  arriving: AnswerDraft,
): AnswerDraft {
  const wasSent = left.storedAnswer?.includes(left.draft.text.trim()) ?? false;
  if (left.draft.text.trim() === "" || wasSent || arriving.text !== "") return arriving;
  return { ...left.draft, attempt: null, writtenFor: left.draft.writtenFor ?? left.number };
}

const keyOf = (sessionId: string, questionId: string) => `hirecoach.draft.${sessionId}.${questionId}`;

/** What this tab typed; where it has nothing, what a tab that is gone has left behind: that is taken, once. */
export function takeDraft(sessionId: string, questionId: string): AnswerDraft {
  const key = keyOf(sessionId, questionId);
  try {
    const own = window.sessionStorage.getItem(key);
    const left = window.localStorage.getItem(key);
    // Before a refresh the tab leaves its own behind, too.
    if (own === null || own === left) window.localStorage.removeItem(key);
    return parsed(own ?? left);
  } catch {
    return EMPTY_DRAFT;
  }
}

function parsed(stored: string | null): AnswerDraft {
  const draft: Partial<AnswerDraft> | null = JSON.parse(stored ?? "null");
  return typeof draft?.text === "string" ? { ...EMPTY_DRAFT, ...draft } : EMPTY_DRAFT;
}

/** Kept for this tab alone: another one may be writing another answer to the same question. */
export function writeDraft(sessionId: string, questionId: string, draft: AnswerDraft): void {
  write(() => window.sessionStorage, keyOf(sessionId, questionId), draft);
}

/** The page goes away: whoever opens the interview in another tab goes on from here. */
export function leaveBehind(sessionId: string, questionId: string, draft: AnswerDraft): void {
  if (!isEmpty(draft)) write(() => window.localStorage, keyOf(sessionId, questionId), draft);
}

const isEmpty = (draft: AnswerDraft) => draft.text === "" && draft.attempt === null;

function write(storage: () => Storage, key: string, draft: AnswerDraft): void {
  try {
    if (isEmpty(draft)) storage().removeItem(key);
    else storage().setItem(key, JSON.stringify(draft));
  } catch {
    // Storage may be full or forbidden (private window): the box itself still holds the text.
  }
}

/** Forget every draft of a session, e.g. when its report is there. */
export function forgetDrafts(sessionId: string): void {
  try {
    const prefix = keyOf(sessionId, "");
    for (const storage of [window.sessionStorage, window.localStorage]) {
      for (const key of Object.keys(storage)) {
        if (key.startsWith(prefix)) storage.removeItem(key);
      }
    }
  } catch {
    // Nothing was stored where storage is forbidden.
  }
}
