"use client";

import { useEffect, useState } from "react";
import { describeDeviceProblem } from "@/features/interview-room/room-words";
import { Button } from "@/shared/ui/button";
import { classNames } from "@/shared/ui/class-names";
import { Meter } from "@/shared/ui/meter";
import { Notice } from "@/shared/ui/notice";
import { clockText, type RecorderTrouble, remainingMs } from "./recorder-state";
import type { Recorder } from "./use-recorder";

/** What the recorder is doing, in words and in pictures. `hasAnswer`: something is stored, or stands in the box. */
export function RecorderStatus({ recorder, hasAnswer }: { recorder: Recorder; hasAnswer: boolean }) {
  const { state } = recorder;
  switch (state.kind) {
    case "idle":
      return state.trouble ? (
        <Trouble recorder={recorder} trouble={state.trouble} hasAnswer={hasAnswer} />
      ) : null;
    case "starting":
      return (
        <p role="status" className="mb-3 text-small text-ink-soft">
          Opening your microphone…
        </p>
      );
    case "recording":
      return <RecordingStatus recorder={recorder} />;
    case "transcribing":
      return (
        <p role="status" className="mb-3 text-small text-ink-soft">
          Turning your recording into text…
        </p>
      );
  }
}

/** Four readings a second move smoothly enough, and leave the processor to the recording. */
const READING_MS = 120;
const LAST_MINUTE_MS = 60_000;

function RecordingStatus({ recorder }: { recorder: Recorder }) {
  const { level, state } = recorder;
  const [reading, setReading] = useState({ level: 0, leftMs: remainingMs(state, 0) });
  useEffect(() => {
    const read = () => setReading({ level: level(), leftMs: remainingMs(state, performance.now()) });
    read();
    const timer = setInterval(read, READING_MS);
    return () => clearInterval(timer);
  }, [level, state]);
  const left = clockText(reading.leftMs);
  return (
    <div className="mb-3 flex items-center gap-3">
      <p className="flex items-center gap-2 text-small font-medium" role="status">
        <span aria-hidden className="size-2.5 animate-breathe rounded-full bg-accent" />
        Recording
      </p>
      <Meter
        className="min-w-0 flex-1"
        label="Level of your microphone"
        value={reading.level}
        valueText={reading.level > 0.15 ? "Heard" : "Quiet"}
      />
      <p
        className={classNames(
          "text-small tabular-nums",
          reading.leftMs > LAST_MINUTE_MS ? "text-ink-soft" : "font-medium",
        )}
      >
        <span className="sr-only">Time left: </span>
        {left}
        <span aria-hidden> left</span>
      </p>
      <Button look="quiet" size="small" onClick={recorder.cancel}>
        Discard
      </Button>
    </div>
  );
}

type TroubleProps = { recorder: Recorder; trouble: RecorderTrouble; hasAnswer: boolean };

function Trouble({ recorder, trouble, hasAnswer }: TroubleProps) {
  const isKept = trouble.kind === "not-transcribed" && trouble.reason !== "refused";
  return (
    <Notice
      tone="attention"
      role="alert"
      className="mb-3"
      title={titleOf(trouble)}
      action={
        <>
          {isKept ? (
            <Button size="small" onClick={recorder.retry}>
              Try this recording again
            </Button>
          ) : null}
          <Button look="secondary" size="small" onClick={recorder.dismiss}>
            {isKept ? "Discard it" : "OK"}
          </Button>
        </>
      }
    >
      {detailOf(trouble, hasAnswer)}
    </Notice>
  );
}

function titleOf(trouble: RecorderTrouble): string {
  switch (trouble.kind) {
    case "microphone":
      return "Voice Input needs your microphone";
    case "not-supported":
      return "This browser cannot record";
    case "nothing-heard":
      return "Nothing was heard";
    case "not-transcribed":
      return trouble.reason === "refused"
        ? "This recording could not be used"
        : "Your recording is kept here";
  }
}

function detailOf(trouble: RecorderTrouble, hasAnswer: boolean): string {
  switch (trouble.kind) {
    case "microphone":
      return describeDeviceProblem("microphone", trouble.problem, hasAnswer);
    case "not-supported":
      return "Type your answer, or use a current Chrome, Edge, Firefox or Safari.";
    case "nothing-heard":
      return "Check that your microphone is not muted, then record again.";
    case "not-transcribed":
      return trouble.detail;
  }
}
