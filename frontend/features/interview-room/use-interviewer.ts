"use client";

import { type TrackReference, useRemoteParticipants, useTracks } from "@livekit/components-react";
import { type RemoteParticipant, RoomEvent, Track } from "livekit-client";
import { type AgentWord, agentWord } from "./room-state";

export type Interviewer = {
  participant: RemoteParticipant;
  word: AgentWord;
  face: TrackReference | null;
};

const CHANGES = [
  RoomEvent.ParticipantConnected,
  RoomEvent.ParticipantDisconnected,
  RoomEvent.ParticipantAttributesChanged,
  RoomEvent.Connected,
  RoomEvent.Reconnected,
];

/** The agent in the room: its word, and its face when that is there. Must stand inside a RoomContext. */
export function useInterviewer(reportedState: string): Interviewer | null {
  const participants = useRemoteParticipants({ updateOnlyOn: CHANGES });
  const tracks = useTracks([Track.Source.Camera, Track.Source.Unknown], { onlySubscribed: true });
  const participant = participants.find((one) => one.isAgent || one.identity.startsWith("interviewer-"));
  if (!participant) return null;
  const face = tracks.find(
    (track) =>
      track.participant.identity === participant.identity && track.publication.kind === Track.Kind.Video,
  );
  const said = participant.attributes["hirecoach.state"] ?? reportedState;
  return { participant, word: agentWord(said), face: face ?? null };
}
