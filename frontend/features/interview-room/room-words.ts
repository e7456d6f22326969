/** What the room says of itself: what is going on, what still works, one way on. */
import type { TextReason } from "./room-state";

export const TEXT_REASONS: Record<TextReason, string> = {
  chosen: "Video is off because you turned it off. The interview goes on here in writing.",
  "not-configured":
    "This HireCoach has no video set up. Whoever runs it can start it with “make run”, or set LIVEKIT_URL. Typing and Voice Input work as usual.",
  unreachable:
    "The video server is not answering right now. Your interview is safe: type, or use Voice Input, and try video again at any time.",
  refused:
    "The room did not let this page in. Your interview is safe: type, or use Voice Input, and try video again in a moment.",
  "not-connected":
    "The connection to the interview room could not be made; a firewall or VPN may be in the way. Type, or use Voice Input, and try again at any time.",
  "connection-lost":
    "The connection to the interview room was lost. Everything said so far is saved. Type, or use Voice Input, and try again at any time.",
  "not-supported":
    "This browser has no video calls. Typing works as usual; a current Chrome, Edge, Firefox or Safari has them.",
};

/** The same in half a line, once it has been read: what is off stays said, and leaves room to write. */
export const TEXT_MODE_REASONS: Record<TextReason, string> = {
  chosen: "Video is off.",
  "not-configured": "No video is set up here.",
  unreachable: "The video server is away.",
  refused: "The room did not open.",
  "not-connected": "The room could not be reached.",
  "connection-lost": "The connection to the room was lost.",
  "not-supported": "This browser has no video calls.",
};

export type DeviceProblem = "denied" | "none-found" | "in-use" | "insecure" | "unknown";
export type DeviceKind = "microphone" | "camera" | "screen";

/** Which problem a browser means by the name of its error (Media Capture and Streams, §10). */
export function deviceProblem(error: unknown): DeviceProblem {
  if (typeof window !== "undefined" && !window.isSecureContext) return "insecure";
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "NotAllowedError":
    case "PermissionDeniedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "DevicesNotFoundError":
    case "OverconstrainedError":
      return "none-found";
    case "NotReadableError":
    case "TrackStartError":
    case "AbortError":
      return "in-use";
    default:
      return "unknown";
  }
}

/** What happened, what was kept, what to do. `hasAnswer`: something of the answer is stored or stands in the box. */
export function describeDeviceProblem(
  kind: Exclude<DeviceKind, "screen">,
  problem: DeviceProblem,
  hasAnswer: boolean,
): string {
  const isKept = kind === "microphone" && hasAnswer;
  const kept = isKept ? "Your answer so far is saved." : "The interview goes on without it.";
  const otherwise = kind === "microphone" ? ", or type" : "";
  switch (problem) {
    case "denied":
      return `Your ${kind} is blocked. ${kept} Allow it in the address bar${otherwise}.`;
    case "none-found":
      return `No ${kind} was found. ${kept} Plug one in and turn it on here${otherwise}.`;
    case "in-use":
      return `Another program is using your ${kind}. ${kept} Close it and turn it on here${otherwise}.`;
    case "insecure":
      return `Browsers allow the ${kind} only on https or localhost. ${kept} Open the page that way${otherwise}.`;
    case "unknown":
      return `Your ${kind} did not start. ${kept} Turn it on here to try again${otherwise}.`;
  }
}
