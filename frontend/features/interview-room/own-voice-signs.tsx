"use client";

import { Mic } from "lucide-react";
import { useSyncExternalStore } from "react";
import { prefersReducedMotion, watchReducedMotion } from "@/shared/reduced-motion";
import { Meter } from "@/shared/ui/meter";
import type { OwnVoice } from "./own-voice";

/** The meter in its own light: it lies on a picture that may be bright or dark. */
const ON_THE_STAGE = "[--color-accent:var(--color-on-stage)] [--color-line:var(--color-stage-line)]";

/** What a meter that must not move shows while somebody speaks. */
const STEADY_LEVEL = 0.75;

/** Bars that move with the candidate's voice: the microphone works, before any word is recognised. */
export function OwnLevel({ voice }: { voice: OwnVoice }) {
  const level = useSyncExternalStore(voice.subscribe, voice.level, () => 0);
  const isSpeaking = useIsSpeaking(voice);
  const isSteady = useSyncExternalStore(watchReducedMotion, prefersReducedMotion, () => true);
  const shown = isSteady ? (isSpeaking ? STEADY_LEVEL : 0) : level;
  return (
    <div
      className={`flex items-center gap-1.5 bg-stage/80 px-1.5 py-0.5 text-on-stage ${ON_THE_STAGE} sm:px-2 sm:py-1`}
    >
      <Mic aria-hidden className="size-3 shrink-0 sm:size-4" />
      <Meter
        label="Your microphone"
        value={shown}
        valueText={isSpeaking ? "speech" : "quiet"}
        segments={10}
        className="h-2 flex-1 gap-0.5!"
      />
    </div>
  );
}

/** The same in words, beside "Listening". Not announced: it would speak over the person who speaks. */
export function HeardSign({ voice }: { voice: OwnVoice }) {
  if (!useIsSpeaking(voice)) return null;
  return (
    <span data-testid="heard" className="font-normal">
      · I hear you
    </span>
  );
}

function useIsSpeaking(voice: OwnVoice): boolean {
  return useSyncExternalStore(voice.subscribe, voice.isSpeaking, () => false);
}
