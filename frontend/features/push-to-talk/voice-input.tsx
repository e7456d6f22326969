"use client";

import { Mic, Square } from "lucide-react";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { useHoldOrToggle } from "./use-hold-or-toggle";
import type { Recorder } from "./use-recorder";

/** The push-to-talk button: "Voice Input", or "Stop" while it records. */
export function VoiceInputButton({ recorder, isDisabled }: { recorder: Recorder; isDisabled: boolean }) {
  const { state } = recorder;
  const isOn = state.kind === "starting" || state.kind === "recording";
  const handlers = useHoldOrToggle({ isOn, start: recorder.start, stop: recorder.stop });
  const isBusy = state.kind === "transcribing";
  return (
    <Button
      {...(isBusy || isDisabled ? {} : handlers)}
      look={isOn ? "primary" : "secondary"}
      isBusy={isBusy}
      disabled={isDisabled}
      aria-pressed={isOn}
      title="Hold to talk, or click to start and click to stop"
      className={classNames("touch-none select-none", isOn && "flex-1")}
    >
      {isOn ? <Square aria-hidden className="size-4 fill-current" /> : <Mic aria-hidden className="size-5" />}
      {isOn ? "Stop" : "Voice Input"}
    </Button>
  );
}
