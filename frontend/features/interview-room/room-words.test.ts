import { afterEach, expect, test, vi } from "vitest";
import { describeDeviceProblem, deviceProblem } from "./room-words";

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "none-found"],
  ["NotReadableError", "in-use"],
  ["SomethingElse", "unknown"],
])("%s means %s", (name, expected) => {
  vi.stubGlobal("isSecureContext", true);
  expect(deviceProblem(new DOMException("", name))).toBe(expected);
});

test("without https the origin is the problem, whatever the browser calls it", () => {
  vi.stubGlobal("isSecureContext", false);
  expect(deviceProblem(new DOMException("", "NotAllowedError"))).toBe("insecure");
});

test("a blocked microphone says what happened, what was kept and what to do", () => {
  expect(describeDeviceProblem("microphone", "denied", true)).toBe(
    "Your microphone is blocked. Your answer so far is saved. Allow it in the address bar, or type.",
  );
});

test("nothing is said to be saved where there is no answer yet", () => {
  for (const kind of ["microphone", "camera"] as const)
    for (const problem of ["denied", "none-found", "in-use", "insecure", "unknown"] as const)
      expect(describeDeviceProblem(kind, problem, false)).not.toContain("saved");
  expect(describeDeviceProblem("microphone", "denied", false)).toBe(
    "Your microphone is blocked. The interview goes on without it. Allow it in the address bar, or type.",
  );
});
