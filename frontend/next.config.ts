import type { NextConfig } from "next";

/** Clerk behind an `if` still ships 43 KB on every page, so the sign-in is chosen when the page is built. */
const signIn = process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ? "clerk" : "embedded";

const config: NextConfig = {
  output: "standalone",
  // The variant with Clerk is built into `.next-clerk` by the test that starts both; tsconfig.json names both folders.
  distDir: process.env.HIRECOACH_PAGE_DIST ?? ".next",
  outputFileTracingRoot: __dirname,
  // What is built has no tests in it: those are checked by `npm run types`.
  typescript: { tsconfigPath: "tsconfig.build.json" },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  typedRoutes: false,
  allowedDevOrigins: ["127.0.0.1", "localhost"],
  turbopack: {
    root: __dirname,
    resolveAlias: { "auth-variant": `./shared/auth/${signIn}.tsx` },
  },
  experimental: { optimizePackageImports: ["radix-ui", "lucide-react"] },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin-allow-popups" },
        {
          key: "Permissions-Policy",
          value:
            "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
        },
      ],
    },
  ],
};

export default config;
