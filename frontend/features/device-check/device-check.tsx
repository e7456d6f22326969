"use client";

import { useCallback, useEffect, useState } from "react";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { CameraPreview } from "./camera-preview";
import { type Connection, checkConnection } from "./connection-check";
import { ConnectionLine } from "./connection-line";
import { DevicePicker } from "./device-picker";
import { DeviceProblemNotice } from "./device-problem-notice";
import { MicrophoneCheck } from "./microphone-check";
import { useMediaDevices } from "./use-media-devices";

/** Whether the browser gives out both without asking, so that a returning person need not press anything. */
async function isAlreadyAllowed(): Promise<boolean> {
  try {
    const answers = await Promise.all(
      ["camera", "microphone"].map((name) => navigator.permissions.query({ name: name as PermissionName })),
    );
    return answers.every((answer) => answer.state === "granted");
  } catch {
    return false; // Firefox does not tell.
  }
}

/** See yourself, hear that you are heard, and know that the connection holds. Nothing here is needed to start. */
export function DeviceCheck() {
  const devices = useMediaDevices();
  const { startWanted } = devices;
  const [hasStarted, setHasStarted] = useState(false);
  const [connection, setConnection] = useState<Connection>({ status: "unchecked" });

  const check = useCallback(async () => {
    setConnection({ status: "checking" });
    setConnection(await checkConnection());
  }, []);

  const begin = useCallback(() => {
    setHasStarted(true);
    void startWanted();
    void check();
  }, [startWanted, check]);

  useEffect(() => {
    let isHere = true;
    void isAlreadyAllowed().then((isAllowed) => isHere && isAllowed && begin());
    return () => {
      isHere = false;
    };
  }, [begin]);

  const { camera, microphone } = devices.states;
  return (
    <Card className="space-y-4" role="group" aria-labelledby="device-check">
      <h2 id="device-check" className="font-semibold">
        Camera and microphone
      </h2>
      <div className="grid gap-4 sm:max-lg:grid-cols-2">
        <CameraPreview
          state={camera}
          hasStarted={hasStarted}
          isMicrophoneOn={microphone.status === "live"}
          onTurn={devices.turn}
        />
        {hasStarted ? (
          <div className="space-y-4">
            {camera.status === "problem" ? (
              <DeviceProblemNotice
                device="camera"
                problem={camera.problem}
                onRetry={() => devices.turn("camera", true)}
              />
            ) : null}
            {microphone.status === "problem" ? (
              <DeviceProblemNotice
                device="microphone"
                problem={microphone.problem}
                onRetry={() => devices.turn("microphone", true)}
              />
            ) : null}
            {microphone.status === "live" ? <MicrophoneCheck stream={microphone.stream} /> : null}
            <div className="space-y-3">
              <DevicePicker device="microphone" devices={devices} />
              <DevicePicker device="camera" devices={devices} />
            </div>
          </div>
        ) : (
          <div className="space-y-3">
            <p className="text-small text-ink-soft">
              See how you look and whether you are heard. Nothing is recorded, and you can do without: you can
              type.
            </p>
            <Button look="secondary" className="w-full" onClick={begin}>
              Check camera and microphone
            </Button>
          </div>
        )}
      </div>
      <ConnectionLine connection={connection} onRetry={check} />
    </Card>
  );
}
