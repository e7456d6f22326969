"use client";

import dynamic from "next/dynamic";
import { ConnectingStage } from "./connecting-stage";
import type { RoomPanelProps } from "./room-props";
import { hasMedia, type RoomState } from "./room-state";
import { Stage } from "./stage";

/** LiveKit is most of what this page weighs: it comes when there is a room to join, not before. */
const LiveRoom = dynamic(() => import("./live-room"), { ssr: false, loading: () => <ConnectingStage /> });

/** An interview starts with video; its other looks come right after the page, before they can be needed. */
const loadWithoutVideo = () => import("./without-video");
const emptyStage = () => <Stage>{null}</Stage>;
const ElsewhereStage = dynamic(() => loadWithoutVideo().then((looks) => looks.ElsewhereStage), {
  loading: emptyStage,
});
const VideoUnavailable = dynamic(() => loadWithoutVideo().then((looks) => looks.VideoUnavailable), {
  loading: emptyStage,
});
export const TextModeBar = dynamic(() => loadWithoutVideo().then((looks) => looks.TextModeBar));
/** A network that is down now is asked again when the look is needed. */
export const preloadWithoutVideo = () => void loadWithoutVideo().catch(() => {});

/** The left half: every state of the room has its own look, and the interview goes on in each. */
export function RoomPanel(props: RoomPanelProps) {
  const { state, tell, askForVideo } = props.room;
  const chooseText = () => tell({ type: "text-chosen" });

  if (hasMedia(state)) {
    return <LiveRoom {...props} state={state} tell={tell} onLeave={chooseText} />;
  }
  switch (state.kind) {
    case "fetching-token":
      return <ConnectingStage onText={chooseText} />;
    case "elsewhere":
      return <ElsewhereStage onMove={() => askForVideo({ moveHere: true })} onText={chooseText} />;
    case "text":
      return <VideoUnavailable reason={state.reason} onText={chooseText} onVideo={() => askForVideo()} />;
  }
}

/** Text mode that has been seen and accepted needs a line, not half of the page. */
export function isTextOnly(state: RoomState): boolean {
  return state.kind === "text" && state.isAcknowledged;
}
