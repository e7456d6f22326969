"use client";

import type { LocalTrackPublication, TrackPublication } from "livekit-client";
import { TrackEvent } from "livekit-client";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { SPEECH_LEVEL, watchLevel } from "@/shared/microphone-level";

/** How loud the candidate is right now, for those who show it; the rest of the room need not be drawn anew. */
export type OwnVoice = {
  /** 0–1, in steps. */
  level: () => number;
  isSpeaking: () => boolean;
  subscribe: (onChange: () => void) => () => void;
  hear: (level: number, nowMs: number) => void;
};

/** Enough steps to look alive, few enough that silence changes nothing. */
const STEPS = 12;
/** People pause between words: what was heard stays said for so long, in milliseconds. Ours. */
export const PAUSE_MS = 1_200;

export function createOwnVoice(): OwnVoice {
  let level = 0;
  let lastSpokeMs = Number.NEGATIVE_INFINITY;
  let isSpeaking = false;
  const listeners = new Set<() => void>();
  return {
    level: () => level,
    isSpeaking: () => isSpeaking,
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => void listeners.delete(onChange);
    },
    hear: (heard, nowMs) => {
      if (heard >= SPEECH_LEVEL) lastSpokeMs = nowMs;
      const next = Math.round(heard * STEPS) / STEPS;
      const speaksNow = nowMs - lastSpokeMs < PAUSE_MS;
      if (next === level && speaksNow === isSpeaking) return;
      level = next;
      isSpeaking = speaksNow;
      for (const changed of listeners) changed();
    },
  };
}

/** The voice of this tab's microphone while that is open; nothing is sent anywhere for it. */
export function useOwnVoice(microphone: TrackPublication | undefined, isOn: boolean): OwnVoice {
  const [voice] = useState(createOwnVoice);
  const sound = useSound(microphone as LocalTrackPublication | undefined);

  useEffect(() => {
    if (!isOn || !sound) return;
    const unwatch = watchLevel(new MediaStream([sound]), (level) => voice.hear(level, performance.now()));
    return () => {
      unwatch();
      voice.hear(0, Number.POSITIVE_INFINITY);
    };
  }, [voice, sound, isOn]);

  return voice;
}

/** The sound of a publication: another one after another microphone is chosen. */
function useSound(microphone: LocalTrackPublication | undefined): MediaStreamTrack | undefined {
  const track = microphone?.audioTrack;
  const subscribe = useCallback(
    (onChange: () => void) => {
      track?.on(TrackEvent.Restarted, onChange);
      return () => void track?.off(TrackEvent.Restarted, onChange);
    },
    [track],
  );
  return useSyncExternalStore(subscribe, () => track?.mediaStreamTrack);
}
