"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { canUseDevices, type DeviceKind, type DeviceProblem, deviceProblemOf } from "@/shared/device-problem";
import {
  type DeviceChoice,
  defaultDeviceChoice,
  deviceConstraints,
  readDeviceChoice,
  rememberDeviceChoice,
} from "@/shared/devices";

export type DeviceState =
  | { status: "off" }
  | { status: "starting" }
  | { status: "live"; stream: MediaStream }
  | { status: "problem"; problem: DeviceProblem };

type Both<T> = Record<DeviceKind, T>;
const kinds: Both<{ track: "video" | "audio"; input: MediaDeviceKind }> = {
  camera: { track: "video", input: "videoinput" },
  microphone: { track: "audio", input: "audioinput" },
};

function stop(state: DeviceState): void {
  if (state.status === "live") for (const track of state.stream.getTracks()) track.stop();
}

async function open(device: DeviceKind, choice: DeviceChoice): Promise<DeviceState> {
  const id = device === "camera" ? choice.cameraId : choice.microphoneId;
  try {
    if (!canUseDevices()) return { status: "problem", problem: "insecure_origin" };
    const stream = await navigator.mediaDevices.getUserMedia({
      [kinds[device].track]: deviceConstraints(id),
    });
    return { status: "live", stream };
  } catch (error) {
    return { status: "problem", problem: deviceProblemOf(error, window.isSecureContext) };
  }
}

/** Both with one question of the browser; null when either cannot be had, and each is to be asked for on its own. */
async function openBoth(choice: DeviceChoice): Promise<Both<DeviceState> | null> {
  if (!canUseDevices()) return null;
  const stream = await navigator.mediaDevices
    .getUserMedia({
      audio: deviceConstraints(choice.microphoneId),
      video: deviceConstraints(choice.cameraId),
    })
    .catch(() => null);
  return (
    stream && {
      camera: { status: "live", stream: new MediaStream(stream.getVideoTracks()) },
      microphone: { status: "live", stream: new MediaStream(stream.getAudioTracks()) },
    }
  );
}

/** Camera and microphone, each with a state of its own: one may fail while the other works. */
export function useMediaDevices() {
  const [choice, setChoice] = useState<DeviceChoice>(defaultDeviceChoice);
  const [states, setStates] = useState<Both<DeviceState>>({
    camera: { status: "off" },
    microphone: { status: "off" },
  });
  const [available, setAvailable] = useState<MediaDeviceInfo[]>([]);
  const latest = useRef(states);
  const attempts = useRef<Both<number>>({ camera: 0, microphone: 0 });

  const show = useCallback((device: DeviceKind, state: DeviceState) => {
    stop(latest.current[device]);
    latest.current = { ...latest.current, [device]: state };
    setStates(latest.current);
  }, []);

  useEffect(() => setChoice(readDeviceChoice()), []);
  // Leaving the page gives camera and microphone back, and an answer that comes later is not used.
  useEffect(
    () => () => {
      for (const device of ["camera", "microphone"] as const) {
        attempts.current[device] += 1;
        stop(latest.current[device]);
      }
    },
    [],
  );

  /** Opens and shows, unless the person has asked for something else meanwhile. */
  const start = useCallback(
    async (device: DeviceKind, opening: Promise<DeviceState>) => {
      attempts.current[device] += 1;
      const attempt = attempts.current[device];
      show(device, { status: "starting" });
      const state = await opening;
      if (attempt !== attempts.current[device]) return stop(state);
      show(device, state);
      if (canUseDevices()) setAvailable(await navigator.mediaDevices.enumerateDevices());
    },
    [show],
  );

  const turn = useCallback(
    (device: DeviceKind, isWanted: boolean) => {
      const wanted = { ...choice, [device]: isWanted };
      setChoice(wanted);
      rememberDeviceChoice(wanted);
      if (isWanted) return void start(device, open(device, wanted));
      attempts.current[device] += 1;
      show(device, { status: "off" });
    },
    [choice, start, show],
  );

  const choose = useCallback(
    (device: DeviceKind, id: string) => {
      const wanted = { ...choice, [device]: true, [device === "camera" ? "cameraId" : "microphoneId"]: id };
      setChoice(wanted);
      rememberDeviceChoice(wanted);
      void start(device, open(device, wanted));
    },
    [choice, start],
  );

  const startWanted = useCallback(async () => {
    const wanted = readDeviceChoice();
    if (wanted.microphone && wanted.camera) {
      const both = openBoth(wanted);
      const alone = (device: DeviceKind) => both.then((found) => found?.[device] ?? open(device, wanted));
      await Promise.all([start("microphone", alone("microphone")), start("camera", alone("camera"))]);
    } else if (wanted.microphone) await start("microphone", open("microphone", wanted));
    else if (wanted.camera) await start("camera", open("camera", wanted));
  }, [start]);

  const listOf = (device: DeviceKind) =>
    available.filter((info) => info.kind === kinds[device].input && info.deviceId !== "");

  return { choice, states, listOf, turn, choose, startWanted };
}

export type MediaDevicesCheck = ReturnType<typeof useMediaDevices>;
