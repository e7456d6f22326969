"use client";

import { Mic, MicOff, MonitorUp, MonitorX, PhoneOff, Video, VideoOff } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { Notice } from "@/shared/ui/notice";
import { Tooltip } from "@/shared/ui/tooltip";
import { DeviceMenu } from "./device-menu";
import { describeDeviceProblem } from "./room-words";
import type { Devices } from "./use-devices";

type RoomControlsProps = {
  devices: Devices;
  isDisabled: boolean;
  /** Something of the answer to the open question is stored. */
  hasAnswer: boolean;
  onLeave: () => void;
};

export function RoomControls({ devices, isDisabled, hasAnswer, onLeave }: RoomControlsProps) {
  return (
    <div className="px-4 lg:px-0">
      <DeviceNotices devices={devices} hasAnswer={hasAnswer} />
      <div
        role="toolbar"
        aria-label="Your devices"
        className="flex items-center justify-center gap-2 py-2 lg:py-3"
      >
        <WithMenu>
          <Toggle
            hasMenu
            isOn={devices.isMicrophoneOn}
            isDisabled={isDisabled}
            label={devices.isMicrophoneOn ? "Mute microphone" : "Unmute microphone"}
            onClick={() => void devices.turnMicrophone(!devices.isMicrophoneOn)}
          >
            {devices.isMicrophoneOn ? (
              <Mic aria-hidden className="size-5" />
            ) : (
              <MicOff aria-hidden className="size-5" />
            )}
          </Toggle>
          <DeviceMenu label="Choose microphone and speaker" groups={SOUND} isDisabled={isDisabled} />
        </WithMenu>
        <WithMenu>
          <Toggle
            hasMenu
            isOn={devices.isCameraOn}
            isDisabled={isDisabled}
            label={devices.isCameraOn ? "Turn camera off" : "Turn camera on"}
            onClick={() => void devices.turnCamera(!devices.isCameraOn)}
          >
            {devices.isCameraOn ? (
              <Video aria-hidden className="size-5" />
            ) : (
              <VideoOff aria-hidden className="size-5" />
            )}
          </Toggle>
          <DeviceMenu label="Choose camera" groups={PICTURE} isDisabled={isDisabled} />
        </WithMenu>
        {canShareScreen() ? (
          <Toggle
            isOn={!devices.isScreenShared}
            isDisabled={isDisabled}
            label={devices.isScreenShared ? "Stop sharing your screen" : "Share your screen"}
            onClick={() => void devices.setScreen(!devices.isScreenShared)}
          >
            {devices.isScreenShared ? (
              <MonitorX aria-hidden className="size-5" />
            ) : (
              <MonitorUp aria-hidden className="size-5" />
            )}
          </Toggle>
        ) : null}
        <Tooltip label="Leave the room and go on in writing">
          <Button look="danger" iconOnly aria-label="Leave video" onClick={onLeave}>
            <PhoneOff aria-hidden className="size-5" />
          </Button>
        </Tooltip>
      </div>
    </div>
  );
}

const SOUND = [
  { kind: "audioinput", title: "Microphone" },
  { kind: "audiooutput", title: "Speaker" },
] as const;
const PICTURE = [{ kind: "videoinput", title: "Camera" }] as const;

function WithMenu({ children }: { children: ReactNode }) {
  return <div className="flex">{children}</div>;
}

type ToggleProps = {
  /** A menu is attached at its right. */
  hasMenu?: boolean;
  isOn: boolean;
  isDisabled: boolean;
  label: string;
  onClick: () => void;
  children: ReactNode;
};

/** The name says what a press does, so it needs no pressed state besides. */
function Toggle({ hasMenu = false, isOn, isDisabled, label, onClick, children }: ToggleProps) {
  return (
    <Tooltip label={label}>
      <Button
        look="secondary"
        iconOnly
        aria-label={label}
        disabled={isDisabled}
        onClick={onClick}
        className={classNames(hasMenu && "rounded-r-none", !isOn && "bg-attention-soft! text-attention-ink!")}
      >
        {children}
      </Button>
    </Tooltip>
  );
}

function DeviceNotices({ devices, hasAnswer }: { devices: Devices; hasAnswer: boolean }) {
  const { microphone, camera } = devices.problems;
  if (!microphone && !camera) return null;
  return (
    <Notice tone="attention" role={microphone ? "alert" : "status"} className="mt-3">
      {microphone ? <p>{describeDeviceProblem("microphone", microphone, hasAnswer)}</p> : null}
      {camera ? <p>{describeDeviceProblem("camera", camera, hasAnswer)}</p> : null}
    </Notice>
  );
}

function canShareScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}
