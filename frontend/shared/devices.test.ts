import { describe, expect, test } from "vitest";
import {
  DEVICES_KEY,
  defaultDeviceChoice,
  deviceConstraints,
  readDeviceChoice,
  rememberDeviceChoice,
} from "./devices";

describe("the remembered camera and microphone", () => {
  test("come back for the session page", () => {
    const choice = {
      camera: false,
      microphone: true,
      cameraId: null,
      microphoneId: "mic-2",
      speakerId: "speaker-3",
    };
    rememberDeviceChoice(choice);
    expect(readDeviceChoice()).toEqual(choice);
  });

  test.each(["{", "null", "7", '{"camera":"yes","cameraId":4}'])(
    "are the default when %s is stored",
    (stored) => {
      window.localStorage.setItem(DEVICES_KEY, stored);
      expect(readDeviceChoice()).toEqual(defaultDeviceChoice);
    },
  );

  test("are asked for as a wish, because one may be unplugged by now", () => {
    expect(deviceConstraints("mic-2")).toEqual({ deviceId: { ideal: "mic-2" } });
    expect(deviceConstraints(null)).toEqual({});
  });
});
