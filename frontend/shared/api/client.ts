import createClient, { type Middleware } from "openapi-fetch";
import { getAuthHeader } from "@/shared/auth/token";
import { apiUrl } from "@/shared/env";
import type { paths } from "./generated";
import { errorOf, ServerAway } from "./problem";

const signRequests: Middleware = {
  async onRequest({ request }) {
    for (const [name, value] of Object.entries(await getAuthHeader())) request.headers.set(name, value);
    return request;
  },
};

/** The API, typed by its OpenAPI document. `fetch` is looked up at each call, so that tests can replace it. */
export const api = createClient<paths>({ baseUrl: apiUrl, fetch: (request) => globalThis.fetch(request) });
api.use(signRequests);

type Outcome<Data> = { data?: Data; error?: unknown; response: Response };

/**
 * The data of a call, or a typed error: `await unwrap(api.GET("/interview/sessions"))`.
 * Raises ApiProblem or ServerAway, and lets an abort through as it is.
 */
export async function unwrap<Data>(call: Promise<Outcome<Data>>): Promise<Data> {
  let outcome: Outcome<Data>;
  try {
    outcome = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ServerAway("The API did not answer", { cause });
  }
  if (!outcome.response.ok) throw errorOf(outcome.response, outcome.error);
  return outcome.data as Data;
}
