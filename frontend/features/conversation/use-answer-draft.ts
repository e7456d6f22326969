"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { QuestionWithAnswer } from "@/features/interview-session/types";
import { type AnswerDraft, carriedOver, EMPTY_DRAFT, readDraft, returned, writeDraft } from "./answer-draft";

/** Whoever was about to press Send needs this long to see that the question is another one. */
const LOOK_AGAIN_MS = 1_500;

type Held = { questionId: string | null; draft: AnswerDraft };

/**
 * The draft of the open question, kept in this browser and shared with other tabs.
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
    const arriving = returned(readDraft(sessionId, currentId));
    const left = questions.find((question) => question.id === leftId);
    if (leftId === null || !left) return put(currentId, arriving);
    const storedAnswer = left.answer?.text ?? null;
    writeDraft(sessionId, leftId, EMPTY_DRAFT);
    const next = carriedOver({ draft, number: left.number, storedAnswer }, arriving);
    if (next.writtenFor !== null) carriedAt.current = performance.now();
    put(currentId, next);
  }, [sessionId, questions, currentId, isSending, put]);

  useEffect(() => {
    const adopt = (event: StorageEvent) => {
      const { questionId } = latest.current;
      const isAtTheBox = document.hasFocus() && document.activeElement?.tagName === "TEXTAREA";
      if (questionId === null || isAtTheBox || !event.key?.endsWith(`${sessionId}.${questionId}`)) return;
      latest.current = { questionId, draft: readDraft(sessionId, questionId) };
      setHeld(latest.current);
    };
    window.addEventListener("storage", adopt);
    return () => window.removeEventListener("storage", adopt);
  }, [sessionId]);

  const change = useCallback(
    (edit: (draft: AnswerDraft) => AnswerDraft) => put(latest.current.questionId, edit(latest.current.draft)),
    [put],
  );

  const wasJustCarried = useCallback(() => performance.now() - carriedAt.current < LOOK_AGAIN_MS, []);

  return { ...held, change, wasJustCarried };
}
