import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: {
      "@": import.meta.dirname,
      "auth-variant": path.join(import.meta.dirname, "shared/auth/embedded.tsx"),
    },
  },
  test: {
    environment: "jsdom",
    include: ["{app,features,shared}/**/*.test.{ts,tsx}"],
    setupFiles: ["./vitest.setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    sequence: { shuffle: true },
    // A busy machine is slow, not wrong.
    testTimeout: 30_000,
  },
});
