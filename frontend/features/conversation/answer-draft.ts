/**
 * What stands in the answer box and is not sent yet: kept in this browser per question, so that a
 * refresh, a crash or a question that moves on loses no typing.
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

export function readDraft(sessionId: string, questionId: string): AnswerDraft {
  try {
    const stored = window.localStorage.getItem(keyOf(sessionId, questionId));
    if (stored === null) return EMPTY_DRAFT;
    const draft: Partial<AnswerDraft> = JSON.parse(stored);
    return typeof draft.text === "string" ? { ...EMPTY_DRAFT, ...draft } : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

export function writeDraft(sessionId: string, questionId: string, draft: AnswerDraft): void {
  const key = keyOf(sessionId, questionId);
  try {
    if (draft.text === "" && draft.attempt === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage may be full or forbidden (private window): the box itself still holds the text.
  }
}

/** Forget every draft of a session, e.g. when its report is there. */
export function forgetDrafts(sessionId: string): void {
  try {
    const prefix = keyOf(sessionId, "");
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(prefix)) window.localStorage.removeItem(key);
    }
  } catch {
    // Nothing was stored where storage is forbidden.
  }
}
