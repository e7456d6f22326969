/**
 * Server-sent events over `fetch`: `EventSource` cannot send an Authorization header, and a token
 * in a URL would end up in logs.
 */

export type ServerSentEvent = { id: string | null; event: string; data: string };

export type StreamStatus = "connecting" | "live" | "reconnecting" | "refused";

/** The API sends a comment every 15 s; three missed ones mean that the line is dead. */
const SILENCE_MS = 45_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Cut a stream of text into events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
 * Feed it chunks as they come; it keeps what is unfinished.
 */
export function createEventParser(): (chunk: string) => ServerSentEvent[] {
  let rest = "";
  let endedInCarriageReturn = false;
  let id: string | null = null;
  let event = "message";
  let data: string[] = [];

  const dispatch = (): ServerSentEvent | null => {
    const complete = data.length > 0 ? { id, event, data: data.join("\n") } : null;
    event = "message";
    data = [];
    return complete;
  };

  const readField = (line: string): void => {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") id = value;
    else if (field === "event") event = value;
    else if (field === "data") data.push(value);
  };

  return (chunk) => {
    let text = rest + chunk;
    if (endedInCarriageReturn && text.startsWith("\n")) text = text.slice(1);
    endedInCarriageReturn = text.endsWith("\r");
    const lines = text.split(/\r\n|\r|\n/);
    rest = lines.pop() ?? "";
    const events: ServerSentEvent[] = [];
    for (const line of lines) {
      if (line !== "") readField(line);
      else {
        const complete = dispatch();
        if (complete) events.push(complete);
      }
    }
    return events;
  };
}

/** Milliseconds to wait before try number `attempt` (from 0); `random` is 0–1 and spreads the crowd. */
export function pauseBeforeRetry(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  return Math.round(ceiling * (0.5 + random / 2));
}

export type FollowOptions = {
  url: string;
  /** Asked anew at each reconnect: a token of an hour ago may have expired. */
  headers: () => Promise<Record<string, string>>;
  /** The id after which events are wanted; asked anew at each reconnect. */
  lastEventId: () => number;
  /** All events of one chunk at once, so that the page never shows half a change. */
  onEvents: (events: ServerSentEvent[]) => void;
  onStatus: (status: StreamStatus) => void;
  signal: AbortSignal;
  fetch?: typeof fetch;
  /** Resolves after so many milliseconds, or at once when the person comes back to the page. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** Follow a stream until `signal` aborts. A refusal (404, 403) ends it: trying again would not help. */
export async function followEvents(options: FollowOptions): Promise<void> {
  const wait = options.wait ?? waitOrWake;
  let attempt = 0;
  options.onStatus("connecting");
  while (!options.signal.aborted) {
    const outcome = await readOnce(options);
    if (options.signal.aborted) return;
    if (outcome === "refused") {
      options.onStatus("refused");
      return;
    }
    attempt = outcome === "ended" ? 0 : attempt + 1;
    options.onStatus("reconnecting");
    await wait(pauseBeforeRetry(attempt, Math.random()), options.signal);
  }
}

type Outcome = "ended" | "unreachable" | "refused";

async function readOnce(options: FollowOptions): Promise<Outcome> {
  const line = new AbortController();
  const hangUp = () => line.abort();
  options.signal.addEventListener("abort", hangUp);
  let silence = setTimeout(hangUp, SILENCE_MS);
  let hasOpened = false;
  try {
    const response = await (options.fetch ?? fetch)(options.url, {
      headers: {
        Accept: "text/event-stream",
        "Last-Event-ID": String(options.lastEventId()),
        ...(await options.headers()),
      },
      cache: "no-store",
      signal: line.signal,
    });
    if (response.status === 404 || response.status === 403) return "refused";
    if (!response.ok || !response.body) return "unreachable";
    hasOpened = true;
    options.onStatus("live");
    const parse = createEventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return "ended";
      clearTimeout(silence);
      silence = setTimeout(hangUp, SILENCE_MS);
      const events = parse(value);
      if (events.length > 0) options.onEvents(events);
    }
  } catch {
    return hasOpened ? "ended" : "unreachable";
  } finally {
    clearTimeout(silence);
    options.signal.removeEventListener("abort", hangUp);
  }
}

function waitOrWake(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      window.removeEventListener("online", wake);
      document.removeEventListener("visibilitychange", wake);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    window.addEventListener("online", wake);
    document.addEventListener("visibilitychange", wake);
    signal.addEventListener("abort", wake);
  });
}
