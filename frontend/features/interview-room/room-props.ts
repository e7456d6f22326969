/** What the room is given, by the page and from its own outer to its own inner part. Types only: LiveKit comes later. */
import type { Dispatch } from "react";
import type { RoomLink } from "./room-link";
import type { RoomEvent, RoomState } from "./room-state";
import type { Room } from "./use-room";

export type RoomPanelProps = {
  room: Room;
  sessionId: string;
  /** What the API last heard of the interviewer; the room itself knows sooner. */
  reportedAgentState: string;
  hasCaptions: boolean;
  /** Something of the answer to the open question is stored. */
  hasAnswer: boolean;
  /** The candidate's words as they are recognised. */
  candidateCaption: string | null;
  onLink: (link: RoomLink | null) => void;
};

export type MediaState = Extract<RoomState, { access: object }>;

export type LiveRoomProps = RoomPanelProps & {
  state: MediaState;
  tell: Dispatch<RoomEvent>;
  onLeave: () => void;
};
