/** Which microphones, cameras and speakers there are to choose from. Pure, but for asking the browser. */

export type DeviceInput = "audioinput" | "videoinput" | "audiooutput";

export type ListedDevice = { id: string; name: string };

const NAMES: Record<DeviceInput, string> = {
  audioinput: "Microphone",
  videoinput: "Camera",
  audiooutput: "Speaker",
};

/** Browsers name devices only to a page that may use them, and list one without an id before that. */
export function listOf(kind: DeviceInput, available: readonly MediaDeviceInfo[]): ListedDevice[] {
  return available
    .filter((device) => device.kind === kind && device.deviceId !== "")
    .map((device, index) => ({ id: device.deviceId, name: device.label || `${NAMES[kind]} ${index + 1}` }));
}

/** The device in use, if it is still there; else the first, which is what a browser takes by itself. */
export function inUse(listed: readonly ListedDevice[], ...wishes: (string | null | undefined)[]): string {
  const found = wishes.find((wish) => listed.some(({ id }) => id === wish));
  return found ?? listed[0]?.id ?? "";
}

export async function availableDevices(): Promise<MediaDeviceInfo[]> {
  try {
    return (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  } catch {
    return [];
  }
}
