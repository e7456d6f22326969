import { expect, test } from "vitest";
import { levelOf } from "./microphone-level";

const tone = (amplitude: number) =>
  Float32Array.from({ length: 1024 }, (_, sample) => amplitude * Math.sin((sample / 1024) * 32 * Math.PI));

test("silence shows nothing", () => {
  expect(levelOf(new Float32Array(1024))).toBe(0);
  expect(levelOf(new Float32Array(0))).toBe(0);
});

test("loud speech fills the meter, and more cannot overflow it", () => {
  expect(levelOf(tone(0.5))).toBe(1);
  expect(levelOf(tone(1))).toBe(1);
});

test("each doubling of the amplitude lights the same number of segments more", () => {
  const [quiet, middle, loud] = [0.01, 0.02, 0.04].map((amplitude) => levelOf(tone(amplitude)));
  expect((middle ?? 0) - (quiet ?? 0)).toBeCloseTo((loud ?? 0) - (middle ?? 0), 5);
});
