"use client";

import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from "react";
import { HOLD_MS } from "./recorder-state";

type Options = { isOn: boolean; start: () => void; stop: () => void; now?: () => number };

/**
 * One button, two manners: hold it while talking, or click to start and click to stop. Works the
 * same by mouse, touch, Space and Enter, and by the plain click that assistive technology sends.
 */
export function useHoldOrToggle({ isOn, start, stop, now = () => performance.now() }: Options) {
  /** When the press that started the recording began; null when no press is being watched. */
  const startedBy = useRef<number | null>(null);

  const press = () => {
    if (isOn) {
      startedBy.current = null;
      stop();
    } else {
      startedBy.current = now();
      start();
    }
  };
  const letGo = () => {
    const began = startedBy.current;
    startedBy.current = null;
    if (began !== null && now() - began >= HOLD_MS) stop();
  };

  return {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      // Sliding off the button while talking must not lose the release.
      event.currentTarget.setPointerCapture?.(event.pointerId);
      press();
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat) press();
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      letGo();
    },
    // A long touch must not open a menu over the button.
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
    onClick: (event: MouseEvent) => {
      // `detail` counts presses of a pointer, which have been handled; assistive technology sends 0.
      if (event.detail > 0) return;
      if (isOn) stop();
      else start();
    },
  };
}
