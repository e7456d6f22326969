"use client";

import { StartAudio, useTranscriptions, VideoTrack } from "@livekit/components-react";
import { Track } from "livekit-client";
import { MicOff, MonitorUp, RefreshCw, UserRound, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { InterviewerPortrait } from "./interviewer-portrait";
import type { RoomState } from "./room-state";
import { AgentStateBadge, STAGE_BUTTON, STAGE_BUTTON_QUIET, Stage, StageMessage } from "./stage";
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

/** The interviewer large, the candidate small, one word beside the face, a line of captions below. */
export function LiveStage({
  state,
  interviewer,
  devices,
  hasCaptions,
  candidateCaption,
  onText,
}: LiveStageProps) {
  const isSeen = interviewer !== null && state.kind !== "connecting";
  return (
    <Stage isPicture isDark={isSeen}>
      {isSeen ? (
        <>
          <Face interviewer={interviewer} />
          <div className="absolute top-3 left-3 flex flex-wrap items-center gap-2">
            <AgentStateBadge word={interviewer.word} />
          </div>
          <BottomOfStage>
            {devices.isScreenShared ? <SharingNotice devices={devices} /> : null}
            {isSilenced(devices) ? <MutedNotice devices={devices} /> : null}
            {hasCaptions ? <Captions interviewer={interviewer} candidateCaption={candidateCaption} /> : null}
          </BottomOfStage>
        </>
      ) : (
        <StateMessage state={state} onText={onText} />
      )}
      <OwnPictures devices={devices} />
      <StartAudio
        label="Turn the sound on"
        className="absolute inset-x-0 top-14 mx-auto w-fit rounded-control bg-on-stage px-4 py-2.5 font-medium text-stage"
      />
      {state.kind === "reconnecting" ? (
        <div className="absolute inset-0 flex items-center justify-center bg-stage/85">
          <StageMessage
            title="Reconnecting…"
            picture={<RefreshCw className="size-8" />}
            isBusy
            actions={<ToText onText={onText} />}
          >
            Your words so far are saved. You can go on in writing meanwhile.
          </StageMessage>
        </div>
      ) : null}
    </Stage>
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
  const isLate = state.kind === "waiting" && state.isLate;
  return (
    <StageMessage
      title={isLate ? "The interviewer has not arrived yet" : "Waiting for the interviewer…"}
      picture={<UsersRound className="size-10" />}
      isBusy
      actions={isLate ? toText : null}
    >
      {isLate
        ? "Typing and Voice Input work meanwhile; they will join when they can."
        : "You are in the room, and they are on their way."}
    </StageMessage>
  );
}

/** Muted by the person, not by Voice Input or by a problem that is told elsewhere. */
function isSilenced({ isMicrophoneOn, isClosedForRecording, problems }: Devices): boolean {
  return !isMicrophoneOn && !isClosedForRecording && problems.microphone === null;
}

function ToText({ onText }: { onText: () => void }) {
  return (
    <Button size="small" look="quiet" className={STAGE_BUTTON_QUIET} onClick={onText}>
      Continue in Text Mode
    </Button>
  );
}

function Face({ interviewer }: { interviewer: Interviewer }) {
  return (
    <div className="flex h-full max-h-full w-full items-center justify-center">
      {interviewer.face ? (
        <>
          {/* Where the picture is narrower than the stage its own light goes on at both sides. */}
          <VideoTrack
            trackRef={interviewer.face}
            aria-hidden
            className="absolute inset-0 h-full w-full scale-125 object-cover! opacity-70 blur-[24px] lg:hidden"
          />
          <VideoTrack
            trackRef={interviewer.face}
            aria-label="The interviewer"
            className="absolute inset-0 h-full w-full object-contain! lg:object-cover!"
          />
        </>
      ) : (
        <InterviewerPortrait className="h-3/5 max-h-80" />
      )}
      <p className="absolute top-3 right-3 rounded-full bg-stage/80 px-3 py-1.5 text-small">Interviewer</p>
    </div>
  );
}

/** The candidate, small; above it what they share, as the interviewer's side gets it. */
function OwnPictures({ devices }: { devices: Devices }) {
  const { cameraTrack, isCameraOn, isScreenShared, localParticipant } = devices;
  const screen = isScreenShared ? localParticipant.getTrackPublication(Track.Source.ScreenShare) : undefined;
  return (
    <div className="absolute right-3 bottom-3 flex w-24 flex-col gap-2 sm:w-36 lg:w-48">
      {screen ? (
        <div className={classNames(OWN_TILE, "hidden lg:block")}>
          <VideoTrack
            trackRef={{
              participant: localParticipant,
              publication: screen,
              source: Track.Source.ScreenShare,
            }}
            aria-label="The screen you share"
            className="h-full w-full object-contain"
          />
        </div>
      ) : null}
      <div className={OWN_TILE}>
        {isCameraOn && cameraTrack ? (
          <VideoTrack
            trackRef={{
              participant: localParticipant,
              publication: cameraTrack,
              source: Track.Source.Camera,
            }}
            aria-label="Your camera"
            className="h-full w-full -scale-x-100 object-cover"
          />
        ) : (
          <p className="flex h-full flex-col items-center justify-center gap-1 text-small text-on-stage-soft">
            <UserRound aria-hidden className="size-6" />
            <span className="sr-only lg:not-sr-only">Camera off</span>
          </p>
        )}
      </div>
    </div>
  );
}

const OWN_TILE =
  "aspect-video w-full overflow-hidden rounded-control border border-on-stage-soft bg-stage-raised";

function BottomOfStage({ children }: { children: ReactNode }) {
  return (
    <div className="absolute bottom-3 left-3 flex max-w-[calc(100%-8.5rem)] flex-col items-start gap-2 sm:max-w-[calc(100%-11.5rem)] lg:max-w-[calc(100%-14.5rem)]">
      {children}
    </div>
  );
}

function SharingNotice({ devices }: { devices: Devices }) {
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-control bg-stage/80 py-1 pr-1 pl-3 text-small"
    >
      <MonitorUp aria-hidden className="size-4" />
      You are sharing your screen
      <Button size="small" className={STAGE_BUTTON} onClick={() => void devices.setScreen(false)}>
        Stop sharing
      </Button>
    </p>
  );
}

function MutedNotice({ devices }: { devices: Devices }) {
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-control bg-stage/80 py-1 pr-1 pl-3 text-small"
    >
      <MicOff aria-hidden className="size-4" />
      Microphone muted
      <Button size="small" className={STAGE_BUTTON} onClick={() => void devices.turnMicrophone(true)}>
        Unmute
      </Button>
    </p>
  );
}

/** Who is being heard now, in writing. The conversation beside it has every word, so this stays silent. */
function Captions({
  interviewer,
  candidateCaption,
}: {
  interviewer: Interviewer;
  candidateCaption: string | null;
}) {
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
