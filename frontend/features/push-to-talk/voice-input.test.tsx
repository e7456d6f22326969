import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OpenMicrophone } from "./microphone";
import { HOLD_MS, LONGEST_RECORDING_MS } from "./recorder-state";
import { RecorderStatus } from "./recorder-status";
import { type Transcribe, useRecorder } from "./use-recorder";
import { VoiceInputButton } from "./voice-input";

const recording = { audio: new Blob(["sound"]), durationMs: 2_000 };

function aMicrophone() {
  return {
    level: () => 0.5,
    stop: async () => recording,
    cancel: vi.fn<() => void>(),
  } satisfies OpenMicrophone;
}

type BenchProps = {
  transcribe: Transcribe;
  open?: () => Promise<OpenMicrophone>;
  onRecording?: (isRecording: boolean) => void;
  hasAnswer?: boolean;
};

function Bench({
  transcribe,
  open = async () => aMicrophone(),
  onRecording = () => {},
  hasAnswer = false,
}: BenchProps) {
  const recorder = useRecorder({ transcribe, onRecording, open });
  return (
    <>
      <RecorderStatus recorder={recorder} hasAnswer={hasAnswer} />
      <VoiceInputButton recorder={recorder} isDisabled={false} />
    </>
  );
}

const heard: Transcribe = async () => ({ heard: true });
const button = () => screen.getByRole("button", { name: /^(Voice Input|Stop)$/ });
/** jsdom has no PointerEvent with a button; a mouse event of that name has. */
const press = () => fireEvent(button(), new MouseEvent("pointerdown", { bubbles: true, button: 0 }));
const letGo = () => fireEvent(button(), new MouseEvent("pointerup", { bubbles: true, button: 0 }));
const recordingIsOn = () => screen.findByText("Recording");

describe("Voice Input", () => {
  let now = 0;
  beforeEach(() => {
    now = 1_000;
    vi.spyOn(performance, "now").mockImplementation(() => now);
  });
  afterEach(() => vi.useRealTimers());

  test("records from click to click", async () => {
    const transcribe = vi.fn(heard);
    render(<Bench transcribe={transcribe} />);
    press();
    letGo();
    await recordingIsOn();
    press();
    letGo();
    await waitFor(() => expect(transcribe).toHaveBeenCalledExactlyOnceWith(recording));
    expect(await screen.findByRole("button", { name: "Voice Input" })).toBeDefined();
  });

  test("records while it is held", async () => {
    const transcribe = vi.fn(heard);
    render(<Bench transcribe={transcribe} />);
    press();
    await recordingIsOn();
    now += HOLD_MS + 1;
    letGo();
    await waitFor(() => expect(transcribe).toHaveBeenCalledOnce());
  });

  test.each([" ", "Enter"])("is held and toggled with the key %j too", async (key) => {
    const transcribe = vi.fn(heard);
    render(<Bench transcribe={transcribe} />);
    fireEvent.keyDown(button(), { key });
    fireEvent.keyDown(button(), { key, repeat: true });
    await recordingIsOn();
    now += HOLD_MS + 1;
    fireEvent.keyUp(button(), { key });
    await waitFor(() => expect(transcribe).toHaveBeenCalledOnce());
  });

  test("obeys the plain click of assistive technology", async () => {
    render(<Bench transcribe={heard} />);
    fireEvent.click(button(), { detail: 0 });
    expect(await recordingIsOn()).toBeDefined();
  });

  test("that is let go while the browser still asks for permission ends at once", async () => {
    let allow = (_: OpenMicrophone) => {};
    const opening = new Promise<OpenMicrophone>((resolve) => {
      allow = resolve;
    });
    const transcribe = vi.fn(heard);
    render(<Bench transcribe={transcribe} open={() => opening} />);
    press();
    now += HOLD_MS + 1;
    letGo();
    await act(async () => allow(aMicrophone()));
    await waitFor(() => expect(transcribe).toHaveBeenCalledOnce());
  });

  test("says that a blocked microphone is blocked, and gives the room its microphone back", async () => {
    vi.stubGlobal("isSecureContext", true);
    const onRecording = vi.fn();
    const open = () => Promise.reject(new DOMException("", "NotAllowedError"));
    render(<Bench transcribe={heard} open={open} onRecording={onRecording} hasAnswer />);
    fireEvent.click(button(), { detail: 0 });
    expect(
      await screen.findByText(/Your microphone is blocked\. Your answer so far is saved\./),
    ).toBeDefined();
    expect(onRecording.mock.calls).toEqual([[true], [false]]);
  });

  test("says of no answer that it is saved", async () => {
    vi.stubGlobal("isSecureContext", true);
    const open = () => Promise.reject(new DOMException("", "NotAllowedError"));
    render(<Bench transcribe={heard} open={open} />);
    fireEvent.click(button(), { detail: 0 });
    expect(await screen.findByText(/Your microphone is blocked\./)).toBeDefined();
    expect(screen.queryByText(/saved/)).toBeNull();
  });

  test("keeps a recording that could not be sent, and sends it when asked again", async () => {
    const transcribe = vi
      .fn<Transcribe>()
      .mockResolvedValueOnce({
        heard: false,
        trouble: { kind: "not-transcribed", recording, reason: "network", detail: "The server is away." },
      })
      .mockResolvedValueOnce({ heard: true });
    render(<Bench transcribe={transcribe} />);
    fireEvent.click(button(), { detail: 0 });
    await recordingIsOn();
    fireEvent.click(button(), { detail: 0 });
    fireEvent.click(await screen.findByRole("button", { name: "Try this recording again" }));
    await waitFor(() => expect(transcribe.mock.calls).toEqual([[recording], [recording]]));
    expect(screen.queryByText("Your recording is kept here")).toBeNull();
  });

  test("says that it heard nothing", async () => {
    render(<Bench transcribe={async () => ({ heard: false, trouble: { kind: "nothing-heard" } })} />);
    fireEvent.click(button(), { detail: 0 });
    await recordingIsOn();
    fireEvent.click(button(), { detail: 0 });
    expect(await screen.findByText("Nothing was heard")).toBeDefined();
    expect(screen.getByText("Check that your microphone is not muted, then record again.")).toBeDefined();
  });

  test("discards what is being recorded", async () => {
    const microphone = aMicrophone();
    const transcribe = vi.fn(heard);
    render(<Bench transcribe={transcribe} open={async () => microphone} />);
    fireEvent.click(button(), { detail: 0 });
    await recordingIsOn();
    fireEvent.click(screen.getByRole("button", { name: "Discard" }));
    expect(microphone.cancel).toHaveBeenCalledOnce();
    expect(transcribe).not.toHaveBeenCalled();
  });

  test("stops by itself after five minutes, and keeps what was said", async () => {
    vi.useFakeTimers();
    const transcribe = vi.fn(heard);
    render(<Bench transcribe={transcribe} />);
    await act(async () => fireEvent.click(button(), { detail: 0 }));
    await act(() => vi.advanceTimersByTimeAsync(LONGEST_RECORDING_MS));
    expect(transcribe).toHaveBeenCalledExactlyOnceWith(recording);
  });
});
