"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { api, unwrap } from "@/shared/api/client";
import { sessionQuery } from "@/shared/api/queries";
import type { SessionView, Setup } from "@/shared/api/types";

/** One question again, everything else as it was set up. */
export function practiceOf(setup: SessionView["setup"], questionId: string): Setup {
  return { ...setup, question_count: 1, practice_of: questionId };
}

/** Starts the practice of one question of this session and opens it. */
export function usePractice(sessionId: string) {
  const cache = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async (questionId: string) => {
      const session = await cache.fetchQuery(sessionQuery(sessionId));
      const body = practiceOf(session.setup, questionId);
      return unwrap(api.POST("/interview/start", { body }));
    },
    onSuccess: (started) => router.push(`/interview/session/${started.session_id}`),
  });
}
