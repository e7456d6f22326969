"use client";

import {
  DefaultReconnectPolicy,
  DisconnectReason,
  Room,
  RoomEvent,
  type RoomOptions,
  supportsAdaptiveStream,
} from "livekit-client";
import { type Dispatch, useEffect, useState } from "react";
import { postTelemetry } from "@/features/interview-session/session-calls";
import { deviceConstraints, readDeviceChoice } from "@/shared/devices";
import { availableDevices, listOf } from "./device-lists";
import { measureRoom } from "./measure-room";
import { createRoomReport } from "./room-report";
import type { RoomAccess, RoomEvent as RoomNews } from "./room-state";

/** Measured: a server that is away is known within 4 s, a blocked network within 8 s. */
const CONNECT = { maxRetries: 1, websocketTimeout: 4_000, peerConnectionTimeout: 8_000 };

/**
 * Pauses before each try to reconnect, in milliseconds: ~16 s in all, then text mode says so. The
 * client's own policy goes on for minutes, in which a person would wait for a server that is away.
 */
const RECONNECT_PAUSES_MS = [0, 300, 1_200, 2_700, 4_800, 7_000];

/** Join the room while mounted, and tell what becomes of the connection. */
export function useLiveRoom(
  sessionId: string,
  { url, token, askedAt }: RoomAccess,
  tell: Dispatch<RoomNews>,
): Room | null {
  const [room, setRoom] = useState<Room | null>(null);

  useEffect(() => {
    const joined = new Room({
      ...chosenDevices(),
      adaptiveStream: supportsAdaptiveStream(),
      dynacast: true,
      reconnectPolicy: new DefaultReconnectPolicy(RECONNECT_PAUSES_MS),
    });
    // Whether anybody counts is nothing that a candidate should hear of.
    const measured = createRoomReport((figures) => void postTelemetry(sessionId, figures).catch(() => {}));
    const endMeasuring = measureRoom(joined, measured);
    let hasConnected = false;
    let isLeft = false;
    const report = (news: RoomNews) => {
      if (!isLeft) tell(news);
    };
    joined
      .on(RoomEvent.Reconnecting, () => report({ type: "connection-interrupted" }))
      .on(RoomEvent.SignalReconnecting, () => report({ type: "connection-interrupted" }))
      .on(RoomEvent.Reconnected, () => report({ type: "connection-restored" }))
      .on(RoomEvent.Disconnected, (reason) => {
        if (hasConnected) report(afterDisconnect(reason));
      });
    joined.connect(url, token, CONNECT).then(
      () => {
        hasConnected = true;
        measured.joined(askedAt);
        void takeChosenSpeaker(joined);
        report({ type: "connected" });
      },
      () => report({ type: "connection-ended", reason: "not-connected" }),
    );
    setRoom(joined);
    return () => {
      isLeft = true;
      setRoom(null);
      endMeasuring();
      void joined.disconnect();
    };
  }, [sessionId, url, token, askedAt, tell]);

  return room;
}

/** What was chosen in the device check, as a wish: a device that is gone gives way to the browser's own choice. */
function chosenDevices(): Pick<RoomOptions, "audioCaptureDefaults" | "videoCaptureDefaults"> {
  const { microphoneId, cameraId } = readDeviceChoice();
  return {
    audioCaptureDefaults: deviceConstraints(microphoneId),
    videoCaptureDefaults: deviceConstraints(cameraId),
  };
}

/** A speaker cannot be wished for: asking for one that is gone fails, so it is looked for first. */
async function takeChosenSpeaker(room: Room): Promise<void> {
  const { speakerId } = readDeviceChoice();
  if (!speakerId) return;
  const isThere = listOf("audiooutput", await availableDevices()).some(({ id }) => id === speakerId);
  if (isThere) await room.switchActiveDevice("audiooutput", speakerId).catch(() => {});
}

function afterDisconnect(reason: DisconnectReason | undefined): RoomNews {
  // The same person joined from elsewhere, in a browser that our claim among tabs does not reach.
  if (reason === DisconnectReason.DUPLICATE_IDENTITY) return { type: "media-held-elsewhere" };
  return { type: "connection-ended", reason: "connection-lost" };
}
