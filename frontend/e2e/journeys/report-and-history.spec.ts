/** What is left of an interview: the report on the page and on paper, another try, and everything so far. */
import { readFileSync } from "node:fs";
import type { Download } from "@playwright/test";
import { expect, test } from "../fixtures";
import { Interviews } from "../interviews";
import { expectGoodLooksAtEverySize } from "../looks";
import { HistoryPage } from "../pages/history-page";

const BETTER =
  "In March our nightly import at Northwind failed for three days. I read the logs, found that one supplier had changed a date format, and wrote a check that refuses such files because nobody should find out from a customer. The import has not failed since, in eight months, and I learned to test with a supplier's real files.";

// There is no media server here, which Chromium names in its console.
test.use({ expectedErrors: /livekit\/(check-)?token/ });

async function contentOf(download: Promise<Download>): Promise<Buffer> {
  return readFileSync(await (await download).path());
}

test("a report explains its scores, prints, and leads to another try that is set beside the first", async ({
  page,
  session,
  report,
  stack,
}) => {
  const interviews = new Interviews(stack.apiUrl);
  await page.goto(`/interview/session/${await interviews.finished()}/report`);

  // Marked words say for what they count, and one key shows what a 5 has.
  await expect(report.main.locator("mark").first()).toBeVisible();
  await expect(report.main.getByTitle(/^Counts for: /).first()).toHaveAttribute("data-counts-for", /^[A-Z]/);
  const dimension = report.main.locator("summary", { hasText: "Result and learning" }).first();
  await dimension.focus();
  await page.keyboard.press("Enter");
  await expect(report.main.getByText(/and a lesson\.$/).first()).toBeVisible();
  await expectGoodLooksAtEverySize(page, "report-explained");

  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download PDF" }).click();
  const pdf = await contentOf(downloading);
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect((await downloading).suggestedFilename()).toMatch(/^hirecoach-report-\d{4}-\d{2}-\d{2}\.pdf$/);

  const question = report.main
    .getByRole("region", { name: "Practise next" })
    .getByText(/^“.*”$/)
    .first();
  const asked = ((await question.textContent()) ?? "").slice(1, -1);
  await page
    .getByRole("button", { name: /^Practise this/ })
    .first()
    .click();
  await page.waitForURL(/\/interview\/session\/[^/]+$/);
  await session.expectQuestion(1, 1);
  expect(await session.textOfQuestion(1)).toBe(asked);
  await session.answerByTyping(BETTER);
  await expect(session.answers.first()).toHaveText(BETTER);
  const practice = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await interviews.finish(practice);

  await page.goto(`/interview/session/${practice}/report`);
  const comparison = page.getByRole("region", { name: "Before and after" });
  await expect(comparison.getByRole("heading", { name: /^Before (today|yesterday)/ })).toBeVisible();
  await expect(comparison).toContainText(BETTER.slice(0, 20));
  await expect(page.getByRole("link", { name: /^First time/ })).toBeVisible();
  await expectGoodLooksAtEverySize(page, "report-before-after");
});

test("the history shows progress, goes on with what is open, and gives or takes away everything", async ({
  page,
  session,
  stack,
}) => {
  const interviews = new Interviews(stack.apiUrl);
  const history = new HistoryPage(page);
  await history.goto();
  await expect(history.section("Your progress")).toBeVisible();
  await history.deleteEverything();
  await expect(page.getByRole("heading", { name: "No interviews yet" })).toBeVisible();
  await expectGoodLooksAtEverySize(page, "history-empty");

  await interviews.finished();
  await interviews.finished();
  await interviews.begun();
  await page.goto("/");
  await page.getByRole("link", { name: "History and progress" }).click();
  await expect(history.interviews).toHaveCount(3);
  await expect(history.section("Your progress").getByRole("heading", { name: "Overall" })).toBeVisible();
  await page.getByText("All figures as a table").click();
  await expectGoodLooksAtEverySize(page, "history");

  await page.getByRole("link", { name: /^Continue: Data analyst/ }).click();
  await expect(session.answerBox).toBeVisible();

  await history.goto();
  const exporting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export everything" }).click();
  const archive = await contentOf(exporting);
  expect(archive.subarray(0, 2).toString()).toBe("PK");
  expect(archive.toString("latin1").match(/reports\/hirecoach-report-[\w-]+\.pdf/g)?.length).toBeGreaterThan(
    1,
  );

  await page.getByRole("button", { name: /^Delete: Data analyst/ }).click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(history.interviews).toHaveCount(2);
  await history.deleteEverything();
  await expect(page.getByRole("heading", { name: "No interviews yet" })).toBeVisible();
});
