/** Why a camera or a microphone cannot be had, for what it is. Pure, and shared by the device check and the session. */

export type DeviceKind = "camera" | "microphone";
export type DeviceProblem =
  | "denied"
  | "denied_by_system"
  | "none_found"
  | "in_use"
  | "insecure_origin"
  | "unknown";

/** From what `getUserMedia` threw. `isSecure` is false where the browser hides devices (http on another machine). */
export function deviceProblemOf(error: unknown, isSecure: boolean): DeviceProblem {
  if (!isSecure) return "insecure_origin";
  const { name, message } =
    error instanceof Error || error instanceof DOMException ? error : { name: "", message: "" };
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
      return /system/i.test(message) ? "denied_by_system" : "denied";
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "none_found";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "in_use";
    default:
      return "unknown";
  }
}

type Words = { title: string; whatToDo: string };

const problems: Record<DeviceProblem, (device: DeviceKind) => Words> = {
  denied: (device) => ({
    title: `Your ${device} is blocked for this page`,
    whatToDo: `Allow it with the icon at the left of the address bar, then try again.`,
  }),
  denied_by_system: (device) => ({
    title: `Your computer does not let the browser use the ${device}`,
    whatToDo: `Allow it for your browser in the privacy settings of your computer, then try again.`,
  }),
  none_found: (device) => ({
    title: `There is no ${device} on this computer`,
    whatToDo: `Plug one in and try again, or go on without.`,
  }),
  in_use: (device) => ({
    title: `Another program is using your ${device}`,
    whatToDo: `Close the other call or tab that uses it, then try again.`,
  }),
  insecure_origin: (device) => ({
    title: `The browser hides your ${device} from this address`,
    whatToDo: `Open the page at http://localhost:3000 on the machine that runs it, or over https.`,
  }),
  unknown: (device) => ({
    title: `Your ${device} did not start`,
    whatToDo: `Unplug it and plug it in again, or choose another one, then try again.`,
  }),
};

/** What happened, and what to do. What still works is for the page to say, which knows what that is. */
export function describeDeviceProblem(problem: DeviceProblem, device: DeviceKind): Words {
  return problems[problem](device);
}

/** Whether the browser may hand out devices here at all. */
export function canUseDevices(): boolean {
  return window.isSecureContext && typeof navigator.mediaDevices?.getUserMedia === "function";
}
