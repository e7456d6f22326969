import { describe, expect, test, vi } from "vitest";
import { setTokenSource } from "@/shared/auth/token";
import { api, unwrap } from "./client";
import { type ApiProblem, explain, isProblem, ServerAway } from "./problem";

function answerWith(status: number, body: string, headers: Record<string, string> = {}) {
  const seen: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    seen.push(request);
    return new Response(body, { status, headers });
  });
  return seen;
}

const caught = async () => unwrap(api.GET("/interview/sessions")).catch((error: unknown) => error);
const problem = JSON.stringify({
  type: "/problems/too-many-requests",
  title: "Wait",
  detail: "A minute.",
  status: 429,
});

describe("a call to the API", () => {
  test("gives its data", async () => {
    answerWith(200, JSON.stringify({ sessions: [] }));
    expect(await unwrap(api.GET("/interview/sessions"))).toEqual({ sessions: [] });
  });

  test("that is refused throws a problem to branch on, with its wait", async () => {
    answerWith(429, problem, { "Retry-After": "30" });
    const error = await caught();
    expect(isProblem(error, "too-many-requests")).toBe(true);
    expect(isProblem(error, "validation")).toBe(false);
    expect((error as ApiProblem).retryAfterS).toBe(30);
    expect(explain(error)).toEqual({ title: "Wait", detail: "A minute." });
  });

  test.each([
    ["a page of a proxy", 502, "<html>Bad Gateway</html>"],
    ["an empty body", 500, ""],
    ["JSON of something else", 404, '{"detail":"Not Found"}'],
  ])("that is answered with %s means that the server is away", async (_case, status, body) => {
    answerWith(status, body);
    expect(await caught()).toBeInstanceOf(ServerAway);
  });

  test("that gets no answer says so in words that keep calm", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    const error = await caught();
    expect(error).toBeInstanceOf(ServerAway);
    expect(explain(error).detail).toContain("Nothing you saved is lost");
  });

  test("that was given up stays an abort", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new DOMException("stopped", "AbortError");
    });
    expect(await caught()).toMatchObject({ name: "AbortError" });
  });

  test("carries a token that is fresh at each call", async () => {
    let minted = 0;
    setTokenSource(async () => `token-${++minted}`);
    const seen = answerWith(200, "{}");
    await unwrap(api.GET("/interview/sessions"));
    await unwrap(api.GET("/interview/sessions"));
    setTokenSource(async () => null);
    await unwrap(api.GET("/interview/sessions"));
    expect(seen.map((request) => request.headers.get("Authorization"))).toEqual([
      "Bearer token-1",
      "Bearer token-2",
      null,
    ]);
  });
});
