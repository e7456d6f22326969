"use client";

import { DisconnectReason, Room, RoomEvent, supportsAdaptiveStream } from "livekit-client";
import { type Dispatch, useEffect, useState } from "react";
import type { RoomAccess, RoomEvent as RoomNews } from "./room-state";

/** Measured: a server that is away is known within 4 s, a blocked network within 8 s. */
const CONNECT = { maxRetries: 1, websocketTimeout: 4_000, peerConnectionTimeout: 8_000 };

/** Join the room while mounted, and tell what becomes of the connection. */
export function useLiveRoom(access: RoomAccess, tell: Dispatch<RoomNews>): Room | null {
  const [room, setRoom] = useState<Room | null>(null);
  const { url, token } = access;

  useEffect(() => {
    const joined = new Room({ adaptiveStream: supportsAdaptiveStream(), dynacast: true });
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
        report({ type: "connected" });
      },
      () => report({ type: "connection-ended", reason: "not-connected" }),
    );
    setRoom(joined);
    return () => {
      isLeft = true;
      setRoom(null);
      void joined.disconnect();
    };
  }, [url, token, tell]);

  return room;
}

function afterDisconnect(reason: DisconnectReason | undefined): RoomNews {
  // The same person joined from elsewhere, in a browser that our claim among tabs does not reach.
  if (reason === DisconnectReason.DUPLICATE_IDENTITY) return { type: "media-held-elsewhere" };
  return { type: "connection-ended", reason: "connection-lost" };
}
