"use client";

import { useLocalParticipant } from "@livekit/components-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { readDeviceChoice, rememberDeviceChoice } from "@/shared/devices";
import { type DeviceProblem, deviceProblem } from "./room-words";

export type Problems = { microphone: DeviceProblem | null; camera: DeviceProblem | null };

/** Microphone, camera and screen of this tab: on, off, and what is wrong with them. */
export function useDevices(isConnected: boolean) {
  const {
    localParticipant,
    isMicrophoneEnabled,
    isCameraEnabled,
    isScreenShareEnabled,
    cameraTrack,
    microphoneTrack,
  } = useLocalParticipant();
  const [problems, setProblems] = useState<Problems>({ microphone: null, camera: null });
  const [isClosedForRecording, setIsClosedForRecording] = useState(false);
  const wasOpenBeforeRecording = useRef(false);
  const hasStarted = useRef(false);

  const setMicrophone = useCallback(
    async (isOn: boolean) => {
      const problem = await trouble(localParticipant.setMicrophoneEnabled(isOn));
      setProblems((known) => ({ ...known, microphone: problem }));
    },
    [localParticipant],
  );
  const setCamera = useCallback(
    async (isOn: boolean) => {
      const problem = await trouble(localParticipant.setCameraEnabled(isOn));
      setProblems((known) => ({ ...known, camera: problem }));
    },
    [localParticipant],
  );
  /** Changing one's mind in the browser's own dialog is no problem to speak of. */
  const setScreen = useCallback(
    async (isOn: boolean) => void (await trouble(localParticipant.setScreenShareEnabled(isOn))),
    [localParticipant],
  );

  useEffect(() => {
    if (!isConnected || hasStarted.current) return;
    hasStarted.current = true;
    void startWanted(setMicrophone, setCamera);
  }, [isConnected, setMicrophone, setCamera]);

  const closeMicrophone = useCallback(
    async (isClosed: boolean) => {
      setIsClosedForRecording(isClosed);
      if (isClosed) {
        wasOpenBeforeRecording.current = localParticipant.isMicrophoneEnabled;
        if (wasOpenBeforeRecording.current) await setMicrophone(false);
      } else if (wasOpenBeforeRecording.current) {
        wasOpenBeforeRecording.current = false;
        await setMicrophone(true);
      }
    },
    [localParticipant, setMicrophone],
  );

  return {
    isMicrophoneOn: isMicrophoneEnabled,
    isClosedForRecording,
    isCameraOn: isCameraEnabled,
    isScreenShared: isScreenShareEnabled,
    cameraTrack,
    microphoneTrack,
    localParticipant,
    problems,
    /** What the person presses is remembered, as in the device check. */
    turnMicrophone: (isOn: boolean) => {
      rememberDeviceChoice({ ...readDeviceChoice(), microphone: isOn });
      return setMicrophone(isOn);
    },
    turnCamera: (isOn: boolean) => {
      rememberDeviceChoice({ ...readDeviceChoice(), camera: isOn });
      return setCamera(isOn);
    },
    setScreen,
    closeMicrophone,
  };
}

export type Devices = ReturnType<typeof useDevices>;

type Turn = (isOn: boolean) => Promise<void>;

/** One after the other: a browser asks for one permission at a time, and the voice matters more. */
async function startWanted(setMicrophone: Turn, setCamera: Turn): Promise<void> {
  const wanted = readDeviceChoice();
  if (wanted.microphone) await setMicrophone(true);
  if (wanted.camera) await setCamera(true);
}

async function trouble(change: Promise<unknown>): Promise<DeviceProblem | null> {
  try {
    await change;
    return null;
  } catch (error) {
    return deviceProblem(error);
  }
}
