/**
 * Camera and microphone as chosen in the device check; the session page reads it and writes what is changed there.
 *
 * Stored in this browser only, as JSON under the key `hirecoach.devices`:
 *   {"camera": true, "microphone": true, "cameraId": "…"|null, "microphoneId": "…"|null, "speakerId": "…"|null}
 * `camera` and `microphone` say whether the person wants to be seen and heard; an id of null means the browser's own choice.
 * An id may be gone by tomorrow: ask with `{deviceId: {ideal: id}}`, never `exact`.
 */
export type DeviceChoice = {
  camera: boolean;
  microphone: boolean;
  cameraId: string | null;
  microphoneId: string | null;
  /** Where the interviewer is heard; chosen in the room, where the browser lets a page choose. */
  speakerId: string | null;
};

export const DEVICES_KEY = "hirecoach.devices";

export const defaultDeviceChoice: DeviceChoice = {
  camera: true,
  microphone: true,
  cameraId: null,
  microphoneId: null,
  speakerId: null,
};

export function readDeviceChoice(): DeviceChoice {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(DEVICES_KEY) ?? "null");
    if (typeof stored !== "object" || stored === null) return defaultDeviceChoice;
    const { camera, microphone, cameraId, microphoneId, speakerId } = stored as Record<string, unknown>;
    return {
      camera: camera !== false,
      microphone: microphone !== false,
      cameraId: typeof cameraId === "string" ? cameraId : null,
      microphoneId: typeof microphoneId === "string" ? microphoneId : null,
      speakerId: typeof speakerId === "string" ? speakerId : null,
    };
  } catch {
    return defaultDeviceChoice;
  }
}

export function rememberDeviceChoice(choice: DeviceChoice): void {
  try {
    window.localStorage.setItem(DEVICES_KEY, JSON.stringify(choice));
  } catch {
    // Storage is off in this browser: the choice holds until the page is left.
  }
}

/** Constraints for one kind of device with the remembered id, which may have been unplugged since. */
export function deviceConstraints(deviceId: string | null): { deviceId?: { ideal: string } } {
  return deviceId ? { deviceId: { ideal: deviceId } } : {};
}
