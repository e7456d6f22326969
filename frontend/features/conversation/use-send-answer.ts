"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { sendUntilAnswered } from "@/features/interview-session/send-answer";
import { type AnswerToSend, postAnswer } from "@/features/interview-session/session-calls";
import type { Modality } from "@/features/interview-session/types";
import { createPause, type Pause } from "@/features/interview-session/wait";
import { type ApiProblem, explain } from "@/shared/api/problem";
import { keys } from "@/shared/api/queries";

export type Sending =
  | { kind: "idle" }
  | { kind: "sending" }
  | { kind: "waiting" }
  | { kind: "refused"; problem: ApiProblem | null; title: string; detail: string };

/** What has left the box and is not stored yet. */
export type OnItsWay = { questionId: string; text: string; modality: Modality; isDelayed: boolean };

/** What the caller does with its text, when the API has said yes or no. */
type WhenAnswered = { onStored: () => void; onReturned: () => void };

const IDLE: Sending = { kind: "idle" };

/** Sends one answer at a time and goes on trying while the network is down. */
export function useSendAnswer(sessionId: string) {
  const client = useQueryClient();
  const [sending, setSending] = useState<Sending>(IDLE);
  const [answer, setAnswer] = useState<Omit<OnItsWay, "isDelayed"> | null>(null);
  const pause = useRef<Pause | null>(null);

  useEffect(() => () => pause.current?.callOff(), []);

  const send = useCallback(
    async (toSend: Omit<AnswerToSend, "sessionId">, { onStored, onReturned }: WhenAnswered) => {
      if (pause.current) return;
      const waiting = createPause();
      pause.current = waiting;
      const sent = { questionId: toSend.questionId, text: toSend.text, modality: toSend.modality };
      setAnswer(sent);
      try {
        const outcome = await sendUntilAnswered(
          () => postAnswer({ ...toSend, sessionId }),
          waiting.wait,
          (status) => setSending({ kind: status }),
        );
        if (outcome.kind === "accepted") onStored();
        if (outcome.kind === "refused") onReturned();
        setSending(outcome.kind === "refused" ? refused(outcome.problem) : IDLE);
      } catch (error) {
        onReturned();
        setSending({ kind: "refused", problem: null, ...explain(error) });
      } finally {
        pause.current = null;
        // The event stream says the same; reading it again covers a stream that is down.
        await client.invalidateQueries({ queryKey: keys.session(sessionId) });
        // Until here it stood in the conversation as being saved; now the answer itself does.
        setAnswer((known) => (known === sent ? null : known));
      }
    },
    [client, sessionId],
  );

  const onItsWay: OnItsWay | null = answer && { ...answer, isDelayed: sending.kind === "waiting" };
  return {
    sending,
    onItsWay,
    send,
    tryNow: useCallback(() => pause.current?.cutShort(), []),
    dismiss: useCallback(() => setSending(IDLE), []),
  };
}

function refused(problem: ApiProblem): Sending {
  if (problem.is("question-already-answered")) {
    return {
      kind: "refused",
      problem,
      title: "This question already has an answer",
      detail:
        "It was answered somewhere else, perhaps in another tab or by voice. That answer stands in the conversation; what you wrote is still in the box.",
    };
  }
  if (problem.is("question-not-current")) {
    return {
      kind: "refused",
      problem,
      title: "The interview has moved on",
      detail: "This question is closed. What you wrote is still in the box.",
    };
  }
  const field = problem.errors.find((error) => error.field === "answer");
  return { kind: "refused", problem, title: problem.title, detail: field?.message ?? problem.detail };
}

export type Answering = ReturnType<typeof useSendAnswer>;
