/** Quieter than this is silence to a microphone; louder than the other is as loud as a person speaks into one. */
const SILENT_DB = -60;
const LOUD_DB = -12;

/** Loudness of one block of samples (−1…1) as a share 0…1 of what a meter shows, even in decibels. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(samples.length, 1));
  if (rms === 0) return 0;
  const decibels = 20 * Math.log10(rms);
  return Math.min(Math.max((decibels - SILENT_DB) / (LOUD_DB - SILENT_DB), 0), 1);
}

/** Above this a person is speaking, not a fan. */
export const SPEECH_LEVEL = 0.35;

/** Often enough to look alive, seldom enough to cost nothing. */
const INTERVAL_MS = 70;

/**
 * Reports the level of a stream until the returned function is called. Uses the stream, never stops its tracks.
 * Where the browser lets no sound run before a gesture the level is 0 until the first one.
 */
export function watchLevel(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const wake = () => void context.resume();
  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
  const samples = new Float32Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, INTERVAL_MS);
  return () => {
    window.clearInterval(timer);
    document.removeEventListener("pointerdown", wake);
    document.removeEventListener("keydown", wake);
    source.disconnect();
    void context.close();
  };
}
