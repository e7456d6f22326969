import { describe, expect, test } from "vitest";
import { agentWord, FIRST_ROOM_STATE, nextRoomState, type RoomEvent, type RoomState } from "./room-state";

const access = { token: "t", url: "ws://127.0.0.1:7880", askedAt: 0 };

function roomAfter(...events: RoomEvent[]): RoomState {
  return events.reduce(nextRoomState, FIRST_ROOM_STATE);
}

const joined: RoomEvent[] = [{ type: "access-granted", access }, { type: "connected" }];

describe("the room", () => {
  test.each<[string, RoomEvent[], RoomState]>([
    ["asks for a token first", [], { kind: "fetching-token" }],
    ["connects with it", [{ type: "access-granted", access }], { kind: "connecting", access }],
    ["waits for the interviewer", joined, { kind: "waiting", access, isLate: false, wasHere: false }],
    [
      "says that the interviewer is late",
      [...joined, { type: "agent-late" }],
      { kind: "waiting", access, isLate: true, wasHere: false },
    ],
    [
      "still takes an interviewer that comes late",
      [...joined, { type: "agent-late" }, { type: "agent-seen", agent: "Speaking" }],
      { kind: "live", access, agent: "Speaking" },
    ],
    [
      "waits again when the interviewer is gone",
      [...joined, { type: "agent-seen", agent: "Listening" }, { type: "agent-missing" }],
      { kind: "waiting", access, isLate: false, wasHere: true },
    ],
    [
      "comes back from reconnecting with what it learned meanwhile",
      [
        ...joined,
        { type: "agent-seen", agent: "Listening" },
        { type: "connection-interrupted" },
        { type: "agent-seen", agent: "Thinking" },
        { type: "connection-restored" },
      ],
      { kind: "live", access, agent: "Thinking" },
    ],
  ])("%s", (_name, events, expected) => {
    expect(roomAfter(...events)).toEqual(expected);
  });

  test("falls back to text mode at any failure, and says why", () => {
    expect(roomAfter({ type: "access-refused", reason: "not-configured" })).toEqual({
      kind: "text",
      reason: "not-configured",
      isAcknowledged: false,
    });
    for (const events of [
      joined.slice(0, 1),
      joined,
      [...joined, { type: "connection-interrupted" } as const],
    ]) {
      const state = roomAfter(...events, { type: "connection-ended", reason: "connection-lost" });
      expect(state).toEqual({ kind: "text", reason: "connection-lost", isAcknowledged: false });
    }
  });

  test("keeps the reason when text mode is accepted, and can be asked for again at any time", () => {
    const accepted = roomAfter({ type: "access-refused", reason: "unreachable" }, { type: "text-chosen" });
    expect(accepted).toEqual({ kind: "text", reason: "unreachable", isAcknowledged: true });
    expect(nextRoomState(accepted, { type: "video-asked" })).toEqual({ kind: "fetching-token" });
  });

  test("can be left from every state", () => {
    const left = { kind: "text", reason: "chosen", isAcknowledged: true };
    for (const events of [[], joined.slice(0, 1), joined, [{ type: "media-held-elsewhere" } as const]]) {
      expect(roomAfter(...events, { type: "text-chosen" })).toEqual(left);
    }
  });

  test("ignores what a room that has been left still tells", () => {
    const left = roomAfter(...joined, { type: "text-chosen" });
    for (const late of [
      { type: "connected" },
      { type: "agent-seen", agent: "Speaking" },
      { type: "connection-ended", reason: "connection-lost" },
      { type: "access-granted", access },
    ] as const) {
      expect(nextRoomState(left, late)).toBe(left);
    }
  });

  test("gives the media to another tab, and takes them back", () => {
    const elsewhere = roomAfter(...joined, { type: "media-held-elsewhere" });
    expect(elsewhere).toEqual({ kind: "elsewhere" });
    expect(nextRoomState(elsewhere, { type: "video-asked" })).toEqual({ kind: "fetching-token" });
  });
});

test("one word says what the interviewer is doing", () => {
  expect(
    ["joining", "speaking", "listening", "thinking", "idle", "absent", undefined].map(agentWord),
  ).toEqual(["Joining", "Speaking", "Listening", "Thinking", "Listening", "Joining", "Joining"]);
});
