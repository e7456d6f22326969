import { renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useTranscribe } from "./use-transcribe";

const recording = { audio: new Blob(["sound"]), durationMs: 2_000 };

/** What becomes of a recording that the API refuses with a problem of this type. */
async function outcomeOf(slug: string, status: number) {
  const problem = { type: `/problems/${slug}`, title: slug, detail: "Detail.", status, instance: "" };
  vi.stubGlobal("fetch", async () =>
    Response.json(problem, { status, headers: { "Content-Type": "application/problem+json" } }),
  );
  const onHeard = vi.fn();
  const { result } = renderHook(() => useTranscribe("s1", onHeard));
  const outcome = await result.current(recording);
  expect(onHeard).not.toHaveBeenCalled();
  return outcome;
}

test.each(["audio-silent", "audio-empty"])("%s means that nothing was heard", async (slug) => {
  expect(await outcomeOf(slug, 422)).toEqual({ heard: false, trouble: { kind: "nothing-heard" } });
});

test("a recogniser that is away keeps the recording for another try", async () => {
  expect(await outcomeOf("speech-unavailable", 503)).toMatchObject({
    trouble: { kind: "not-transcribed", reason: "unavailable", recording },
  });
});
