import type { Locator, Page } from "@playwright/test";

export class ReportPage {
  constructor(readonly page: Page) {}

  get title(): Locator {
    return this.page.getByRole("heading", { level: 1 });
  }
  get main(): Locator {
    return this.page.getByRole("main");
  }

  /** What the candidate said or wrote, question by question. */
  get answers(): Locator {
    const heading = this.page.getByRole("heading", { name: /^Your answer · / });
    return this.main.locator("div").filter({ has: heading }).locator("> p[dir=auto]");
  }

  /** "2 of 3 questions answered" */
  coverage(answered: number, total: number): Locator {
    return this.main.getByText(new RegExp(`${answered} of ${total} questions answered`)).first();
  }
}
