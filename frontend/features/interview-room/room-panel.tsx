"use client";

import { AppWindow, Video, VideoOff } from "lucide-react";
import dynamic from "next/dynamic";
import { Button } from "@/shared/ui/button";
import { ConnectingStage } from "./connecting-stage";
import type { RoomPanelProps } from "./room-props";
import { hasMedia, type RoomState, type TextReason } from "./room-state";
import { TEXT_MODE_REASONS, TEXT_REASONS } from "./room-words";
import { STAGE_BUTTON, STAGE_BUTTON_QUIET, Stage, StageMessage } from "./stage";

/** LiveKit is most of what this page weighs: it comes when there is a room to join, not before. */
const LiveRoom = dynamic(() => import("./live-room"), { ssr: false, loading: () => <ConnectingStage /> });

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

function ElsewhereStage({ onMove, onText }: { onMove: () => void; onText: () => void }) {
  return (
    <Stage>
      <StageMessage
        title="The interview room is open in another tab"
        picture={<AppWindow className="size-10" />}
        actions={
          <>
            <Button size="small" className={STAGE_BUTTON} onClick={onMove}>
              Move here
            </Button>
            <Button size="small" look="quiet" className={STAGE_BUTTON_QUIET} onClick={onText}>
              Continue in Text Mode
            </Button>
          </>
        }
      >
        Camera and microphone stay there. The conversation is the same in both.
      </StageMessage>
    </Stage>
  );
}

type UnavailableProps = { reason: TextReason; onText: () => void; onVideo: () => void };

function VideoUnavailable({ reason, onText, onVideo }: UnavailableProps) {
  return (
    <Stage>
      <StageMessage
        title="Video Unavailable"
        picture={<VideoOff className="size-10" />}
        actions={
          <>
            <Button size="small" className={STAGE_BUTTON} onClick={onText}>
              Continue in Text Mode
            </Button>
            <Button size="small" look="quiet" className={STAGE_BUTTON_QUIET} onClick={onVideo}>
              Try video again
            </Button>
          </>
        }
      >
        <p className="text-on-stage">Continuing in text mode</p>
        <p className="mt-1">{TEXT_REASONS[reason]}</p>
      </StageMessage>
    </Stage>
  );
}

export function TextModeBar({ reason, onVideo }: { reason: TextReason; onVideo: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-line bg-sunken px-4 py-3 lg:rounded-card">
      <VideoOff aria-hidden className="size-5 shrink-0 text-ink-soft" />
      <p className="min-w-0 flex-1 basis-40 text-small">
        <span className="font-medium">Text mode. </span>
        <span className="text-ink-soft">{TEXT_MODE_REASONS[reason]}</span>
      </p>
      <Button look="secondary" size="small" onClick={onVideo}>
        <Video aria-hidden className="size-4" />
        Turn video on
      </Button>
    </div>
  );
}
