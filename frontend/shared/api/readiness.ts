import { queryOptions } from "@tanstack/react-query";
import { apiUrl } from "@/shared/env";
import { ServerAway } from "./problem";
import { keys } from "./queries";

export type Readiness = { identity: "open" | "oidc" };

/** Which identity the API uses. It answers 503 when a part of it is away, and still says which. */
export const readinessQuery = () =>
  queryOptions({
    queryKey: keys.readiness,
    queryFn: ({ signal }) => readReadiness(signal),
    staleTime: 60_000,
  });

async function readReadiness(signal: AbortSignal): Promise<Readiness> {
  const response = await fetch(`${apiUrl}/health/ready`, { signal }).catch((cause: unknown) => {
    throw new ServerAway("The API did not answer", { cause });
  });
  const body: unknown = await response.json().catch(() => null);
  const identity = (body as { identity?: unknown } | null)?.identity;
  if (identity === "open" || identity === "oidc") return { identity };
  throw new ServerAway(`/health/ready answered ${response.status} without saying which identity it uses`);
}
