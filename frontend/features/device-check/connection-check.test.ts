import { beforeEach, describe, expect, test, vi } from "vitest";
import { checkConnection } from "./connection-check";

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
    const join = vi.fn(async () => undefined);
    expect(await checkConnection(join)).toMatchObject({ status: "good", milliseconds: expect.any(Number) });
    expect(join).toHaveBeenCalledWith(token);
  });

  test("on a network that stops video says that", async () => {
    expect(await checkConnection(async () => Promise.reject(new Error("timeout")))).toEqual({
      status: "blocked",
    });
  });

  test("on a server without video says it in the server's words", async () => {
    api(503, {
      type: "/problems/livekit-not-configured",
      title: "No video here",
      detail: "You can type.",
      status: 503,
    });
    expect(await checkConnection()).toEqual({
      status: "no_video",
      title: "No video here",
      detail: "You can type.",
    });
  });

  test("without a server says that the server is away", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    expect(await checkConnection()).toEqual({ status: "server_away" });
  });
});
