import type { Locator, Page } from "@playwright/test";

export class HistoryPage {
  constructor(readonly page: Page) {}

  get interviews(): Locator {
    return this.section("Your interviews").getByRole("listitem");
  }

  section(name: string): Locator {
    return this.page.getByRole("region", { name });
  }

  async goto(): Promise<void> {
    await this.page.goto("/history");
  }

  async deleteEverything(): Promise<void> {
    await this.page.getByRole("button", { name: "Delete everything" }).click();
    await this.page.getByRole("button", { name: "Delete everything for good" }).click();
  }
}
