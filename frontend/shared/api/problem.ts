import type { FieldError, Problem } from "./types";

/**
 * What went wrong with a call, in two shapes:
 *   ApiProblem: the API answered, and says what, by a `type` to branch on (`/problems/session-finished`);
 *   ServerAway: nothing that we understand came back (no network, server down, a proxy's own page).
 */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly FieldError[];
  /** Seconds to wait before trying again, from Retry-After. */
  readonly retryAfterS: number | null;
  /** The problem as it came, with members of its own such as `answer`. */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(problem: Problem, retryAfterS: number | null = null) {
    super(`${problem.status} ${problem.type}`);
    this.type = problem.type;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.errors = problem.errors ?? [];
    this.retryAfterS = retryAfterS;
    this.body = problem as Readonly<Record<string, unknown>>;
  }

  /** `is("session-finished")` branches on the type without its `/problems/`. */
  is(...slugs: string[]): boolean {
    return slugs.includes(this.type.replace(/^.*\/problems\//, ""));
  }
}

export class ServerAway extends Error {
  override readonly name = "ServerAway";
}

export function isProblem(value: unknown, ...slugs: string[]): value is ApiProblem {
  return value instanceof ApiProblem && (slugs.length === 0 || value.is(...slugs));
}

function looksLikeProblem(body: unknown): body is Problem {
  return (
    typeof body === "object" &&
    body !== null &&
    typeof (body as Problem).type === "string" &&
    typeof (body as Problem).title === "string"
  );
}

/** The error for an answer that is not 2xx. A body that is no problem of ours means that something else answered. */
export function errorOf(response: Response, body: unknown): ApiProblem | ServerAway {
  if (!looksLikeProblem(body)) return new ServerAway(`Unexpected answer with status ${response.status}`);
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new ApiProblem(
    { ...body, status: body.status ?? response.status, detail: body.detail ?? "" },
    Number.isNaN(retryAfter) ? null : retryAfter,
  );
}

/** Two sentences for a person: what happened, and what to do. */
export function explain(error: unknown): { title: string; detail: string } {
  if (error instanceof ApiProblem) return { title: error.title, detail: error.detail };
  return {
    title: "The interview server is away",
    detail: "Nothing you saved is lost. Check that it is running and that you are online, then try again.",
  };
}
