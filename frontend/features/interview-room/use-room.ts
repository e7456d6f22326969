"use client";

import { useCallback, useEffect, useReducer, useRef } from "react";
import { postRoomToken } from "@/features/interview-session/session-calls";
import { ApiProblem } from "@/shared/api/problem";
import { claimMedia, type MediaClaim } from "./media-claim";
import { FIRST_ROOM_STATE, hasMedia, nextRoomState, type RoomState, type TextReason } from "./room-state";

/**
 * The room of this tab: claims camera and microphone among the tabs, fetches a token, and follows
 * what the room tells. `isOpen` is false when the interview is over: nobody joins then.
 */
export function useRoom(sessionId: string, participantName: string, isOpen: boolean) {
  const [state, tell] = useReducer(nextRoomState, FIRST_ROOM_STATE);
  const claim = useRef<MediaClaim | null>(null);
  const shouldSteal = useRef(false);
  const name = useRef(participantName);
  name.current = participantName;

  const release = useCallback(() => {
    claim.current?.release();
    claim.current = null;
  }, []);

  const isAsking = state.kind === "fetching-token" && isOpen;
  useEffect(() => {
    if (!isAsking) return;
    let isCurrent = true;
    const askedAt = performance.now();
    const enter = async () => {
      const steal = shouldSteal.current;
      shouldSteal.current = false;
      const claimed = await claimMedia(sessionId, {
        steal,
        onTaken: () => isCurrent && tell({ type: "media-held-elsewhere" }),
      });
      if (!isCurrent) return claimed?.release();
      if (!claimed) return tell({ type: "media-held-elsewhere" });
      claim.current = claimed;
      try {
        if (!hasVideoCalls()) return tell({ type: "access-refused", reason: "not-supported" });
        const { token, url } = await postRoomToken(sessionId, name.current);
        if (isCurrent) tell({ type: "access-granted", access: { token, url, askedAt } });
      } catch (error) {
        if (isCurrent) tell({ type: "access-refused", reason: reasonOf(error) });
      }
    };
    const taken = () => tell({ type: "media-held-elsewhere" });
    void enter().catch(taken);
    return () => {
      // A claim that has been handed over stays with the room until it ends.
      if (!claim.current) isCurrent = false;
    };
  }, [isAsking, sessionId]);

  const holdsMedia = state.kind === "fetching-token" || hasMedia(state);
  useEffect(() => {
    if (!holdsMedia || !isOpen) release();
  }, [holdsMedia, isOpen, release]);
  useEffect(() => release, [release]);

  const askForVideo = useCallback((options?: { moveHere: boolean }) => {
    shouldSteal.current = options?.moveHere ?? false;
    tell({ type: "video-asked" });
  }, []);

  return { state, tell, askForVideo };
}

export type Room = ReturnType<typeof useRoom>;

function hasVideoCalls(): boolean {
  return typeof RTCPeerConnection !== "undefined";
}

function reasonOf(error: unknown): TextReason {
  if (!(error instanceof ApiProblem)) return "unreachable";
  if (error.is("livekit-not-configured")) return "not-configured";
  if (error.is("livekit-unreachable")) return "unreachable";
  return "refused";
}

/** Whether a room state is one that a person can speak in. */
export function canBeHeard(state: RoomState): boolean {
  return state.kind === "live";
}
