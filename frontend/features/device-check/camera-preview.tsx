"use client";

import { Mic, MicOff, Video, VideoOff } from "lucide-react";
import { useEffect, useRef } from "react";
import type { DeviceKind } from "@/shared/device-problem";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import type { DeviceState } from "./use-media-devices";

type CameraPreviewProps = {
  state: DeviceState;
  hasStarted: boolean;
  isMicrophoneOn: boolean;
  onTurn: (device: DeviceKind, isWanted: boolean) => void;
};

const words: Record<Exclude<DeviceState["status"], "live">, string> = {
  off: "Your camera is off",
  starting: "Your browser may ask whether this page may use it. Choose Allow.",
  problem: "No picture",
};

export function CameraPreview({ state, hasStarted, isMicrophoneOn, onTurn }: CameraPreviewProps) {
  const isLive = state.status === "live";
  return (
    <div
      className={classNames(
        "relative aspect-video overflow-hidden rounded-control",
        isLive ? "bg-stage" : "bg-sunken",
      )}
    >
      {isLive ? (
        <MirroredVideo stream={state.stream} />
      ) : (
        <div
          className={classNames(
            "flex h-full flex-col items-center justify-center gap-2 px-6 text-center text-ink-soft",
            hasStarted && "pb-10",
          )}
        >
          <VideoOff aria-hidden className="size-8" />
          <p className="text-small">{words[state.status]}</p>
        </div>
      )}
      {hasStarted ? (
        <div className="absolute inset-x-0 bottom-2 flex justify-center gap-2">
          <OnStageButton
            label={isMicrophoneOn ? "Turn microphone off" : "Turn microphone on"}
            onClick={() => onTurn("microphone", !isMicrophoneOn)}
          >
            {isMicrophoneOn ? (
              <Mic aria-hidden className="size-5" />
            ) : (
              <MicOff aria-hidden className="size-5" />
            )}
          </OnStageButton>
          <OnStageButton
            label={isLive ? "Turn camera off" : "Turn camera on"}
            onClick={() => onTurn("camera", !isLive)}
          >
            {isLive ? <Video aria-hidden className="size-5" /> : <VideoOff aria-hidden className="size-5" />}
          </OnStageButton>
        </div>
      ) : null}
    </div>
  );
}

function OnStageButton({
  label,
  onClick,
  children,
}: {
  label: string;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Button
      look="quiet"
      size="small"
      iconOnly
      aria-label={label}
      title={label}
      onClick={onClick}
      className="size-10 bg-stage-raised text-on-stage hover:bg-stage"
    >
      {children}
    </Button>
  );
}

/** Mirrored, as people know themselves; what the interviewer gets is not. */
function MirroredVideo({ stream }: { stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);
  return (
    <video
      ref={video}
      autoPlay
      muted
      playsInline
      aria-label="Your camera"
      className="size-full -scale-x-100 object-cover"
    />
  );
}
