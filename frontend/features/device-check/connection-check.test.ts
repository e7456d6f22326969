import { beforeEach, describe, expect, test, vi } from "vitest";
import { checkConnection, paceOf } from "./connection-check";

const token = {
  token: "t",
  url: "ws://127.0.0.1:7880",
  room_name: "interview-check-1",
  identity: "x",
  expires_at: "",
};

function api(status: number, body: unknown) {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body), { status }));
}

describe("the connection check", () => {
  beforeEach(() => api(200, token));

  test("joins the room that the API gave, and says how long it took", async () => {
    const join = vi.fn(async () => 420);
    expect(await checkConnection(join)).toEqual({ status: "joined", milliseconds: 420, pace: "good" });
    expect(join).toHaveBeenCalledWith(token);
  });

  test.each([
    [667, "good"],
    [1_000, "good"],
    [1_001, "slow"],
    [3_000, "slow"],
    [3_001, "very_slow"],
  ] as const)("calls a room that opens after %d ms %s", (milliseconds, pace) => {
    expect(paceOf(milliseconds)).toBe(pace);
  });

  test("on a network that stops video says that", async () => {
    expect(await checkConnection(async () => Promise.reject(new Error("timeout")))).toEqual({
      status: "blocked",
    });
  });

  test("on a server without video says what still works, and nothing about settings", async () => {
    api(503, {
      type: "/problems/livekit-not-configured",
      title: "",
      detail: "Set LIVEKIT_URL.",
      status: 503,
    });
    const connection = await checkConnection();
    expect(connection).toMatchObject({ status: "no_video", title: "There is no video on this server" });
    expect(JSON.stringify(connection)).not.toContain("LIVEKIT_URL");
  });

  test("with a media server that is away says it in the server's words", async () => {
    const words = { title: "The media server does not answer", detail: "You can type." };
    api(503, { type: "/problems/livekit-unreachable", ...words, status: 503 });
    expect(await checkConnection()).toEqual({ status: "no_video", ...words });
  });

  test("without a server says that the server is away", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    expect(await checkConnection()).toEqual({ status: "server_away" });
  });
});
