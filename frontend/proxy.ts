import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy } from "@/shared/content-security-policy";
import { apiUrl, clerkPublishableKey, isDevelopment } from "@/shared/env";

/**
 * Any Host header is answered, unlike by the API: the page holds nothing of anybody. What a stranger's name that was
 * pointed at this machine could load here is the same for all, and from there the API takes no call (ALLOWED_HOSTS,
 * CORS_ORIGINS). So whoever puts the page behind a name of their own has one list to keep, not two.
 */

/** A fresh nonce for each page, so that no script runs that we did not write. Next reads it from the request. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy({ nonce, apiUrl, clerkPublishableKey, isDevelopment });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("Content-Security-Policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  return response;
}

export const config = {
  matcher: [{ source: "/((?!_next/static|_next/image|favicon.ico|icon.svg).*)" }],
};
