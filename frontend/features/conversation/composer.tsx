"use client";

import { Check, Repeat, SkipForward } from "lucide-react";
import { useCallback, useEffect, useRef } from "react";
import type { RoomLink } from "@/features/interview-room/room-link";
import type { SessionView } from "@/features/interview-session/types";
import type { RecorderState } from "@/features/push-to-talk/recorder-state";
import { RecorderStatus } from "@/features/push-to-talk/recorder-status";
import { useRecorder } from "@/features/push-to-talk/use-recorder";
import { type Heard, useTranscribe } from "@/features/push-to-talk/use-transcribe";
import { VoiceInputButton } from "@/features/push-to-talk/voice-input";
import { Button } from "@/shared/ui/button";
import { AnswerBox } from "./answer-box";
import { edited, returned, sent, stored, withTranscript } from "./answer-draft";
import { storable } from "./code-points";
import { ComposerNotices } from "./composer-notices";
import { currentQuestion } from "./thread";
import { useAnswerDraft } from "./use-answer-draft";
import { useDone } from "./use-done";
import type { Answering } from "./use-send-answer";
import { useSkip } from "./use-skip";

type ComposerProps = {
  view: SessionView;
  answering: Answering;
  link: RoomLink | null;
  /** The interviewer in the room hears the candidate. */
  isHeard: boolean;
};

/** Every way to answer that is not speaking in the room: type, Voice Input, Done, skip. */
export function Composer({ view, answering, link, isHeard }: ComposerProps) {
  const sessionId = view.session_id;
  const question = currentQuestion(view);
  const isSending = answering.sending.kind === "sending" || answering.sending.kind === "waiting";
  const draft = useAnswerDraft(sessionId, view.questions, view.current_question_id, isSending);
  const { text } = draft.draft;
  const recorder = useVoiceInput(sessionId, draft.change, link);
  const done = useDone({ question, link, isHeard, send: answering.send });
  const skip = useSkip(sessionId);
  const isRecording = recorder.state.kind === "recording" || recorder.state.kind === "starting";
  const isFree = text.trim() === "" && !isRecording && answering.onItsWay === null;
  const hasAnswer = text.trim() !== "" || (question?.draft.length ?? 0) > 0;
  const isDoneMain = done.isOffered && isFree;

  const sendText = () => {
    const questionId = draft.questionId;
    if (questionId === null || question === null || draft.wasJustCarried()) return;
    const leaving = sent({ ...draft.draft, text: storable(text) }, () => crypto.randomUUID());
    const { attempt } = leaving;
    draft.change(() => leaving);
    void answering.send(
      {
        questionId,
        text: attempt.text,
        modality: attempt.transcribed ? "push_to_talk" : "typed",
        transcriptionId: attempt.transcribed?.id ?? null,
        key: attempt.key,
      },
      { onStored: () => draft.change(stored), onReturned: () => draft.change(returned) },
    );
  };

  return (
    <div className="relative">
      <ComposerNotices
        answering={answering}
        draft={draft.draft}
        doneTrouble={done.trouble}
        skipTrouble={skip.trouble}
        question={question}
      />
      <RecorderStatus recorder={recorder} hasAnswer={hasAnswer} />
      {isDoneMain ? (
        <Button size="large" className="mb-3 w-full" onClick={done.press} isBusy={done.isBusy}>
          <Check aria-hidden className="size-5" />
          Done
          <kbd className="hidden rounded-control border border-current px-1.5 font-sans text-small font-normal sm:inline">
            Space
          </kbd>
        </Button>
      ) : null}
      <AnswerBox
        text={text}
        onChange={(next) => {
          draft.change((known) => edited(known, next));
          if (hasNothingKept(recorder.state)) recorder.dismiss();
        }}
        onSend={sendText}
        isSending={isSending}
        canSend={question !== null && answering.onItsWay === null}
        isMainAction={!isDoneMain}
        isRecording={isRecording}
        voiceInput={<VoiceInputButton recorder={recorder} isDisabled={isSending} />}
        otherWays={
          question ? (
            <>
              {link ? (
                <Button look="quiet" size="small" onClick={() => void link.repeat(question.id)}>
                  <Repeat aria-hidden className="size-4" />
                  Repeat
                  <span className="sr-only"> question</span>
                </Button>
              ) : null}
              <Button
                look="quiet"
                size="small"
                isBusy={skip.isBusy}
                disabled={isSending}
                onClick={() => skip.press(question.id)}
              >
                <SkipForward aria-hidden className="size-4" />
                Skip<span className="sr-only"> this question</span>
              </Button>
            </>
          ) : null
        }
      />
    </div>
  );
}

/** A trouble that has been read is over when the person types; a recording that is kept is not. */
function hasNothingKept(state: RecorderState): boolean {
  return state.kind === "idle" && state.trouble !== null && state.trouble.kind !== "not-transcribed";
}

type ChangeDraft = ReturnType<typeof useAnswerDraft>["change"];

function useVoiceInput(sessionId: string, change: ChangeDraft, link: RoomLink | null) {
  const room = useRef(link);
  useEffect(() => {
    room.current = link;
  }, [link]);
  const onHeard = useCallback(
    (heard: Heard) =>
      change((draft) =>
        withTranscript(draft, heard.text, { id: heard.transcriptionId, durationMs: heard.durationMs }),
      ),
    [change],
  );
  const transcribe = useTranscribe(sessionId, onHeard);
  const onRecording = useCallback((isRecording: boolean) => void room.current?.mute(isRecording), []);
  return useRecorder({ transcribe, onRecording });
}
