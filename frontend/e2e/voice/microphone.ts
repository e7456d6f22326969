/** A microphone that is silent until a journey speaks into it, and the interviewer's voice as the page plays it. */
import type { Page } from "@playwright/test";
import { spoken } from "./speech";

type Speaking = { speak: (wav: string) => Promise<void>; loudest: () => number };
type WithSpeaking = { hirecoachJourney: Speaking };

export class Microphone {
  private constructor(private readonly page: Page) {}

  /** Must come before the page is opened. The camera stays the browser's own fake one. */
  static async plugInto(page: Page): Promise<Microphone> {
    await page.addInitScript(plugIn);
    return new Microphone(page);
  }

  /** Speaks, and returns when the last word is over. */
  async say(text: string): Promise<void> {
    const [wav] = spoken([text]);
    if (!wav) throw new Error("nothing was spoken");
    await this.page.evaluate(
      (sound) => (window as unknown as WithSpeaking).hirecoachJourney.speak(sound),
      wav.toString("base64"),
    );
  }

  /** The greatest amplitude, 0–1, that came out of the page's audio elements since this was asked last. */
  loudestHeard(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as WithSpeaking).hirecoachJourney.loudest());
  }
}

/** Runs in the page, before any of its own code, so it may use nothing from outside. */
function plugIn(): void {
  const devices = navigator.mediaDevices;
  if (!devices) return;
  const real = devices.getUserMedia.bind(devices);
  let context: AudioContext | null = null;
  let mouth: GainNode | null = null;

  const open = (): { context: AudioContext; mouth: GainNode } => {
    context ??= new AudioContext();
    if (!mouth) {
      mouth = context.createGain();
      // A source that never ends keeps the track flowing while nobody speaks, as a real microphone does.
      const hush = context.createConstantSource();
      hush.offset.value = 0;
      hush.connect(mouth);
      hush.start();
    }
    return { context, mouth };
  };

  devices.getUserMedia = async (constraints = {}) => {
    const camera = constraints.video ? await real({ video: constraints.video }) : new MediaStream();
    if (!constraints.audio) return camera;
    const { context: sound, mouth: source } = open();
    const ear = sound.createMediaStreamDestination();
    source.connect(ear);
    return new MediaStream([...ear.stream.getAudioTracks(), ...camera.getVideoTracks()]);
  };

  const speak = async (wav: string): Promise<void> => {
    const { context: sound, mouth: target } = open();
    await sound.resume();
    const bytes = Uint8Array.from(atob(wav), (character) => character.charCodeAt(0));
    const buffer = sound.createBufferSource();
    buffer.buffer = await sound.decodeAudioData(bytes.buffer);
    buffer.connect(target);
    await new Promise<void>((resolve) => {
      buffer.onended = () => resolve();
      buffer.start();
    });
  };

  const meters = new Map<MediaStream, AnalyserNode>();
  let loudest = 0;
  setInterval(() => {
    for (const element of document.querySelectorAll("audio")) {
      const stream = element.srcObject;
      if (!(stream instanceof MediaStream) || element.paused || element.muted) continue;
      if (!meters.has(stream) && stream.getAudioTracks().length > 0) {
        const meter = open().context.createAnalyser();
        open().context.createMediaStreamSource(stream).connect(meter);
        meters.set(stream, meter);
      }
    }
    for (const meter of meters.values()) {
      const samples = new Float32Array(meter.fftSize);
      meter.getFloatTimeDomainData(samples);
      for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample));
    }
  }, 100);

  (window as unknown as WithSpeaking).hirecoachJourney = {
    speak,
    loudest: () => {
      const heard = loudest;
      loudest = 0;
      return heard;
    },
  };
}
