/**
 * Starts the built page: `npm run start`, or `npm run start -- --port 3110`.
 * PORT and HIRECOACH_PAGE_HOST are read too; the default is 127.0.0.1:3000: nothing is open to the network by itself.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { port: { type: "string" }, hostname: { type: "string" } } });
const dist = process.env.HIRECOACH_PAGE_DIST ?? ".next";
const server = path.join(path.dirname(import.meta.dirname), dist, "standalone", "server.js");

if (!existsSync(server)) {
  console.error("The page is not built yet. Run `npm run build` first.");
  process.exit(1);
}

process.env.PORT = values.port ?? process.env.PORT ?? "3000";
// Shells set HOSTNAME to the name of the machine, so it is not read.
process.env.HOSTNAME = values.hostname ?? process.env.HIRECOACH_PAGE_HOST ?? "127.0.0.1";
process.env.NEXT_TELEMETRY_DISABLED = "1";
await import(server);
