"use client";

import { useAudioPlayback, useTranscriptions } from "@livekit/components-react";
import { MicOff, MonitorUp, Volume2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/shared/ui/button";
import { STAGE_BUTTON } from "./stage";
import type { Devices } from "./use-devices";
import type { Interviewer } from "./use-interviewer";

/** What lies over the foot of a picture: short, and never under the small pictures at the right. */
export function FootOfStage({ children }: { children: ReactNode }) {
  return (
    <div className="absolute bottom-3 left-3 flex max-w-[calc(100%-8.5rem)] flex-col items-start gap-2 sm:max-w-[calc(100%-11.5rem)] lg:max-w-[calc(100%-14.5rem)]">
      {children}
    </div>
  );
}

/** Browsers keep a page silent until a gesture; without one nobody would hear the question. */
export function SoundBlocked() {
  const { canPlayAudio, startAudio } = useAudioPlayback();
  if (canPlayAudio) return null;
  return (
    <div className="absolute inset-x-3 top-14 z-10 flex justify-center">
      <Button className={STAGE_BUTTON} onClick={() => void startAudio()}>
        <Volume2 aria-hidden className="size-5" />
        Click to hear the interviewer
      </Button>
      <p role="status" className="sr-only">
        Your browser keeps this page silent until you ask for the sound.
      </p>
    </div>
  );
}

export function SharingNotice({ devices }: { devices: Devices }) {
  return (
    <StageNotice
      icon={<MonitorUp aria-hidden className="size-4" />}
      words={<span className="max-sm:sr-only">You are sharing your screen</span>}
    >
      <Button size="small" className={STAGE_BUTTON} onClick={() => void devices.setScreen(false)}>
        Stop sharing
      </Button>
    </StageNotice>
  );
}

/** Muted by the person, not by Voice Input or by a problem that is told elsewhere. */
export function MutedNotice({ devices }: { devices: Devices }) {
  const { isMicrophoneOn, isClosedForRecording, problems } = devices;
  if (isMicrophoneOn || isClosedForRecording || problems.microphone !== null) return null;
  return (
    <StageNotice icon={<MicOff aria-hidden className="size-4" />} words="Microphone muted">
      <Button size="small" className={STAGE_BUTTON} onClick={() => void devices.turnMicrophone(true)}>
        Unmute
      </Button>
    </StageNotice>
  );
}

function StageNotice({ icon, words, children }: { icon: ReactNode; words: ReactNode; children: ReactNode }) {
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-control bg-stage/80 py-1 pr-1 pl-3 text-small"
    >
      {icon}
      {words}
      {children}
    </p>
  );
}

type CaptionsProps = { interviewer: Interviewer; candidateCaption: string | null };

/** Who is being heard now, in writing. The conversation beside it has every word, so this stays silent. */
export function Captions({ interviewer, candidateCaption }: CaptionsProps) {
  const spoken = useTranscriptions({ participantIdentities: [interviewer.participant.identity] });
  const said = spoken.at(-1)?.text.trim() ?? "";
  const isCandidate = interviewer.word === "Listening" && candidateCaption !== null;
  const caption = isCandidate ? candidateCaption : said;
  if (caption === "") return null;
  return (
    <div className="rounded-control bg-stage/80 px-3 py-2 text-small text-on-stage lg:text-body">
      <p data-testid="caption" dir="auto" className="line-clamp-2 lg:line-clamp-3">
        {isCandidate ? <span className="font-medium">You: </span> : null}
        {caption}
      </p>
    </div>
  );
}
