"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { keys } from "@/shared/api/queries";
import { finishAfterMs, isAwaitingFinish, isReported } from "./finish-rule";
import { postFinish } from "./session-calls";
import type { SessionView } from "./types";

const RETRY_MS = 4_000;

/** Ends the interview when its last answer is done and nobody else does. */
export function useFinish(view: SessionView, isInterviewerHere: boolean, isTextMode: boolean) {
  const client = useQueryClient();
  const sessionId = view.session_id;
  const { mutate, isPending, isError } = useMutation({
    mutationFn: () => postFinish(sessionId),
    onSuccess: (report) => client.setQueryData(keys.report(sessionId), report),
    onSettled: () => client.invalidateQueries({ queryKey: keys.session(sessionId) }),
  });

  const isAwaiting = isAwaitingFinish(view);
  const hasReport = !isTextMode && isReported(view.agent.state);
  useEffect(() => {
    if (!isAwaiting || isPending) return;
    const pause = isError ? RETRY_MS : finishAfterMs(isInterviewerHere, hasReport);
    const timer = setTimeout(mutate, pause);
    return () => clearTimeout(timer);
  }, [isAwaiting, isPending, isError, isInterviewerHere, hasReport, mutate]);

  return { isAwaiting, isBusy: isPending, hasFailed: isError, finishNow: () => mutate() };
}
