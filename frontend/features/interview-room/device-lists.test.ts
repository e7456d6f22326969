import { describe, expect, test } from "vitest";
import { type DeviceInput, inUse, listOf } from "./device-lists";

const device = (kind: DeviceInput, deviceId: string, label = ""): MediaDeviceInfo => ({
  kind,
  deviceId,
  label,
  groupId: "",
  toJSON: () => ({}),
});

describe("the devices to choose from", () => {
  const available = [
    device("audioinput", "m1", "Headset"),
    device("videoinput", "c1", "Webcam"),
    device("audioinput", "m2"),
  ];

  test("are those of one kind, and have a name even where the browser gives none", () => {
    expect(listOf("audioinput", available)).toEqual([
      { id: "m1", name: "Headset" },
      { id: "m2", name: "Microphone 2" },
    ]);
  });

  test("are none before the browser has been allowed", () => {
    expect(listOf("audioinput", [device("audioinput", "")])).toEqual([]);
  });

  test("show what is in use, then what was chosen, then the first", () => {
    const microphones = listOf("audioinput", available);
    expect(inUse(microphones, "m2", "m1")).toBe("m2");
    expect(inUse(microphones, undefined, "m2")).toBe("m2");
    expect(inUse(microphones, "unplugged", null)).toBe("m1");
    expect(inUse([], "m1")).toBe("");
  });
});
