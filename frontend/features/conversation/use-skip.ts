"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { postSkip } from "@/features/interview-session/session-calls";
import { explain, isProblem } from "@/shared/api/problem";
import { keys } from "@/shared/api/queries";

/** Leave a question out. The interviewer in the room hears of it by the same event as this page. */
export function useSkip(sessionId: string) {
  const client = useQueryClient();
  const skipping = useMutation({
    mutationFn: (questionId: string) => postSkip(sessionId, questionId),
    onSettled: () => client.invalidateQueries({ queryKey: keys.session(sessionId) }),
  });
  // Closed already, by another tab or by voice: the conversation shows how.
  const isOver = isProblem(skipping.error, "question-not-current", "question-already-answered");
  return {
    isBusy: skipping.isPending,
    trouble: skipping.error && !isOver ? explain(skipping.error) : null,
    press: (questionId: string) => skipping.mutate(questionId),
  };
}
