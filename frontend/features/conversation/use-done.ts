"use client";

import { useCallback, useEffect, useState } from "react";
import type { RoomLink } from "@/features/interview-room/room-link";
import type { QuestionWithAnswer } from "@/features/interview-session/types";
import type { Answering } from "./use-send-answer";

type Options = {
  question: QuestionWithAnswer | null;
  link: RoomLink | null;
  isHeard: boolean;
  send: Answering["send"];
};

/**
 * "Done": the spoken answer is over. The interviewer in the room is asked first, because a last
 * utterance may still be on its way to it; without one, the API completes what is stored.
 */
export function useDone({ question, link, isHeard, send }: Options) {
  const [isBusy, setIsBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const questionId = question?.id ?? null;
  const hasWords = (question?.draft.length ?? 0) > 0;
  const isOffered = questionId !== null && (isHeard || hasWords);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said of one question is over with it
  useEffect(() => setTrouble(null), [questionId, hasWords]);

  const press = useCallback(async () => {
    if (questionId === null || isBusy) return;
    setIsBusy(true);
    setTrouble(null);
    try {
      if (link && (await link.done(questionId))) return;
      if (!hasWords) return setTrouble("I have not heard an answer yet. Speak a little longer, or type it.");
      const spoken = { questionId, text: "", modality: "spoken", transcriptionId: null, key: null } as const;
      // Its words are stored already: there is nothing to keep, and nothing to give back.
      await send(spoken, { onStored: () => {}, onReturned: () => {} });
    } finally {
      setIsBusy(false);
    }
  }, [questionId, isBusy, link, hasWords, send]);

  useSpaceBar(isOffered, press);
  return { isOffered, isBusy, trouble, press: () => void press() };
}

const TAKES_SPACE = "input, textarea, select, button, a[href], summary, [contenteditable], [role=dialog] *";

/** The space bar means Done unless the focus is on something that has its own use for it. */
function useSpaceBar(isOn: boolean, press: () => Promise<void>): void {
  useEffect(() => {
    if (!isOn) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !event.repeat;
      const target = event.target instanceof Element ? event.target : null;
      if (event.key !== " " || !isPlain || target?.closest(TAKES_SPACE)) return;
      event.preventDefault();
      void press();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOn, press]);
}
