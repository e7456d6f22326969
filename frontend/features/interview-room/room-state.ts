/**
 * The room as this tab sees it: one state at a time, each with its own look.
 *
 * Nothing here knows LiveKit: the reducer is told what happened and says what is. The interview
 * itself goes on in every state, because typing needs no room.
 */

/** "Reconnecting" is what this page sees; the others are what the interviewer says of itself. */
export type AgentWord = "Joining" | "Speaking" | "Listening" | "Thinking" | "Reconnecting";

/** `askedAt`: when this tab began to ask for the room, on the clock of `performance.now()`. */
export type RoomAccess = { token: string; url: string; askedAt: number };

export type TextReason =
  | "chosen"
  | "not-configured"
  | "unreachable"
  | "refused"
  | "not-connected"
  | "connection-lost"
  | "not-supported";

/** `wasHere`: there was an interviewer in this room before, who is expected back. */
export type Waiting = { kind: "waiting"; access: RoomAccess; isLate: boolean; wasHere: boolean };
export type Live = { kind: "live"; access: RoomAccess; agent: AgentWord };

export type RoomState =
  | { kind: "text"; reason: TextReason; isAcknowledged: boolean }
  | { kind: "elsewhere" }
  | { kind: "fetching-token" }
  | { kind: "connecting"; access: RoomAccess }
  | Waiting
  | Live
  | { kind: "reconnecting"; access: RoomAccess; before: Waiting | Live };

export type RoomEvent =
  | { type: "video-asked" }
  | { type: "media-held-elsewhere" }
  | { type: "access-granted"; access: RoomAccess }
  | { type: "access-refused"; reason: TextReason }
  | { type: "connected" }
  | { type: "connection-interrupted" }
  | { type: "connection-restored" }
  | { type: "connection-ended"; reason: TextReason }
  | { type: "agent-seen"; agent: AgentWord }
  | { type: "agent-missing" }
  | { type: "agent-late" }
  | { type: "text-chosen" };

/** A room without an interviewer for this long says so; it goes on waiting. */
export const AGENT_LATE_MS = 10_000;

export const FIRST_ROOM_STATE: RoomState = { kind: "fetching-token" };

export function nextRoomState(state: RoomState, event: RoomEvent): RoomState {
  switch (event.type) {
    case "video-asked":
      return hasMedia(state) ? state : { kind: "fetching-token" };
    case "media-held-elsewhere":
      return { kind: "elsewhere" };
    case "text-chosen":
      // Someone who is told why there is no video and goes on has read the reason: keep it.
      return state.kind === "text"
        ? { ...state, isAcknowledged: true }
        : { kind: "text", reason: "chosen", isAcknowledged: true };
    case "access-granted":
      return state.kind === "fetching-token" ? { kind: "connecting", access: event.access } : state;
    case "access-refused":
      return state.kind === "fetching-token" ? fallBack(event.reason) : state;
    case "connection-ended":
      return hasMedia(state) ? fallBack(event.reason) : state;
    default:
      return nextInRoom(state, event);
  }
}

function nextInRoom(state: RoomState, event: RoomEvent): RoomState {
  if (!hasMedia(state)) return state;
  if (state.kind === "reconnecting") {
    return event.type === "connection-restored" || event.type === "connected"
      ? state.before
      : { ...state, before: nextWithAgent(state.before, event) };
  }
  if (state.kind === "connecting") {
    return event.type === "connected"
      ? { kind: "waiting", access: state.access, isLate: false, wasHere: false }
      : state;
  }
  if (event.type === "connection-interrupted") {
    return { kind: "reconnecting", access: state.access, before: state };
  }
  return nextWithAgent(state, event);
}

function nextWithAgent(state: Waiting | Live, event: RoomEvent): Waiting | Live {
  switch (event.type) {
    case "agent-seen":
      return { kind: "live", access: state.access, agent: event.agent };
    case "agent-missing":
      return state.kind === "live"
        ? { kind: "waiting", access: state.access, isLate: false, wasHere: true }
        : state;
    case "agent-late":
      return state.kind === "waiting" ? { ...state, isLate: true } : state;
    default:
      return state;
  }
}

function fallBack(reason: TextReason): RoomState {
  return { kind: "text", reason, isAcknowledged: false };
}

type MediaState = Exclude<RoomState, { kind: "text" | "elsewhere" | "fetching-token" }>;

/** Does this tab hold a place in the room, or is it about to? */
export function hasMedia(state: RoomState): state is MediaState {
  return state.kind !== "text" && state.kind !== "elsewhere" && state.kind !== "fetching-token";
}

/** Agents have an identity of their own kind; `isAgent` is set by media servers that tell the kinds apart. */
export function isInterviewer(participant: { isAgent: boolean; identity: string }): boolean {
  return participant.isAgent || participant.identity.startsWith("interviewer-");
}

/** What the agent says of itself (attribute or event) as the one word beside the face. */
export function agentWord(said: string | undefined): AgentWord {
  switch (said) {
    case "speaking":
      return "Speaking";
    case "listening":
    case "idle":
      return "Listening";
    case "thinking":
      return "Thinking";
    default:
      return "Joining";
  }
}
