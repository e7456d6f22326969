"use client";

import { type TrackReference, VideoTrack } from "@livekit/components-react";
import { Track } from "livekit-client";
import { UserRound } from "lucide-react";
import { classNames } from "@/shared/ui/class-names";
import { InterviewerPortrait } from "./interviewer-portrait";
import type { OwnVoice } from "./own-voice";
import { OwnLevel } from "./own-voice-signs";
import type { Devices } from "./use-devices";
import type { Interviewer } from "./use-interviewer";

/** The interviewer, as large as the stage. */
export function Face({ interviewer }: { interviewer: Interviewer }) {
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

/** What the candidate shares, beside the small pictures: it has to be readable, so it gets the stage. */
export function SharedScreen({ screen }: { screen: TrackReference }) {
  return (
    <VideoTrack
      trackRef={screen}
      aria-label="The screen you share"
      className="absolute inset-y-0 left-0 h-full w-[calc(100%-7.5rem)]! object-contain! sm:w-[calc(100%-10.5rem)]! lg:w-[calc(100%-13.5rem)]!"
    />
  );
}

/** The screen that is shared in this room by this tab, or null. */
export function sharedScreen({ isScreenShared, localParticipant }: Devices): TrackReference | null {
  const publication = localParticipant.getTrackPublication(Track.Source.ScreenShare);
  if (!isScreenShared || !publication?.track) return null;
  return { participant: localParticipant, publication, source: Track.Source.ScreenShare };
}

type SmallPicturesProps = {
  devices: Devices;
  voice: OwnVoice;
  /** The interviewer, where the stage is taken by something else. */
  interviewer: Interviewer | null;
};

/** The candidate, small; above it the interviewer while a screen has the stage. */
export function SmallPictures({ devices, voice, interviewer }: SmallPicturesProps) {
  const { cameraTrack, isCameraOn, isMicrophoneOn, localParticipant } = devices;
  return (
    <div className="absolute right-3 bottom-3 flex w-24 flex-col gap-2 sm:w-36 lg:w-48">
      {interviewer ? <SmallFace interviewer={interviewer} /> : null}
      <div className={classNames(SMALL, "aspect-video")}>
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
          <p className="flex h-full flex-col items-center justify-center gap-1 pb-4 text-small text-on-stage-soft">
            <UserRound aria-hidden className="size-6" />
            <span className="sr-only lg:not-sr-only">Camera off</span>
          </p>
        )}
        {isMicrophoneOn ? (
          <div className="absolute inset-x-0 bottom-0">
            <OwnLevel voice={voice} />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function SmallFace({ interviewer }: { interviewer: Interviewer }) {
  return (
    <div className={classNames(SMALL, "aspect-square")}>
      {interviewer.face ? (
        <VideoTrack
          trackRef={interviewer.face}
          aria-label="The interviewer"
          className="h-full w-full object-cover!"
        />
      ) : (
        <div className="flex h-full items-center justify-center">
          <InterviewerPortrait className="h-4/5" />
        </div>
      )}
    </div>
  );
}

const SMALL = "relative w-full overflow-hidden rounded-control border border-on-stage-soft bg-stage-raised";
