"use client";

import { AppWindow, Video, VideoOff } from "lucide-react";
import { Button } from "@/shared/ui/button";
import type { TextReason } from "./room-state";
import { TEXT_MODE_REASONS, TEXT_REASONS } from "./room-words";
import { STAGE_BUTTON, STAGE_BUTTON_QUIET, Stage, StageMessage } from "./stage";

export function ElsewhereStage({ onMove, onText }: { onMove: () => void; onText: () => void }) {
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

export function VideoUnavailable({ reason, onText, onVideo }: UnavailableProps) {
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
