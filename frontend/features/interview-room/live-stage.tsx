"use client";

import { RefreshCw, UsersRound } from "lucide-react";
import { Button } from "@/shared/ui/button";
import { useOwnVoice } from "./own-voice";
import { HeardSign } from "./own-voice-signs";
import { Face, SharedScreen, SmallPictures, sharedScreen } from "./pictures";
import type { RoomState, Waiting } from "./room-state";
import { AgentStateBadge, STAGE_BUTTON_QUIET, Stage, StageMessage } from "./stage";
import { Captions, FootOfStage, MutedNotice, SharingNotice, SoundBlocked } from "./stage-notices";
import type { Devices } from "./use-devices";
import type { Interviewer } from "./use-interviewer";

type LiveStageProps = {
  state: Extract<RoomState, { access: object }>;
  interviewer: Interviewer | null;
  devices: Devices;
  hasCaptions: boolean;
  candidateCaption: string | null;
  onText: () => void;
};

/** The interviewer large, or what the candidate shares; the candidate small, one word at the top, captions below. */
export function LiveStage(props: LiveStageProps) {
  const { state, devices, onText } = props;
  const interviewer = state.kind === "connecting" ? null : props.interviewer;
  const screen = interviewer ? sharedScreen(devices) : null;
  const voice = useOwnVoice(devices.microphoneTrack, devices.isMicrophoneOn);
  return (
    <Stage isPicture isDark={interviewer !== null}>
      {interviewer ? (
        <>
          {screen ? <SharedScreen screen={screen} /> : <Face interviewer={interviewer} />}
          <div className="absolute top-3 left-3 flex flex-wrap items-center gap-2">
            <AgentStateBadge
              word={interviewer.word}
              beside={interviewer.word === "Listening" ? <HeardSign voice={voice} /> : null}
            />
          </div>
          <FootOfStage>
            {devices.isScreenShared ? <SharingNotice devices={devices} /> : null}
            <MutedNotice devices={devices} />
            {props.hasCaptions ? (
              <Captions interviewer={interviewer} candidateCaption={props.candidateCaption} />
            ) : null}
          </FootOfStage>
        </>
      ) : (
        <StateMessage state={state} onText={onText} />
      )}
      <SmallPictures devices={devices} voice={voice} interviewer={screen ? interviewer : null} />
      <SoundBlocked />
      {state.kind === "reconnecting" ? <Reconnecting onText={onText} /> : null}
    </Stage>
  );
}

function Reconnecting({ onText }: { onText: () => void }) {
  return (
    <div className="absolute inset-0 z-10 flex items-center justify-center bg-stage/85">
      <StageMessage
        title="Reconnecting…"
        picture={<RefreshCw className="size-8" />}
        isBusy
        actions={<ToText onText={onText} />}
      >
        Your words so far are saved. You can go on in writing meanwhile.
      </StageMessage>
    </div>
  );
}

function StateMessage({ state, onText }: { state: LiveStageProps["state"]; onText: () => void }) {
  const toText = <ToText onText={onText} />;
  if (state.kind === "connecting") {
    return (
      <StageMessage title="Connecting to interview room…" isBusy actions={toText}>
        You can start typing already.
      </StageMessage>
    );
  }
  const waiting = state.kind === "waiting" ? state : NOT_LATE;
  const { title, detail } = wordsOf(waiting);
  return (
    <StageMessage
      title={title}
      picture={waiting.wasHere ? <RefreshCw className="size-10" /> : <UsersRound className="size-10" />}
      isBusy
      actions={waiting.isLate ? toText : null}
    >
      {detail}
    </StageMessage>
  );
}

const NOT_LATE = { isLate: false, wasHere: false };

function wordsOf({ isLate, wasHere }: Pick<Waiting, "isLate" | "wasHere">): {
  title: string;
  detail: string;
} {
  if (isLate) {
    return {
      title: wasHere ? "The interviewer is not back yet" : "The interviewer has not arrived yet",
      detail: "Typing and Voice Input work meanwhile; they will join when they can.",
    };
  }
  if (wasHere) {
    return {
      title: "Reconnecting interviewer…",
      detail: "Their connection was lost. Your answer so far is saved, and they will go on from there.",
    };
  }
  return {
    title: "Waiting for the interviewer…",
    detail: "You are in the room, and they are on their way.",
  };
}

function ToText({ onText }: { onText: () => void }) {
  return (
    <Button size="small" look="quiet" className={STAGE_BUTTON_QUIET} onClick={onText}>
      Continue in Text Mode
    </Button>
  );
}
