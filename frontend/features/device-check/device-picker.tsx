import type { DeviceKind } from "@/shared/device-problem";
import { Field, Select } from "@/shared/ui/field";
import type { MediaDevicesCheck } from "./use-media-devices";

const names: Record<DeviceKind, string> = { camera: "Camera", microphone: "Microphone" };

/** Which camera or microphone; there only when there is something to choose. */
export function DevicePicker({ device, devices }: { device: DeviceKind; devices: MediaDevicesCheck }) {
  const list = devices.listOf(device);
  if (list.length < 2) return null;
  const state = devices.states[device];
  const inUse = state.status === "live" ? state.stream.getTracks()[0]?.getSettings().deviceId : undefined;
  const remembered = device === "camera" ? devices.choice.cameraId : devices.choice.microphoneId;
  return (
    <Field label={names[device]}>
      <Select
        value={inUse ?? remembered ?? list[0]?.deviceId ?? ""}
        onChange={(event) => devices.choose(device, event.target.value)}
      >
        {list.map((info, index) => (
          <option key={info.deviceId} value={info.deviceId}>
            {info.label || `${names[device]} ${index + 1}`}
          </option>
        ))}
      </Select>
    </Field>
  );
}
