"use client";

import { useMaybeRoomContext } from "@livekit/components-react";
import { supportsAudioOutputSelection } from "livekit-client";
import { useCallback, useEffect, useState } from "react";
import { readDeviceChoice, rememberDeviceChoice } from "@/shared/devices";
import { availableDevices, type DeviceInput, inUse, type ListedDevice, listOf } from "./device-lists";

const REMEMBERED = { audioinput: "microphoneId", videoinput: "cameraId", audiooutput: "speakerId" } as const;

export type DeviceOptions = {
  listed: ListedDevice[];
  current: string;
  choose: (id: string) => void;
};

/** What there is of one kind while a menu is open, which one is used, and how to take another. */
export function useDeviceChoice(kind: DeviceInput, isOpen: boolean): DeviceOptions {
  const room = useMaybeRoomContext();
  const [listed, setListed] = useState<ListedDevice[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);

  useEffect(() => {
    if (!isOpen || (kind === "audiooutput" && !supportsAudioOutputSelection())) return;
    let isCurrent = true;
    const read = async () => {
      const available = await availableDevices();
      if (isCurrent) setListed(listOf(kind, available));
    };
    void read();
    navigator.mediaDevices?.addEventListener("devicechange", read);
    return () => {
      isCurrent = false;
      navigator.mediaDevices?.removeEventListener("devicechange", read);
    };
  }, [kind, isOpen]);

  const choose = useCallback(
    (id: string) => {
      setChosen(id);
      rememberDeviceChoice({ ...readDeviceChoice(), [REMEMBERED[kind]]: id });
      // A wish, not a condition: one that has just been unplugged must not take the room's sound away.
      void room?.switchActiveDevice(kind, id, kind === "audiooutput").catch(() => setChosen(null));
    },
    [room, kind],
  );

  const current = inUse(listed, chosen, room?.getActiveDevice(kind), readDeviceChoice()[REMEMBERED[kind]]);
  return { listed, current, choose };
}
