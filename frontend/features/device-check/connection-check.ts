import { api, unwrap } from "@/shared/api/client";
import { isProblem } from "@/shared/api/problem";
import type { RoomToken } from "@/shared/api/types";

export type Connection =
  | { status: "unchecked" }
  | { status: "checking" }
  | { status: "good"; milliseconds: number }
  /** The server has no video set up, or its media server is away: nothing the candidate can change. */
  | { status: "no_video"; title: string; detail: string }
  /** The media server is there and this network does not let us through to it. */
  | { status: "blocked" }
  | { status: "server_away" };

type JoinRoom = (token: RoomToken) => Promise<void>;

/** Loaded only now: the client of the media server is three times as big as the rest of the page. */
const joinAndLeave: JoinRoom = async ({ url, token }) => {
  const { Room } = await import("livekit-client");
  const room = new Room();
  try {
    await room.connect(url, token, { maxRetries: 1, websocketTimeout: 4_000, peerConnectionTimeout: 8_000 });
  } finally {
    await room.disconnect();
  }
};

/** The API's own words are for the person who runs it; the candidate need not know what a media server is. */
const NO_VIDEO_HERE = {
  title: "There is no video on this server",
  detail:
    "You can start anyway: type, or use Voice Input. Whoever runs the server adds video by starting it with “make run”.",
};

/** Joins an empty room of its own for a moment, the same way as the interview will. Never throws. */
export async function checkConnection(join: JoinRoom = joinAndLeave): Promise<Connection> {
  let token: RoomToken;
  try {
    token = await unwrap(api.POST("/livekit/check-token"));
  } catch (error) {
    if (isProblem(error, "livekit-not-configured")) return { status: "no_video", ...NO_VIDEO_HERE };
    if (isProblem(error)) return { status: "no_video", title: error.title, detail: error.detail };
    return { status: "server_away" };
  }
  const began = performance.now();
  try {
    await join(token);
    return { status: "good", milliseconds: Math.round(performance.now() - began) };
  } catch {
    return { status: "blocked" };
  }
}
