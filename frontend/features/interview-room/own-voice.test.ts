import { expect, test, vi } from "vitest";
import { createOwnVoice, PAUSE_MS } from "./own-voice";

test("a voice is heard at once, through the pauses between words, and no longer", () => {
  const voice = createOwnVoice();
  voice.hear(0.1, 0);
  expect(voice.isSpeaking()).toBe(false);
  voice.hear(0.6, 70);
  expect(voice.isSpeaking()).toBe(true);
  voice.hear(0, 70 + PAUSE_MS - 1);
  expect(voice.isSpeaking()).toBe(true);
  voice.hear(0, 70 + PAUSE_MS);
  expect(voice.isSpeaking()).toBe(false);
});

test("those who show it are told of changes only", () => {
  const voice = createOwnVoice();
  const draw = vi.fn();
  const unsubscribe = voice.subscribe(draw);
  voice.hear(0, 0);
  voice.hear(0.01, 70);
  expect(draw).not.toHaveBeenCalled();
  voice.hear(0.5, 140);
  expect(draw).toHaveBeenCalledTimes(1);
  unsubscribe();
  voice.hear(0.9, 210);
  expect(draw).toHaveBeenCalledTimes(1);
});
