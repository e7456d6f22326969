"use client";

import { useCandidate } from "auth-variant";
import { useEffect, useState } from "react";
import { Composer } from "@/features/conversation/composer";
import { Conversation } from "@/features/conversation/conversation";
import { currentQuestion, questionNumber } from "@/features/conversation/thread";
import { useSendAnswer } from "@/features/conversation/use-send-answer";
import type { RoomLink } from "@/features/interview-room/room-link";
import {
  isTextOnly,
  preloadWithoutVideo,
  RoomPanel,
  TextModeBar,
} from "@/features/interview-room/room-panel";
import { useRoom } from "@/features/interview-room/use-room";
import { classNames } from "@/shared/ui/class-names";
import { PageHeader } from "@/shared/ui/page-frame";
import { ProgressBar } from "@/shared/ui/progress-bar";
import type { StreamStatus } from "./event-stream";
import { SessionNotices } from "./session-notices";
import type { SessionView } from "./types";
import { useFinish } from "./use-finish";

/** An interview in progress: the room on the left, the conversation on the right, one state behind both. */
export function ActiveSession({ view, stream }: { view: SessionView; stream: StreamStatus }) {
  const { name } = useCandidate();
  const room = useRoom(view.session_id, view.participant_name ?? name ?? "Candidate", true);
  const [link, setLink] = useState<RoomLink | null>(null);
  const answering = useSendAnswer(view.session_id);
  useEffect(preloadWithoutVideo, []);
  const isText = isTextOnly(room.state);
  const ending = useFinish(view, link !== null, room.state.kind === "text");
  const lastPart = currentQuestion(view)?.draft.at(-1);
  const isListening = room.state.kind === "live" && room.state.agent === "Listening";

  return (
    <div className="flex min-h-dvh flex-col lg:h-dvh lg:min-h-[36rem]">
      <PageHeader width="wide">
        <Progress view={view} />
      </PageHeader>
      <main
        id="main"
        tabIndex={-1}
        className={classNames(
          "mx-auto flex min-h-0 w-full flex-1 flex-col outline-none lg:gap-4 lg:px-6 lg:pb-6",
          isText
            ? "max-w-form lg:px-0"
            : "max-w-wide lg:grid lg:grid-rows-1 lg:grid-cols-[minmax(0,1.4fr)_minmax(24rem,1fr)]",
        )}
      >
        <ProgressLine view={view} />
        <h1 className="sr-only">Your interview: {view.setup.job_title}</h1>
        {isText && room.state.kind === "text" ? (
          <TextModeBar reason={room.state.reason} onVideo={() => room.askForVideo()} />
        ) : (
          <section
            aria-label="Interview room"
            className="flex min-h-0 min-w-0 flex-col max-lg:sticky max-lg:top-0 max-lg:z-10 max-lg:bg-canvas [@media(max-height:40rem)]:static"
          >
            <RoomPanel
              room={room}
              sessionId={view.session_id}
              reportedAgentState={view.agent.state}
              hasAnswer={lastPart !== undefined}
              hasCaptions={view.setup.captions}
              candidateCaption={lastPart?.modality === "spoken" ? lastPart.text : null}
              onLink={setLink}
            />
          </section>
        )}
        <Conversation
          view={view}
          onItsWay={answering.onItsWay}
          notices={<SessionNotices stream={stream} ending={ending} />}
        >
          {ending.isAwaiting ? null : (
            <Composer view={view} answering={answering} link={link} isHeard={isListening} />
          )}
        </Conversation>
      </main>
    </div>
  );
}

function Progress({ view }: { view: SessionView }) {
  const { answered, total } = view.progress;
  const isFollowUp = currentQuestion(view)?.follow_up_to != null;
  const label = `Question ${questionNumber(view)} of ${total}${isFollowUp ? " · follow-up" : ""}`;
  return (
    <div className="flex min-w-0 items-center gap-3">
      <p className="text-small font-medium whitespace-nowrap tabular-nums">{label}</p>
      <ProgressBar
        className="hidden w-32 sm:block lg:w-56"
        label="Progress of the interview"
        value={answered}
        max={total}
        valueText={`${answered} of ${total} answered`}
      />
    </div>
  );
}

/** On a telephone the bar has a line of its own. */
function ProgressLine({ view }: { view: SessionView }) {
  const { answered, total } = view.progress;
  return (
    <ProgressBar
      className="rounded-none sm:hidden"
      label="Progress of the interview"
      value={answered}
      max={total}
      valueText={`${answered} of ${total} answered`}
    />
  );
}
