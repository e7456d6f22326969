/** Everything the page may load or talk to. Pure, so that a table of cases can test it. */

type PolicyInput = {
  nonce: string;
  apiUrl: string;
  clerkPublishableKey: string;
  isDevelopment: boolean;
};

/** Clerk writes its host into the publishable key: `pk_test_` + base64 of `host$`. */
export function clerkHost(publishableKey: string): string | null {
  const encoded = publishableKey.split("_")[2];
  if (!encoded) return null;
  try {
    const host = atob(encoded).replace(/\$$/, "");
    return /^[a-z0-9.-]+$/i.test(host) ? host : null;
  } catch {
    return null;
  }
}

/**
 * The media server's address is only known when the API hands out a token, so web sockets are open to any host,
 * and plain requests (LiveKit asks why a socket was refused) to this machine and to LiveKit Cloud.
 */
export function contentSecurityPolicy({
  nonce,
  apiUrl,
  clerkPublishableKey,
  isDevelopment,
}: PolicyInput): string {
  const clerk = clerkHost(clerkPublishableKey);
  const clerkOrigin = clerk ? [`https://${clerk}`] : [];
  const directives: Record<string, string[]> = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      "'wasm-unsafe-eval'",
      ...(isDevelopment ? ["'unsafe-eval'"] : []),
    ],
    // Style attributes (progress bars, sliders) cannot carry a nonce.
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", ...(clerk ? ["https://img.clerk.com"] : [])],
    "font-src": ["'self'"],
    "media-src": ["'self'", "blob:", "data:"],
    "worker-src": ["'self'", "blob:"],
    "connect-src": [
      "'self'",
      new URL(apiUrl).origin,
      "ws:",
      "wss:",
      "http://localhost:*",
      "http://127.0.0.1:*",
      "https://*.livekit.cloud",
      ...clerkOrigin,
    ],
    "frame-src": clerk ? ["'self'", "https://challenges.cloudflare.com"] : ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, values]) => `${name} ${values.join(" ")}`)
    .join("; ");
}
