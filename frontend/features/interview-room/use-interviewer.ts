"use client";

import { type TrackReference, useRemoteParticipants, useTracks } from "@livekit/components-react";
import { RemoteAudioTrack, type RemoteParticipant, RemoteVideoTrack, RoomEvent, Track } from "livekit-client";
import { useEffect, useState } from "react";
import { type AgentWord, agentWord, isInterviewer } from "./room-state";
import { createStillness, type Received } from "./stillness";

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
  const participant = participants.find(isInterviewer);
  const face = tracks.find(
    (track) =>
      track.participant.identity === participant?.identity && track.publication.kind === Track.Kind.Video,
  );
  const isStill = useIsStill(participant ?? null, face ?? null);
  if (!participant) return null;
  const said = participant.attributes["hirecoach.state"] ?? reportedState;
  return { participant, word: isStill ? "Reconnecting" : agentWord(said), face: face ?? null };
}

const LOOK_EVERY_MS = 250;

/** Whether face and voice have stopped to come, though they are wanted. */
function useIsStill(participant: RemoteParticipant | null, face: TrackReference | null): boolean {
  const [isStill, setIsStill] = useState(false);
  const publication = face?.publication;
  const track = publication?.track;

  useEffect(() => {
    setIsStill(false);
    if (!participant || !(track instanceof RemoteVideoTrack)) return;
    const look = createStillness();
    let isCurrent = true;
    const timer = setInterval(async () => {
      // LiveKit asks for no picture that is not seen: then there is nothing to wait for.
      const isWanted =
        !document.hidden && !publication?.isMuted && publication?.isEnabled === true && isFlowing(track);
      const received = isWanted ? await receivedOf(track, participant) : null;
      if (isCurrent) setIsStill(look(performance.now(), received));
    }, LOOK_EVERY_MS);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [participant, publication, track]);

  return isStill;
}

/** Not held back by the media server for want of bandwidth. */
function isFlowing(track: RemoteVideoTrack): boolean {
  return track.streamState === Track.StreamState.Active;
}

/** How much of the interviewer has come so far; null while the browser does not say. */
async function receivedOf(face: RemoteVideoTrack, participant: RemoteParticipant): Promise<Received | null> {
  const voices = [...participant.audioTrackPublications.values()].map((voice) => voice.track);
  const [picture, ...sounds] = await Promise.all([face, ...voices].map(bytesOf));
  if (picture == null) return null;
  return { picture, sound: sounds.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0) };
}

async function bytesOf(track: Track | undefined): Promise<number | null> {
  if (!(track instanceof RemoteVideoTrack || track instanceof RemoteAudioTrack)) return null;
  const stats = await track.getReceiverStats().catch(() => undefined);
  return stats?.bytesReceived ?? null;
}
