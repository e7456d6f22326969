/** What every state of a page owes to everybody: it is accessible in both themes, and fits a narrow telephone. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, type ViewportSize } from "@playwright/test";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const THEMES = ["light", "dark"] as const;
const NARROWEST = { width: 360, height: 740 };
/** A telephone, a tablet, a desk. */
const EVERY_SIZE = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
];
/** Set: a picture of each state is left in this folder, for people to look at. */
const PICTURES = process.env.HIRECOACH_PICTURES;

/** `state` names the state in failures and in pictures; the page is left as it was found. */
export async function expectGoodLooks(page: Page, state: string): Promise<void> {
  const size = page.viewportSize();
  await expectGoodLooksAt(page, state, size ? [size] : []);
}

/** For what stands still: three times as slow, and an interviewer does not wait that long. */
export async function expectGoodLooksAtEverySize(page: Page, state: string): Promise<void> {
  await expectGoodLooksAt(page, state, EVERY_SIZE);
}

async function expectGoodLooksAt(page: Page, state: string, sizes: ViewportSize[]): Promise<void> {
  const found = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await colourChangesAreOver(page);
      const name = `${state}-${colorScheme}-${size.width}`;
      if (PICTURES) await takePicture(page, name, PICTURES);
      expect(await violationsOn(page), name).toEqual([]);
    }
  }
  await page.setViewportSize(NARROWEST);
  await expect
    .poll(() => overhangOf(page), { message: `${state} scrolls sideways at 360 px` })
    .toBeLessThanOrEqual(0);
  if (found) await page.setViewportSize(found);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/**
 * On a busy machine the frame that brings the new theme is late. Its transitions are then put at their end, not waited
 * for: inside a closed `<details>` nothing ticks, and a transition there never ends by itself.
 */
async function colourChangesAreOver(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame();
    await nextFrame();
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) animation.finish();
    }
  });
}

/** Rules of WCAG 2.2 A and AA and of good practice that the page breaks, each with the places. */
async function violationsOn(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html) }));
}

/** How many pixels the page is wider than its window. */
function overhangOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

async function takePicture(page: Page, name: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
