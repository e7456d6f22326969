"use client";

import { useEffect, useState } from "react";
import { SPEECH_LEVEL, watchLevel } from "@/shared/microphone-level";
import { Meter } from "@/shared/ui/meter";

/** How long one may say nothing before the page asks whether the microphone is the right one. */
const PATIENCE_MS = 6_000;

/** A level that moves while you speak, and the same in words. */
export function MicrophoneCheck({ stream }: { stream: MediaStream }) {
  const [level, setLevel] = useState(0);
  const [wasHeard, setWasHeard] = useState(false);
  const [isLate, setIsLate] = useState(false);

  useEffect(() => {
    setWasHeard(false);
    setIsLate(false);
    const timer = window.setTimeout(() => setIsLate(true), PATIENCE_MS);
    const unwatch = watchLevel(stream, (next) => {
      setLevel(next);
      if (next >= SPEECH_LEVEL) setWasHeard(true);
    });
    return () => {
      window.clearTimeout(timer);
      unwatch();
    };
  }, [stream]);

  return (
    <div className="space-y-1.5">
      <Meter
        label="Microphone level"
        value={level}
        valueText={level >= SPEECH_LEVEL ? "speech" : "quiet"}
        segments={20}
      />
      <p role="status" className="text-small text-ink-soft">
        {wasHeard
          ? "You can be heard."
          : isLate
            ? "Nothing heard so far. Is this the right microphone, and is it unmuted?"
            : "Say something: the bars should move."}
      </p>
    </div>
  );
}
