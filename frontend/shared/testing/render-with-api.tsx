import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { vi } from "vitest";
import { makeQueryClient } from "@/shared/api/provider";

type Reply = { status?: number; body?: unknown };
export type Call = { name: string; body: unknown; headers: Headers };

function bodyOf(request: Request, sent: string): unknown {
  const isJson = request.headers.get("Content-Type")?.includes("json") ?? false;
  return isJson && sent ? JSON.parse(sent) : sent || undefined;
}

/**
 * Renders with the real API client over a network that answers from a table: `"GET /interview/sessions": {body}`.
 * What is not in the table fails like a server that is away. Problems (status ≥ 400) come as problem+json.
 */
export function renderWithApi(page: ReactElement, replies: Record<string, Reply>) {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (input: Request | string) => {
    const request = input instanceof Request ? input : new Request(input);
    const name = `${request.method} ${new URL(request.url).pathname}`;
    const sent = await request.clone().text();
    calls.push({ name, body: bodyOf(request, sent), headers: request.headers });
    const reply = replies[name];
    if (!reply) throw new TypeError("Failed to fetch");
    const status = reply.status ?? 200;
    const contentType = status >= 400 ? "application/problem+json" : "application/json";
    return new Response(status === 204 ? null : JSON.stringify(reply.body), {
      status,
      headers: { "Content-Type": contentType },
    });
  });
  const client = makeQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  return { calls, client, ...render(<QueryClientProvider client={client}>{page}</QueryClientProvider>) };
}
