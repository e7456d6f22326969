/** What every state of a page owes to everybody: it is accessible in both themes, and fits a narrow telephone. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const THEMES = ["light", "dark"] as const;
const NARROWEST = { width: 360, height: 740 };
/** Set: a picture of each state at each size is left in this folder, for people to look at. */
const PICTURES = process.env.HIRECOACH_PICTURES;
const PICTURE_SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/** `state` names the state in failures and in pictures; the page is left as it was found. */
export async function expectGoodLooks(page: Page, state: string): Promise<void> {
  const size = page.viewportSize();
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
    const found = violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) }));
    expect(found, `${state}, ${colorScheme}`).toEqual([]);
    if (PICTURES) await takePictures(page, `${state}-${colorScheme}`, PICTURES);
  }
  await page.setViewportSize(NARROWEST);
  const overhang = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  await expect.poll(overhang, { message: `${state} scrolls sideways at 360 px` }).toBeLessThanOrEqual(0);
  if (size) await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

async function takePictures(page: Page, name: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const size of PICTURE_SIZES) {
    await page.setViewportSize(size);
    await page.screenshot({ path: path.join(folder, `${name}-${size.width}.png`) });
  }
}
