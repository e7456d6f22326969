import { expect, test } from "vitest";
import { ApiProblem, ServerAway } from "@/shared/api/problem";
import { pauseAfter, sendUntilAnswered } from "./send-answer";
import { createPause } from "./wait";

const problem = (status: number, slug: string, retryAfterS: number | null = null) =>
  new ApiProblem({ type: `/problems/${slug}`, title: slug, detail: "", status, instance: "" }, retryAfterS);

function posting(...outcomes: (Error | string)[]) {
  let calls = 0;
  return async () => {
    const outcome = outcomes[calls] ?? "accepted";
    calls += 1;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  };
}

const goOn = async () => true;

test("an answer is sent again until the API takes it", async () => {
  const statuses: string[] = [];
  const post = posting(new ServerAway("away"), problem(503, "database-unavailable"), "turn");
  const outcome = await sendUntilAnswered(post, goOn, (status) => statuses.push(status));
  expect(outcome).toEqual({ kind: "accepted", turn: "turn" });
  expect(statuses).toEqual(["sending", "waiting", "sending", "waiting", "sending"]);
});

test("what the API refuses is not sent again", async () => {
  const refusal = problem(409, "question-already-answered");
  const outcome = await sendUntilAnswered(posting(refusal), goOn, () => {});
  expect(outcome).toEqual({ kind: "refused", problem: refusal });
});

test("an expired sign-in is renewed once, then told", async () => {
  const expired = problem(401, "sign-in-expired");
  expect((await sendUntilAnswered(posting(expired, "turn"), goOn, () => {})).kind).toBe("accepted");
  expect((await sendUntilAnswered(posting(expired, expired), goOn, () => {})).kind).toBe("refused");
});

test("a person who leaves calls the sending off", async () => {
  const outcome = await sendUntilAnswered(
    posting(new ServerAway("away")),
    async () => false,
    () => {},
  );
  expect(outcome.kind).toBe("given-up");
});

test("the API says how long to wait; without that the pauses grow to fifteen seconds", () => {
  expect(pauseAfter(problem(429, "too-many-requests", 7), 0)).toBe(7_000);
  expect(pauseAfter(new ServerAway("away"), 0)).toBe(1_000);
  expect(pauseAfter(new ServerAway("away"), 99)).toBe(15_000);
});

test("a pause can be cut short and called off", async () => {
  const pause = createPause();
  const waiting = pause.wait(60_000);
  pause.cutShort();
  expect(await waiting).toBe(true);
  const again = pause.wait(60_000);
  pause.callOff();
  expect(await again).toBe(false);
  expect(await pause.wait(60_000)).toBe(false);
});
