/** One recording: the microphone opened, its level read, the sound collected, everything closed again. */
import { deviceConstraints, readDeviceChoice } from "@/shared/devices";
import type { Recording } from "./recorder-state";

export class RecordingNotSupported extends Error {}

export type OpenMicrophone = {
  /** Loudness now, 0–1. */
  level: () => number;
  stop: () => Promise<Recording>;
  cancel: () => void;
};

const MICROPHONE: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

/** Raises RecordingNotSupported, or what `getUserMedia` raises. */
export async function openMicrophone(format: string | null): Promise<OpenMicrophone> {
  if (!navigator.mediaDevices || format === null) throw new RecordingNotSupported();
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { ...MICROPHONE, ...deviceConstraints(readDeviceChoice().microphoneId) },
  });
  const meter = createMeter(stream);
  const recorder = new MediaRecorder(stream, { mimeType: format, audioBitsPerSecond: 32_000 });
  const chunks: Blob[] = [];
  recorder.addEventListener("dataavailable", (event) => {
    if (event.data.size > 0) chunks.push(event.data);
  });
  const startedAt = performance.now();
  recorder.start(1_000);

  const close = () => {
    meter.close();
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    level: meter.level,
    stop: () =>
      new Promise((resolve) => {
        const finish = () => {
          close();
          const audio = new Blob(chunks, { type: format });
          resolve({ audio, durationMs: Math.round(performance.now() - startedAt) });
        };
        if (recorder.state === "inactive") return finish();
        recorder.addEventListener("stop", finish, { once: true });
        recorder.stop();
      }),
    cancel: () => {
      if (recorder.state !== "inactive") recorder.stop();
      close();
    },
  };
}

function createMeter(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    close: () => void context.close(),
  };
}

/** Root mean square on a scale of decibels: −60 dB is 0, −12 dB (loud speech) is 1. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 48));
}
