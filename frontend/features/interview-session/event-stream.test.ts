import { expect, test, vi } from "vitest";
import { createEventParser, followEvents, pauseBeforeRetry, type ServerSentEvent } from "./event-stream";

test("events are read whole, however the stream is cut", () => {
  const stream =
    ': hello\n\nid: 4\nevent: agent.state\ndata: {"a":1}\n\nid: 5\r\ndata: one\r\ndata: two\r\n\r\n';
  for (let size = 1; size <= stream.length; size += 1) {
    const parse = createEventParser();
    const events: ServerSentEvent[] = [];
    for (let at = 0; at < stream.length; at += size) events.push(...parse(stream.slice(at, at + size)));
    expect(events).toEqual([
      { id: "4", event: "agent.state", data: '{"a":1}' },
      { id: "5", event: "message", data: "one\ntwo" },
    ]);
  }
});

test("a comment and an event that is not finished give nothing", () => {
  const parse = createEventParser();
  expect(parse(": still here\n\n")).toEqual([]);
  expect(parse("data: unfinished\n")).toEqual([]);
});

test("pauses grow, are spread, and stay under fifteen seconds", () => {
  expect(pauseBeforeRetry(0, 0)).toBe(250);
  expect(pauseBeforeRetry(0, 1)).toBe(500);
  expect(pauseBeforeRetry(3, 1)).toBe(4_000);
  expect(pauseBeforeRetry(40, 1)).toBe(15_000);
});

function streamOf(text: string): Response {
  return new Response(new TextEncoder().encode(text), { status: 200 });
}

test("a line that ends is taken up after the last event that was seen, with a fresh token", async () => {
  const asked: Headers[] = [];
  const line = new AbortController();
  let seen = 0;
  let token = 0;
  const fake = vi.fn(async (_url: unknown, init?: RequestInit) => {
    asked.push(new Headers(init?.headers));
    if (asked.length === 3) line.abort();
    return streamOf(`id: ${asked.length * 10}\ndata: {}\n\n`);
  });

  await followEvents({
    url: "http://localhost/events",
    headers: async () => {
      token += 1;
      return { Authorization: `Bearer ${token}` };
    },
    lastEventId: () => seen,
    onEvents: (events) => {
      seen = Number(events.at(-1)?.id);
    },
    onStatus: () => {},
    signal: line.signal,
    fetch: fake as typeof fetch,
    wait: async () => {},
  });

  expect(asked.map((headers) => headers.get("Last-Event-ID"))).toEqual(["0", "10", "20"]);
  expect(asked.map((headers) => headers.get("Authorization"))).toEqual(["Bearer 1", "Bearer 2", "Bearer 3"]);
});

test("a session that is not ours is not asked for again", async () => {
  const statuses: string[] = [];
  const fake = vi.fn(async () => new Response(null, { status: 404 }));
  await followEvents({
    url: "http://localhost/events",
    headers: async () => ({}),
    lastEventId: () => 0,
    onEvents: () => {},
    onStatus: (status) => statuses.push(status),
    signal: new AbortController().signal,
    fetch: fake as unknown as typeof fetch,
    wait: async () => {},
  });
  expect(statuses).toEqual(["connecting", "refused"]);
  expect(fake).toHaveBeenCalledTimes(1);
});

test("a server that is away is asked again, and says so meanwhile", async () => {
  const statuses: string[] = [];
  const line = new AbortController();
  let tries = 0;
  await followEvents({
    url: "http://localhost/events",
    headers: async () => ({}),
    lastEventId: () => 0,
    onEvents: () => line.abort(),
    onStatus: (status) => statuses.push(status),
    signal: line.signal,
    fetch: (async () => {
      tries += 1;
      if (tries > 3) line.abort();
      if (tries < 3) throw new TypeError("no network");
      return streamOf("id: 1\ndata: {}\n\n");
    }) as typeof fetch,
    wait: async () => {},
  });
  expect(statuses).toEqual(["connecting", "reconnecting", "reconnecting", "live"]);
});
