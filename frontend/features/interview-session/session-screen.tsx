"use client";

import { isProblem } from "@/shared/api/problem";
import { ActiveSession } from "./active-session";
import {
  AbandonedSession,
  FinishedSession,
  LoadingSession,
  MissingSession,
  ServerIsAway,
} from "./session-states";
import { useSession } from "./use-session";

/** One session, in whichever state it is. */
export function SessionScreen({ sessionId }: { sessionId: string }) {
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
