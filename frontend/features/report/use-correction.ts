"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";
import { keys } from "@/shared/api/queries";
import { isBetterJudgementDue } from "./heard";

/** A language model is given up after a minute; until then the page looks now and then whether it has judged. */
const LOOK_FOR_BETTER_MS = [5_000, 15_000, 30_000, 65_000];

/** Puts right what was heard. Settles once the report on the page is the corrected one. */
export function useCorrection(sessionId: string, answerId: string) {
  const cache = useQueryClient();
  const readAgain = (queryKey: readonly string[]) => cache.invalidateQueries({ queryKey });
  return useMutation({
    mutationFn: (text: string) =>
      unwrap(
        api.POST("/interview/answer/{answer_id}/correct", {
          params: { path: { answer_id: answerId } },
          body: { text },
        }),
      ),
    onSuccess: async ({ answer }) => {
      if (isBetterJudgementDue(answer))
        for (const ms of LOOK_FOR_BETTER_MS) setTimeout(() => readAgain(keys.report(sessionId)), ms);
      for (const stale of [keys.attempts(sessionId), keys.session(sessionId), keys.sessions, keys.progress])
        readAgain(stale);
      await readAgain(keys.report(sessionId));
    },
  });
}
