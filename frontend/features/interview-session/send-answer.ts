/** Sending an answer until the API has said yes or no: a network that is down is neither. */
import { ApiProblem, ServerAway } from "@/shared/api/problem";

export type SendStatus = "sending" | "waiting";

export type SendOutcome<Data> =
  | { kind: "accepted"; turn: Data }
  | { kind: "refused"; problem: ApiProblem }
  | { kind: "given-up" };

const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000] as const;
const LONGEST_PAUSE_MS = 15_000;

/** Is it worth sending the same again? 503: a part is away; 429: too fast; 401: the token is renewed at the next try. */
export function isWorthAnotherTry(error: unknown, attempt: number): boolean {
  if (error instanceof ServerAway) return true;
  if (!(error instanceof ApiProblem)) return false;
  if (error.status === 401) return attempt === 0;
  return error.status === 429 || error.status >= 500;
}

export function pauseAfter(error: unknown, attempt: number): number {
  const asked = error instanceof ApiProblem ? error.retryAfterS : null;
  return asked !== null ? asked * 1_000 : (PAUSES_MS[attempt] ?? LONGEST_PAUSE_MS);
}

/** `wait` ends early when the person presses "Try now"; it says false when sending is called off. */
export async function sendUntilAnswered<Data>(
  post: () => Promise<Data>,
  wait: (milliseconds: number) => Promise<boolean>,
  onStatus: (status: SendStatus) => void,
): Promise<SendOutcome<Data>> {
  for (let attempt = 0; ; attempt += 1) {
    onStatus("sending");
    try {
      return { kind: "accepted", turn: await post() };
    } catch (error) {
      if (!isWorthAnotherTry(error, attempt)) {
        if (error instanceof ApiProblem) return { kind: "refused", problem: error };
        throw error;
      }
      onStatus("waiting");
      if (!(await wait(pauseAfter(error, attempt)))) return { kind: "given-up" };
    }
  }
}
