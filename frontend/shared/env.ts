/**
 * The only reader of the environment on the page. `NEXT_PUBLIC_*` are written into the bundle when the page
 * is built, so each name must stand here in full.
 */

/** Address of the API without a trailing slash; the browser calls it directly. */
export const apiUrl = (process.env.NEXT_PUBLIC_API_URL || "http://localhost:8000").replace(/\/+$/, "");

/** Empty when the page is built without Clerk. */
export const clerkPublishableKey = process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ?? "";

export const isDevelopment = process.env.NODE_ENV === "development";
