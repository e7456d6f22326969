import { expect, test } from "vitest";
import { createRoomLink, RPC_TIMEOUT_MS } from "./room-link";

test("Done goes to the interviewer with the question that it is about", async () => {
  const asked: unknown[] = [];
  const link = createRoomLink(
    async (request) => {
      asked.push(request);
      return '{"accepted": true}';
    },
    "interviewer-s1",
    async () => {},
  );
  expect(await link.done("q1")).toBe(true);
  expect(asked).toEqual([
    {
      destinationIdentity: "interviewer-s1",
      method: "hirecoach.done",
      payload: '{"question_id":"q1"}',
      responseTimeout: RPC_TIMEOUT_MS,
    },
  ]);
});

test.each([
  ["refuses", async () => '{"accepted": false}'],
  ["answers nonsense", async () => "yes"],
  ["does not answer", async () => Promise.reject(new Error("timeout"))],
])("an interviewer that %s has not accepted", async (_name, performRpc) => {
  const link = createRoomLink(performRpc, "interviewer-s1", async () => {});
  expect(await link.done("q1")).toBe(false);
});

test("while Voice Input records, the microphone of the room is closed and the interviewer told", async () => {
  const happened: string[] = [];
  const link = createRoomLink(
    async ({ method, payload }) => {
      happened.push(`${method} ${payload}`);
      return '{"accepted": true}';
    },
    "interviewer-s1",
    async (isClosed) => void happened.push(`closed ${isClosed}`),
  );
  await link.mute(true);
  expect(happened.sort()).toEqual(["closed true", 'hirecoach.mute {"muted":true}']);
});
