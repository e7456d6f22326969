"use client";

import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useSyncExternalStore } from "react";
import { Button } from "@/shared/ui/button";
import { countCodePoints } from "./code-points";

export const LONGEST_ANSWER = 20_000;
const COUNT_FROM = 18_000;

type AnswerBoxProps = {
  text: string;
  onChange: (text: string) => void;
  onSend: () => void;
  isSending: boolean;
  /** False while no question is open: what is written stays, and can be sent to the next one. */
  canSend: boolean;
  /** Send is the one thing to do, unless Done is. */
  isMainAction: boolean;
  voiceInput: ReactNode;
  isRecording: boolean;
  /** Quiet buttons for what is not an answer: repeat, skip. */
  otherWays: ReactNode;
};

/** "Type answer…", Send, and Voice Input beside it. */
export function AnswerBox(props: AnswerBoxProps) {
  const { text, onChange, onSend, isSending, isMainAction, voiceInput, isRecording, otherWays } = props;
  const id = useId();
  const hintId = `${id}-hint`;
  const hasTouchKeyboard = useCoarsePointer();
  const length = text.length > COUNT_FROM / 2 ? countCodePoints(text) : text.length;
  const isTooLong = length > LONGEST_ANSWER;
  const canSend = props.canSend && text.trim() !== "" && !isTooLong;

  const sendOnEnter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    const isCommand = event.metaKey || event.ctrlKey;
    if (!isCommand && (event.shiftKey || hasTouchKeyboard)) return;
    event.preventDefault();
    if (canSend && !isSending) onSend();
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend && !isSending) onSend();
      }}
    >
      <label htmlFor={id} className="sr-only">
        Your answer
      </label>
      <textarea
        id={id}
        dir="auto"
        rows={1}
        value={text}
        placeholder="Type answer…"
        aria-describedby={hintId}
        aria-invalid={isTooLong || undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={sendOnEnter}
        className="block field-sizing-content max-h-[30dvh] min-h-11 sm:min-h-16 w-full resize-none rounded-control border border-line-strong bg-surface px-3 py-2.5 text-body hover:border-ink-soft aria-invalid:border-danger"
      />
      <div className="mt-2 flex items-center gap-2">
        {voiceInput}
        {isRecording ? null : (
          <Button
            type="submit"
            look={isMainAction ? "primary" : "secondary"}
            isBusy={isSending}
            disabled={!canSend}
            className={isMainAction ? "flex-1" : "ml-auto"}
          >
            {isSending ? "Sending…" : "Send"}
            <SendHorizontal aria-hidden className="size-4" />
          </Button>
        )}
      </div>
      <div className="mt-1 -mr-2 flex flex-wrap items-center justify-between gap-x-3">
        <p id={hintId} className="flex flex-wrap gap-x-3 text-small text-ink-soft">
          <span className="hidden sm:inline">
            {hasTouchKeyboard
              ? "Kept on this device until you send it."
              : "Enter sends, Shift+Enter breaks the line."}
          </span>
          {length > COUNT_FROM ? <Counter length={length} /> : null}
        </p>
        <div className="ml-auto flex">{otherWays}</div>
      </div>
    </form>
  );
}

function Counter({ length }: { length: number }) {
  const left = LONGEST_ANSWER - length;
  const words =
    left >= 0 ? `${left.toLocaleString("en")} characters left` : `${(-left).toLocaleString("en")} too many`;
  return (
    <span role="status" className={left < 0 ? "font-medium text-danger-ink" : "tabular-nums"}>
      {words}
    </span>
  );
}

const COARSE = "(pointer: coarse)";

function useCoarsePointer(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia?.(COARSE);
      query?.addEventListener("change", changed);
      return () => query?.removeEventListener("change", changed);
    },
    () => window.matchMedia?.(COARSE).matches ?? false,
    () => false,
  );
}
