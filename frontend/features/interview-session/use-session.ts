"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { keys, sessionQuery } from "@/shared/api/queries";
import { getAuthHeader } from "@/shared/auth/token";
import { apiUrl } from "@/shared/env";
import { followEvents, type ServerSentEvent, type StreamStatus } from "./event-stream";
import { applyEvents, asSessionEvent, laterOf, type SessionEvent } from "./session-events";
import type { SessionView } from "./types";

/**
 * The session as the API has it: read once, then kept up to date by its events. Everything on the
 * page that shows the interview reads it from here, so two tabs and three modalities cannot differ.
 */
export function useSession(sessionId: string) {
  const client = useQueryClient();
  const read = sessionQuery(sessionId);
  const query = useQuery({
    ...read,
    queryFn: async (context) => {
      if (typeof read.queryFn !== "function") throw new Error("The session query has no function");
      const view = await read.queryFn(context);
      return laterOf(client.getQueryData<SessionView>(keys.session(sessionId)), view);
    },
    // The stream keeps it fresh; it is read again when the stream says so, and at each reconnect.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const isFollowed = query.data !== undefined && query.data.status !== "finished";
  const stream = useEventStream(sessionId, isFollowed);
  return { ...query, stream };
}

function useEventStream(sessionId: string, isFollowed: boolean): StreamStatus {
  const client = useQueryClient();
  const [status, setStatus] = useState<StreamStatus>("connecting");

  useEffect(() => {
    if (!isFollowed) return;
    const line = new AbortController();
    const key = keys.session(sessionId);
    let wasLost = false;
    void followEvents({
      url: `${apiUrl}/interview/session/${encodeURIComponent(sessionId)}/events`,
      headers: getAuthHeader,
      lastEventId: () => client.getQueryData<SessionView>(key)?.last_event_id ?? 0,
      onEvents: (events) => takeIn(client, sessionId, events),
      onStatus: (next) => {
        setStatus(next);
        // Whatever an event could not carry while the line was down is read anew.
        if (next === "live" && wasLost) void client.invalidateQueries({ queryKey: key });
        wasLost = next === "reconnecting" || next === "refused";
        if (next === "refused") void client.invalidateQueries({ queryKey: key });
      },
      signal: line.signal,
    });
    return () => line.abort();
  }, [client, sessionId, isFollowed]);

  return status;
}

function takeIn(client: QueryClient, sessionId: string, received: ServerSentEvent[]): void {
  const key = keys.session(sessionId);
  const events = received.map(parse).filter((event) => event !== null);
  let isStale = events.length < received.length;
  client.setQueryData<SessionView>(key, (view) => {
    if (!view) return view;
    const applied = applyEvents(view, events);
    isStale ||= applied.isStale;
    return applied.view;
  });
  if (isStale) void client.invalidateQueries({ queryKey: key });
}

function parse(received: ServerSentEvent): SessionEvent | null {
  try {
    return asSessionEvent(JSON.parse(received.data));
  } catch {
    return null;
  }
}
