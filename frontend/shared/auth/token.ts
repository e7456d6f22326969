type TokenSource = () => Promise<string | null>;

let source: TokenSource = async () => null;

/** Called once by the sign-in variant, before anything asks the API. */
export function setTokenSource(next: TokenSource): void {
  source = next;
}

/** Header for one request, with a token that is fresh now; empty when nobody signs in. */
export async function getAuthHeader(): Promise<Record<string, string>> {
  const token = await source();
  return token ? { Authorization: `Bearer ${token}` } : {};
}
