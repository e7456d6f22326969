"use client";

import dynamic from "next/dynamic";
import { useEffect } from "react";
import { isProblem } from "@/shared/api/problem";
import { LoadingSession, ServerIsAway } from "./session-states";
import { useSession } from "./use-session";

const loading = () => <LoadingSession />;
const loadActiveSession = () => import("./active-session").then((session) => session.ActiveSession);
const ActiveSession = dynamic(loadActiveSession, { loading });
const MissingSession = dynamic(() => import("./rare-states").then((states) => states.MissingSession), {
  loading,
});
const AbandonedSession = dynamic(() => import("./rare-states").then((states) => states.AbandonedSession), {
  loading,
});
const FinishedSession = dynamic(() => import("./rare-states").then((states) => states.FinishedSession), {
  loading,
});

/** One session, in whichever state it is. */
export function SessionScreen({ sessionId }: { sessionId: string }) {
  // Beside the session itself, not after it: by the time one is there, so is the other.
  useEffect(() => void loadActiveSession().catch(() => {}), []);
  const { data: view, error, stream, refetch, isFetching } = useSession(sessionId);
  if (isProblem(error, "session-not-found", "not-found", "validation") || stream === "refused")
    return <MissingSession />;
  if (!view) {
    return error ? (
      <ServerIsAway error={error} onRetry={() => void refetch()} isBusy={isFetching} />
    ) : (
      <LoadingSession />
    );
  }
  if (view.status === "abandoned") return <AbandonedSession view={view} />;
  if (view.status === "finished") return <FinishedSession sessionId={sessionId} />;
  return <ActiveSession view={view} stream={stream} />;
}
