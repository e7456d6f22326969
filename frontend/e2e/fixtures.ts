/** What every journey starts from: a stack, and the pages as a person sees them. */
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect } from "@playwright/test";
import { ReportPage } from "./pages/report-page";
import { SessionPage } from "./pages/session-page";
import { SetupPage } from "./pages/setup-page";
import { Stack } from "./stack";

type PerTest = {
  setup: SetupPage;
  session: SessionPage;
  report: ReportPage;
  /** Fails when the page as it stands breaks a rule of WCAG 2.2 A or AA. */
  expectAccessible: () => Promise<void>;
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
    { scope: "worker", timeout: 240_000 },
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
  expectAccessible: async ({ page }, use) =>
    use(async () => {
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) }))).toEqual([]);
    }),
});

export { expect };
