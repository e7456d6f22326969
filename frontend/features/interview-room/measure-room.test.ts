import { type RemoteTrack, type Room, RoomEvent, Track } from "livekit-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { postTelemetry } from "@/features/interview-session/session-calls";
import { measureRoom } from "./measure-room";
import { createRoomReport, type RoomFigures } from "./room-report";

type Listener = (...news: unknown[]) => void;

/** A room as far as it is measured: what happens in it is told by the test. */
function aRoom() {
  const listeners = new Map<string, Listener>();
  const room = {
    canPlaybackAudio: true,
    on(event: string, listener: Listener) {
      listeners.set(event, listener);
      return room;
    },
  };
  const tell = (event: RoomEvent, ...news: unknown[]) => listeners.get(event)?.(...news);
  return { room: room as unknown as Room & { canPlaybackAudio: boolean }, tell };
}

/** The interviewer's voice, as loud as the test says. */
function aVoice() {
  const voice = { level: 0 };
  const stats = async () => new Map([["in", { type: "inbound-rtp", audioLevel: voice.level }]]);
  const track = { kind: Track.Kind.Audio, receiver: { getStats: stats } } as unknown as RemoteTrack;
  return { voice, track };
}

const interviewer = { isAgent: false, isLocal: false, identity: "interviewer-s1" };
const sent: RoomFigures[] = [];

beforeEach(() => {
  sent.length = 0;
  vi.useFakeTimers({ now: 1_000 });
});
afterEach(() => void vi.useRealTimers());

function measured() {
  const { room, tell } = aRoom();
  const report = createRoomReport(
    (figures) => sent.push(figures),
    () => Date.now(),
  );
  const end = measureRoom(room, report);
  return { room, tell, report, end };
}

test("the first word is the interviewer's first sound that the browser lets out", async () => {
  const { room, tell, report } = measured();
  const { voice, track } = aVoice();
  report.joined(400);
  tell(RoomEvent.TrackSubscribed, track, {}, interviewer);
  await vi.advanceTimersByTimeAsync(500);
  expect(sent, "silence is no word").toEqual([]);
  room.canPlaybackAudio = false;
  voice.level = 0.2;
  await vi.advanceTimersByTimeAsync(500);
  expect(sent, "nobody hears what is not played").toEqual([]);
  room.canPlaybackAudio = true;
  await vi.advanceTimersByTimeAsync(100);
  expect(sent).toEqual([{ join_ms: 600, first_word_ms: 1_100 }]);
});

test("only this tab's own connection counts, and what is left goes out when the page is hidden for good", () => {
  const { tell, report, end } = measured();
  report.joined(400);
  tell(RoomEvent.ConnectionQualityChanged, "lost", interviewer);
  tell(RoomEvent.ConnectionQualityChanged, "good", { isLocal: true });
  tell(RoomEvent.SignalReconnecting);
  tell(RoomEvent.Reconnecting);
  window.dispatchEvent(new Event("pagehide"));
  expect(sent).toEqual([{ join_ms: 600, connection_quality: "good", reconnects: 1 }]);
  tell(RoomEvent.Reconnected);
  tell(RoomEvent.Reconnecting);
  end();
  expect(sent.at(-1)).toEqual({ reconnects: 1 });
});

test("the last figures outlive the page that sends them", async () => {
  const fetched = vi.fn(async (_request: Request) => new Response(null, { status: 204 }));
  vi.stubGlobal("fetch", fetched);
  await postTelemetry("s1", { reconnects: 1 });
  const request = fetched.mock.calls[0]?.[0];
  expect(request?.keepalive).toBe(true);
  expect(await request?.json()).toEqual({ reporter: "page", turn_ms: [], reconnects: 1 });
});
