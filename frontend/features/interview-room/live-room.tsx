"use client";

import "@livekit/components-styles";
import { RoomAudioRenderer, RoomContext } from "@livekit/components-react";
import type { Room } from "livekit-client";
import { useEffect, useMemo } from "react";
import { ConnectingStage } from "./connecting-stage";
import { LiveStage } from "./live-stage";
import { RoomControls } from "./room-controls";
import { createRoomLink } from "./room-link";
import type { LiveRoomProps } from "./room-props";
import { AGENT_LATE_MS } from "./room-state";
import { useDevices } from "./use-devices";
import { useInterviewer } from "./use-interviewer";
import { useLiveRoom } from "./use-live-room";

/** Everything that needs LiveKit: one module, loaded when there is a room to join. */
export default function LiveRoom(props: LiveRoomProps) {
  const room = useLiveRoom(props.sessionId, props.state.access, props.tell);
  if (!room) return <ConnectingStage onText={props.onLeave} />;
  return (
    <RoomContext.Provider value={room}>
      <RoomAudioRenderer />
      <InRoom {...props} connection={room} />
    </RoomContext.Provider>
  );
}

function InRoom({
  state,
  tell,
  onLeave,
  onLink,
  connection,
  ...props
}: LiveRoomProps & { connection: Room }) {
  const devices = useDevices(state.kind !== "connecting");
  const interviewer = useInterviewer(props.reportedAgentState);
  const identity = interviewer?.participant.identity ?? null;
  const word = interviewer?.word ?? null;
  const isWaiting = state.kind === "waiting";
  const isConnecting = state.kind === "connecting";
  const { closeMicrophone } = devices;

  useEffect(() => {
    if (isConnecting) return;
    tell(word ? { type: "agent-seen", agent: word } : { type: "agent-missing" });
  }, [tell, word, isConnecting]);

  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => tell({ type: "agent-late" }), AGENT_LATE_MS);
    return () => clearTimeout(timer);
  }, [tell, isWaiting]);

  const link = useMemo(
    () =>
      identity === null
        ? null
        : createRoomLink(
            (request) => connection.localParticipant.performRpc(request),
            identity,
            closeMicrophone,
          ),
    [connection, identity, closeMicrophone],
  );
  useEffect(() => {
    onLink(link);
    return () => onLink(null);
  }, [onLink, link]);

  return (
    <>
      <LiveStage
        state={state}
        interviewer={interviewer}
        devices={devices}
        hasCaptions={props.hasCaptions}
        candidateCaption={props.candidateCaption}
        onText={onLeave}
      />
      <RoomControls
        devices={devices}
        isDisabled={isConnecting}
        hasAnswer={props.hasAnswer}
        onLeave={onLeave}
      />
    </>
  );
}
