"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { QuestionWithAnswer } from "@/features/interview-session/types";
import {
  type AnswerDraft,
  carriedOver,
  EMPTY_DRAFT,
  leaveBehind,
  returned,
  takeDraft,
  writeDraft,
} from "./answer-draft";

/** Whoever was about to press Send needs this long to see that the question is another one. */
const LOOK_AGAIN_MS = 1_500;

type Held = { questionId: string | null; draft: AnswerDraft };

/**
 * The draft of the open question, kept for this tab.
 *
 * When the interview moves on while something unsent stands here, it goes along to the next
 * question; `wasJustCarried` says that nobody can have read that yet. `isSending` holds the box at its question until the API has answered.
 */
export function useAnswerDraft(
  sessionId: string,
  questions: readonly QuestionWithAnswer[],
  currentId: string | null,
  isSending: boolean,
) {
  const [held, setHeld] = useState<Held>({ questionId: null, draft: EMPTY_DRAFT });
  const latest = useRef(held);
  const carriedAt = useRef(Number.NEGATIVE_INFINITY);

  const put = useCallback(
    (questionId: string | null, draft: AnswerDraft) => {
      latest.current = { questionId, draft };
      setHeld(latest.current);
      if (questionId !== null) writeDraft(sessionId, questionId, draft);
    },
    [sessionId],
  );

  useEffect(() => {
    const { questionId: leftId, draft } = latest.current;
    if (isSending || currentId === null || currentId === leftId) return;
    // A page that was closed while its answer was on its way does not know what became of it.
    const arriving = returned(takeDraft(sessionId, currentId));
    const left = questions.find((question) => question.id === leftId);
    if (leftId === null || !left) return put(currentId, arriving);
    const storedAnswer = left.answer?.text ?? null;
    writeDraft(sessionId, leftId, EMPTY_DRAFT);
    const next = carriedOver({ draft, number: left.number, storedAnswer }, arriving);
    if (next.writtenFor !== null) carriedAt.current = performance.now();
    put(currentId, next);
  }, [sessionId, questions, currentId, isSending, put]);

  useEffect(() => {
    const leave = () => {
      const { questionId, draft } = latest.current;
      if (questionId !== null) leaveBehind(sessionId, questionId, draft);
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [sessionId]);

  const change = useCallback(
    (edit: (draft: AnswerDraft) => AnswerDraft) => put(latest.current.questionId, edit(latest.current.draft)),
    [put],
  );

  const wasJustCarried = useCallback(() => performance.now() - carriedAt.current < LOOK_AGAIN_MS, []);

  return { ...held, change, wasJustCarried };
}
