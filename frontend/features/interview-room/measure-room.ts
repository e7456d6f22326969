/** Reads off LiveKit what the room's report is made of. */
import { type RemoteTrack, type Room, RoomEvent, Track } from "livekit-client";
import type { RoomReport } from "./room-report";
import { isInterviewer } from "./room-state";

/** A whisper, as a share of the loudest sample there is (about -46 dB); the silence of a room is under a tenth of it. */
const AUDIBLE = 0.005;
const LISTEN_EVERY_MS = 100;

/** Reports until the returned function is called, which sends what is left. */
export function measureRoom(room: Room, report: RoomReport): () => void {
  let stopListening = () => {};
  const leave = () => report.flush();
  room
    .on(RoomEvent.Reconnecting, report.interrupted)
    .on(RoomEvent.SignalReconnecting, report.interrupted)
    .on(RoomEvent.Reconnected, report.restored)
    .on(RoomEvent.ConnectionQualityChanged, (quality, participant) => {
      if (participant.isLocal) report.quality(quality);
    })
    .on(RoomEvent.TrackSubscribed, (track, _publication, participant) => {
      if (track.kind !== Track.Kind.Audio || !isInterviewer(participant)) return;
      stopListening();
      stopListening = onFirstSound(room, track, report.firstWord);
    });
  // The last moment a browser promises to a page, also on a telephone.
  window.addEventListener("pagehide", leave);
  return () => {
    stopListening();
    window.removeEventListener("pagehide", leave);
    report.flush();
  };
}

/** Calls `heard` once, when the track is first loud enough to hear and the browser lets it out. */
function onFirstSound(room: Room, track: RemoteTrack, heard: () => void): () => void {
  let isOver = false;
  const timer = setInterval(async () => {
    const level = await levelOf(track);
    if (isOver || level < AUDIBLE || !room.canPlaybackAudio) return;
    stop();
    heard();
  }, LISTEN_EVERY_MS);
  const stop = () => {
    isOver = true;
    clearInterval(timer);
  };
  return stop;
}

/** 0–1, as the browser plays it (`audioLevel` of https://www.w3.org/TR/webrtc-stats/#inboundrtpstats-dict*). */
async function levelOf(track: RemoteTrack): Promise<number> {
  const stats = await track.receiver?.getStats().catch(() => null);
  for (const one of stats?.values() ?? []) {
    if (one.type === "inbound-rtp" && typeof one.audioLevel === "number") return one.audioLevel;
  }
  return 0;
}
