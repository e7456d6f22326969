/**
 * Builds the page with and without Clerk, starts each built server and loads every page of it: a page that builds may
 * still answer 500. `npm run check:variants`; needs no network, because Clerk's own script is loaded by browsers only.
 */
import { execFileSync, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

const PORT = process.env.PORT ?? "3100";
const ADDRESS = `http://127.0.0.1:${PORT}`;
const PAGES = [
  "/",
  "/interview/setup",
  "/interview/session/some-session",
  "/interview/session/some-session/report",
];

const clerkKey = `pk_test_${Buffer.from("example.clerk.accounts.dev$").toString("base64")}`;
const variants = [
  { name: "embedded", dist: ".next", key: "" },
  { name: "clerk", dist: ".next-clerk", key: clerkKey },
];

async function untilUp() {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await fetch(ADDRESS).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new Error("The built server did not answer within 10 s");
}

async function checkPages(key) {
  const host = key ? "example.clerk.accounts.dev" : null;
  for (const page of PAGES) {
    const response = await fetch(ADDRESS + page);
    const html = await response.text();
    if (response.status !== 200 || !html.includes("HireCoach"))
      throw new Error(`${page} answered ${response.status}`);
    const policy = response.headers.get("content-security-policy") ?? "";
    if (!policy.includes("'nonce-")) throw new Error(`${page} came without a content security policy`);
    if (policy.includes("clerk") !== Boolean(host))
      throw new Error(`${page} has the policy of the other variant`);
  }
  const missing = await fetch(`${ADDRESS}/no-such-page`);
  if (missing.status !== 404) throw new Error(`/no-such-page answered ${missing.status} instead of 404`);
}

for (const { name, dist, key } of variants) {
  const env = { ...process.env, PORT, HIRECOACH_PAGE_DIST: dist, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: key };
  execFileSync("npm", ["run", "--silent", "build"], { env, stdio: ["ignore", "ignore", "inherit"] });
  const server = spawn(process.execPath, ["scripts/start.mjs"], {
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    await untilUp();
    await checkPages(key);
    console.log(`${name}: every page answers`);
  } finally {
    server.kill();
  }
}
