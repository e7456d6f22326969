"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { explain, isProblem } from "@/shared/api/problem";
import type { Answer } from "@/shared/api/types";
import { Button } from "@/shared/ui/button";
import { Field, Textarea } from "@/shared/ui/field";
import { Notice } from "@/shared/ui/notice";
import { isHardToHear } from "./evaluation-words";
import { hasTypedWords, heardStretches, heardText, isSameText, spokenText } from "./heard";
import { useCorrection } from "./use-correction";
import { usePractice } from "./use-practice";

type CorrectionFormProps = {
  answer: Answer;
  sessionId: string;
  questionId: string;
  /** With the answer as it was saved; null where nothing was. */
  onClose: (saved: Answer | null) => void;
};

/** The words that were heard, to be put right where they stand. Nothing is lost while it is open. */
export function CorrectionForm({ answer, sessionId, questionId, onClose }: CorrectionFormProps) {
  const [text, setText] = useState(() => spokenText(answer));
  const box = useRef<HTMLTextAreaElement>(null);
  const correction = useCorrection(sessionId, answer.id);
  useEffect(() => box.current?.focus(), []);

  const isDoubted = answer.evaluation !== null && isHardToHear(answer.evaluation);
  const isUnchanged = isSameText(text, spokenText(answer));
  // What was said of the text before is no longer true of this one, nor is the way on that came with it.
  const change = (now: string) => {
    correction.reset();
    setText(now);
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (correction.isPending) return;
    if (isUnchanged && !isDoubted) return onClose(null);
    const saved = await correction.mutateAsync(text).catch(() => null);
    if (saved) onClose(saved.answer);
  };

  return (
    <form onSubmit={save} className="space-y-4 print:hidden">
      <Heard answer={answer} />
      <Field
        label="What you said"
        hint={`Put right what was misheard; it is scored again as you save it. ${
          hasTypedWords(answer)
            ? "What you typed stays as it is, and so does how you spoke."
            : "How you spoke stays as measured."
        }`}
      >
        <Textarea
          ref={box}
          dir="auto"
          // As high as its text, so that nobody corrects through a slit.
          className="field-sizing-content max-h-96 min-h-32"
          value={text}
          readOnly={correction.isPending}
          onChange={(event) => change(event.target.value)}
        />
      </Field>
      {correction.error ? (
        <NotSaved error={correction.error} sessionId={sessionId} questionId={questionId} />
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" isBusy={correction.isPending}>
          {correction.isPending
            ? "Scoring again…"
            : isUnchanged && isDoubted
              ? "That is what I said"
              : "Save and score again"}
        </Button>
        <Button look="secondary" disabled={correction.isPending} onClick={() => onClose(null)}>
          Cancel
        </Button>
        {answer.heard ? (
          <Button look="quiet" disabled={correction.isPending} onClick={() => change(heardText(answer))}>
            As it was heard
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** What the recogniser wrote down, to compare with; a box for typing cannot mark single words. */
function Heard({ answer }: { answer: Answer }) {
  const stretches = heardStretches(answer);
  const hasDoubts = stretches.some(({ isUnsure }) => isUnsure);
  return (
    <div className="rounded-control bg-sunken p-3 text-small">
      <p className="mb-1 text-ink-soft">
        {hasDoubts ? "What was heard; underlined words were hard to make out" : "What was heard"}
      </p>
      <p dir="auto" className="whitespace-pre-wrap">
        {stretches.map(({ start, text, isUnsure }) =>
          isUnsure ? (
            <span
              key={start}
              className="underline decoration-attention decoration-dotted decoration-2 underline-offset-4"
            >
              {text}
              <span className="sr-only"> (hard to make out)</span>
            </span>
          ) : (
            <span key={start}>{text}</span>
          ),
        )}
      </p>
    </div>
  );
}

/** What happened, and the one way on: whoever wants to tell it better practises the question again. */
function NotSaved({
  error,
  sessionId,
  questionId,
}: {
  error: unknown;
  sessionId: string;
  questionId: string;
}) {
  const practice = usePractice(sessionId);
  const { title, detail } = explain(error);
  return (
    <Notice
      tone="attention"
      role="alert"
      title={title}
      action={
        isProblem(error, "correction-too-large") ? (
          <Button
            look="secondary"
            size="small"
            isBusy={practice.isPending}
            onClick={() => practice.mutate(questionId)}
          >
            Practise this question again
          </Button>
        ) : null
      }
    >
      {detail} Your text is still here.
    </Notice>
  );
}
