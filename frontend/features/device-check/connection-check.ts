import { api, unwrap } from "@/shared/api/client";
import { isProblem } from "@/shared/api/problem";
import type { RoomToken } from "@/shared/api/types";

export type Connection =
  | { status: "unchecked" }
  | { status: "checking" }
  | { status: "joined"; milliseconds: number; pace: Pace }
  /** The server has no video set up, or its media server is away: nothing the candidate can change. */
  | { status: "no_video"; title: string; detail: string }
  /** The media server is there and this network does not let us through to it. */
  | { status: "blocked" }
  | { status: "server_away" };

/** How fast a room opens, which is how many times a network can go to and fro in a second. */
export type Pace = "good" | "slow" | "very_slow";

/**
 * Up to a second a person's thought is not interrupted (Nielsen, Response Times: The 3 Important Limits, 1993), and an
 * idle machine of two cores with its own media server takes 0.6 s. The three seconds are ours: joining is some eight round
 * trips, so one of them takes near 0.4 s there, and a reply comes noticeably late.
 */
const GOOD_WITHIN_MS = 1_000;
const SLOW_WITHIN_MS = 3_000;

export function paceOf(milliseconds: number): Pace {
  if (milliseconds <= GOOD_WITHIN_MS) return "good";
  return milliseconds <= SLOW_WITHIN_MS ? "slow" : "very_slow";
}

/** Returns how long joining took, in milliseconds. */
type JoinRoom = (token: RoomToken) => Promise<number>;

/** Loaded only now: the client of the media server is three times as big as the rest of the page. */
const joinAndLeave: JoinRoom = async ({ url, token }) => {
  const { Room } = await import("livekit-client");
  const room = new Room();
  const began = performance.now();
  try {
    await room.connect(url, token, { maxRetries: 1, websocketTimeout: 4_000, peerConnectionTimeout: 8_000 });
    return performance.now() - began;
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
  try {
    const milliseconds = await join(token);
    return { status: "joined", milliseconds, pace: paceOf(milliseconds) };
  } catch {
    return { status: "blocked" };
  }
}
