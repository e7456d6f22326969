import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "./client";

/** Every key of the cache, so that an event and a page never spell one differently. */
export const keys = {
  options: ["options"] as const,
  readiness: ["readiness"] as const,
  livekitHealth: ["livekit-health"] as const,
  sessions: ["sessions"] as const,
  session: (sessionId: string) => ["session", sessionId] as const,
  report: (sessionId: string) => ["report", sessionId] as const,
  attempts: (sessionId: string) => ["attempts", sessionId] as const,
  progress: ["progress"] as const,
  rubric: ["rubric"] as const,
};

export const optionsQuery = () =>
  queryOptions({
    queryKey: keys.options,
    queryFn: ({ signal }) => unwrap(api.GET("/interview/options", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Says, among others, which identity the API uses. */
export const readinessQuery = () =>
  queryOptions({
    queryKey: keys.readiness,
    queryFn: ({ signal }) => unwrap(api.GET("/health/ready", { signal })),
    staleTime: 60_000,
  });

export const sessionsQuery = () =>
  queryOptions({
    queryKey: keys.sessions,
    queryFn: ({ signal }) => unwrap(api.GET("/interview/sessions", { signal })),
  });

export const sessionQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.session(sessionId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/interview/session/{session_id}", { params: { path: { session_id: sessionId } }, signal }),
      ),
  });

export const reportQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.report(sessionId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/interview/session/{session_id}/report", {
          params: { path: { session_id: sessionId } },
          signal,
        }),
      ),
  });

/** Questions of this interview that were answered more than once, here or elsewhere. */
export const attemptsQuery = (sessionId: string) =>
  queryOptions({
    queryKey: keys.attempts(sessionId),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/interview/session/{session_id}/attempts", {
          params: { path: { session_id: sessionId } },
          signal,
        }),
      ),
  });

/** Finished interviews, oldest first, with their competencies. */
export const progressQuery = () =>
  queryOptions({
    queryKey: keys.progress,
    queryFn: ({ signal }) => unwrap(api.GET("/interview/progress", { signal })),
  });

/** What a 1, a 3 and a 5 look like, dimension by dimension. */
export const rubricQuery = () =>
  queryOptions({
    queryKey: keys.rubric,
    queryFn: ({ signal }) => unwrap(api.GET("/interview/rubric", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const livekitHealthQuery = () =>
  queryOptions({
    queryKey: keys.livekitHealth,
    queryFn: ({ signal }) => unwrap(api.GET("/livekit/health", { signal })),
    staleTime: 10_000,
  });
