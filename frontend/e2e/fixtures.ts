/** What every journey starts from: a stack, a browser that finds it, and the pages as a person sees them. */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page, type TestInfo } from "@playwright/test";
import { ReportPage } from "./pages/report-page";
import { Room } from "./pages/room";
import { SessionPage } from "./pages/session-page";
import { SetupPage } from "./pages/setup-page";
import { Stack } from "./stack";
import { Microphone } from "./voice/microphone";

type PerTest = {
  setup: SetupPage;
  session: SessionPage;
  report: ReportPage;
  room: Room;
  /** Silent until the journey speaks. Named by a journey, it takes the place of the real one. */
  microphone: Microphone;
  /** Fails when the page as it stands breaks a rule of WCAG 2.2 A or AA. */
  expectAccessible: () => Promise<void>;
  /** What a journey that takes a part away must expect in the console; anything else there fails it. */
  expectedErrors: RegExp;
  evidence: undefined;
};

type PerFile = {
  /** Beside API and page: `test.use({ parts: ["media", "agent"] })` at the top of a file. */
  parts: ("media" | "agent")[];
  stack: Stack;
};

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export const test = base.extend<PerTest, PerFile>({
  parts: [[], { option: true, scope: "worker" }],
  stack: [
    async ({ parts }, use) => {
      const stack = await Stack.start(parts);
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 400_000 },
  ],
  // The page was built for one address of the API; this stack's is another, and only the browser is told.
  launchOptions: [
    async ({ stack, launchOptions }, use) =>
      use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...stack.browserArguments] }),
    { scope: "worker" },
  ],
  baseURL: async ({ stack }, use) => use(stack.pageUrl),
  setup: async ({ page }, use) => use(new SetupPage(page)),
  session: async ({ page }, use) => use(new SessionPage(page)),
  report: async ({ page }, use) => use(new ReportPage(page)),
  room: async ({ page }, use) => use(new Room(page)),
  microphone: async ({ page }, use) => use(await Microphone.plugInto(page)),
  expectAccessible: async ({ page }, use) =>
    use(async () => {
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) }))).toEqual([]);
    }),
  expectedErrors: [/^$/, { option: true }],
  evidence: [
    async ({ page, stack, expectedErrors }, use, testInfo) => {
      const errors = errorsOf(page);
      await use(undefined);
      if (testInfo.status !== testInfo.expectedStatus) await attachLogs(stack, testInfo);
      const unexpected = errors.filter((error) => !expectedErrors.test(error));
      expect(unexpected, "errors in the browser's console").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Errors that the page writes to the console or throws from now on. */
export function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => errors.push(String(error.stack ?? error)));
  return errors;
}

async function attachLogs(stack: Stack, testInfo: TestInfo): Promise<void> {
  for (const [name, part] of Object.entries(stack.parts)) {
    await testInfo.attach(`${name}.log`, { body: part.log, contentType: "text/plain" });
  }
}
