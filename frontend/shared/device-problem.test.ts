import { describe, expect, test } from "vitest";
import { describeDeviceProblem, deviceProblemOf } from "./device-problem";

const thrown = (name: string, message = "") => new DOMException(message, name);

describe("why a device cannot be had", () => {
  test.each([
    [thrown("NotAllowedError", "Permission denied"), "denied"],
    [thrown("NotAllowedError", "Permission denied by system"), "denied_by_system"],
    [thrown("NotFoundError"), "none_found"],
    [thrown("OverconstrainedError"), "none_found"],
    [thrown("NotReadableError"), "in_use"],
    [thrown("AbortError"), "in_use"],
    [thrown("SecurityError"), "denied"],
    [new Error("something else"), "unknown"],
    ["not even an error", "unknown"],
  ])("%s is %s", (error, problem) => {
    expect(deviceProblemOf(error, true)).toBe(problem);
  });

  test("on an insecure origin is the origin, whatever was thrown", () => {
    expect(deviceProblemOf(new TypeError("undefined is not an object"), false)).toBe("insecure_origin");
  });

  test.each(["denied", "denied_by_system", "none_found", "in_use", "insecure_origin", "unknown"] as const)(
    "%s is explained with the name of the device and something to do",
    (problem) => {
      const { title, whatToDo } = describeDeviceProblem(problem, "microphone");
      expect(title).toContain("microphone");
      expect(whatToDo.length).toBeGreaterThan(20);
      expect(`${title} ${whatToDo}`).not.toMatch(/invalid|fail|oops|error/i);
    },
  );
});
