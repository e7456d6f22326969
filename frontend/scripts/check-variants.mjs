/**
 * The page with and without sign-in (Clerk): starts each built server, loads every page of it, and looks at the first
 * one in a browser, because a page that builds may still answer 500, or stay empty. No network is needed or reached.
 *
 *   npm run check:variants                 builds both first
 *   npm run check:variants -- --no-build   takes .next and .next-clerk as they are (`make check`)
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";

const HOME = path.dirname(import.meta.dirname);
const PAGES = [
  "/",
  "/interview/setup",
  "/interview/session/some-session",
  "/interview/session/some-session/report",
];
const UP_WITHIN_MS = 30_000;
const clerkKey = JSON.parse(readFileSync(path.join(HOME, "package.json"), "utf8")).config.exampleClerkKey;

/** `says`: what a person reads when neither the API nor Clerk can be reached. */
const variants = [
  { name: "without sign-in", dist: ".next", key: "", says: "The interview server is away" },
  { name: "with Clerk", dist: ".next-clerk", key: clerkKey, says: "Sign-in cannot be reached" },
];

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilUp(address) {
  const limit = Date.now() + UP_WITHIN_MS;
  while (Date.now() < limit) {
    const isUp = await fetch(address).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await sleep(100);
  }
  throw new Error(`the built server did not answer within ${UP_WITHIN_MS / 1000} s`);
}

async function checkPages(address, hasClerk) {
  for (const page of PAGES) {
    const response = await fetch(address + page);
    const html = await response.text();
    if (response.status !== 200 || !html.includes("HireCoach"))
      throw new Error(`${page} answered ${response.status}`);
    const policy = response.headers.get("content-security-policy") ?? "";
    if (!policy.includes("'nonce-")) throw new Error(`${page} came without a content security policy`);
    if (policy.includes("clerk") !== hasClerk) throw new Error(`${page} is the page of the other variant`);
  }
  const missing = await fetch(`${address}/no-such-page`);
  if (missing.status !== 404) throw new Error(`/no-such-page answered ${missing.status} instead of 404`);
}

/** Everything beyond the page's own server is cut off, so nothing on this machine or outside can help. */
async function checkInBrowser(browser, address, says) {
  const page = await browser.newPage();
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(error.message));
  await page.route(
    (url) => url.origin !== address,
    (route) => route.abort(),
  );
  await page.goto(address);
  await page.getByText(says).waitFor({ timeout: 30_000 });
  await page.close();
  const unexpected = thrown.filter((message) => !message.includes("failed_to_load_clerk_js"));
  if (unexpected.length > 0) throw new Error(`the page threw: ${unexpected.join("; ")}`);
}

async function check({ dist, key, says }, browser) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(process.execPath, ["scripts/start.mjs", "--port", String(port)], {
    cwd: HOME,
    env: { ...process.env, HIRECOACH_PAGE_DIST: dist },
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    await untilUp(address);
    await checkPages(address, key !== "");
    if (browser) await checkInBrowser(browser, address, says);
  } finally {
    server.kill();
  }
}

function build({ dist, key }) {
  const env = { ...process.env, HIRECOACH_PAGE_DIST: dist, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: key };
  execFileSync("npm", ["run", "--silent", "build"], {
    cwd: HOME,
    env,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

const program = process.env.HIRECOACH_CHROMIUM ?? "/usr/bin/chromium";
const browser = existsSync(program)
  ? await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] })
  : null;
try {
  for (const variant of variants) {
    if (!process.argv.includes("--no-build")) build(variant);
    try {
      await check(variant, browser);
    } catch (error) {
      console.error(`✗ ${variant.name}: ${error.message}`);
      process.exitCode = 1;
    }
  }
} finally {
  await browser?.close();
}
const looked = browser ? "answers, and says what is missing" : "answers (no Chromium here to look at it)";
if (!process.exitCode)
  console.log(`every page, ${variants.map(({ name }) => name).join(" and ")}, ${looked}`);
