"use client";

import { Clock } from "lucide-react";
import { useEffect, useState } from "react";
import { clockText } from "@/features/push-to-talk/recorder-state";

/** Time since the question was asked; shown only to those who asked for timers, and never counted down. */
export function QuestionClock({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className="flex items-center gap-1.5 tabular-nums" role="timer" aria-live="off">
      <Clock aria-hidden className="size-4" />
      <span className="sr-only">Time since the question: </span>
      {clockText(now - Date.parse(since))}
    </p>
  );
}
