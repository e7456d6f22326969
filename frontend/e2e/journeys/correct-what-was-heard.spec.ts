/** A spoken answer that was misheard: put right on the report, scored again, and refused where it becomes another one. */
import { readFileSync } from "node:fs";
import { expect, test } from "../fixtures";
import { Interviews } from "../interviews";
import { expectGoodLooksAtEverySize } from "../looks";

const HEARD =
  "Last spring our check out failed for one in fifty custom ears on mobile. I was responsible for pavements, so I wrote a script that replied the failing requests. I found that a retry doubled the key, and I decided to move the key to the client because that was the only place that knew about the retry. Within two weeks the fire yours fell from two percent to zero point one percent. I learned to measure before I change anything.";
const SAID =
  "Last spring our checkout failed for one in fifty customers on mobile. I was responsible for payments, so I wrote a script that replayed the failing requests. I found that a retry doubled the key, and I decided to move the key to the client because that was the only place that knew about the retry. Within two weeks the failures fell from two percent to zero point one percent. I learned to measure before I change anything.";
const DOUBTED = ["check", "out", "custom", "ears", "pavements", "replied", "fire", "yours"];
const ANOTHER =
  "In March our nightly import failed for three days. I read the logs, found a supplier who had changed a date format, and wrote a check that refuses such files.";

// A correction that is refused is named in Chromium's console.
test.use({ expectedErrors: /\/interview\/answer\/[\w-]+\/correct/ });

test("what was misheard is put right by keyboard, scored again, and both stay to be seen", async ({
  page,
  report,
  stack,
}) => {
  const sessionId = await new Interviews(stack.apiUrl).heardBadly(HEARD, DOUBTED);
  await page.goto(`/interview/session/${sessionId}/report`);
  await expect(page.getByText("One answer was hard to make out, so its score is provisional")).toBeVisible();
  await expect(page.getByText("Provisional", { exact: true }).first()).toBeVisible();
  await expectGoodLooksAtEverySize(page, "report-provisional");

  // The notice leads there; from there on, keys alone.
  await page.getByRole("link", { name: "Question 1", exact: true }).click();
  const open = page.getByRole("button", { name: "Correct what was heard" });
  await expect(open).toBeInViewport();
  await open.focus();
  await page.keyboard.press("Enter");
  const box = page.getByRole("textbox", { name: "What you said" });
  await expect(box).toBeFocused();
  await expect(box).toHaveValue(HEARD);
  await expect(report.main.getByText("underlined words were hard to make out")).toBeVisible();
  await expectGoodLooksAtEverySize(page, "report-correcting");

  await box.fill(ANOTHER);
  await page.getByRole("button", { name: "Save and score again" }).click();
  const refused = report.main.getByRole("alert");
  await expect(refused).toContainText("This would be another answer, not a correction");
  await expect(refused.getByRole("button", { name: "Practise this question again" })).toBeVisible();
  await expectGoodLooksAtEverySize(page, "report-correction-refused");

  await box.fill(SAID);
  await box.press("Tab");
  await page.keyboard.press("Enter");
  await expect(report.answers.first()).toHaveText(SAID);
  await expect(open).toBeFocused();
  await expect(page.getByText("Corrected by you")).toBeVisible();
  await expect(page.getByText(/^\d+ → \d+$/)).toBeVisible();
  await expect(page.getByText("Provisional", { exact: true })).toHaveCount(0);
  await page.getByText("What was heard", { exact: true }).click();
  await expect(report.main.getByText(HEARD)).toBeVisible();
  await expectGoodLooksAtEverySize(page, "report-corrected");

  // It is stored, not only shown; and on paper both stand as well.
  await page.reload();
  await expect(report.answers.first()).toHaveText(SAID);
  await expect(page.getByText("Corrected by you")).toBeVisible();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download PDF" }).click();
  const pdf = readFileSync(await (await downloading).path());
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
});

test("the same is done on a telephone", async ({ page, report, stack }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const sessionId = await new Interviews(stack.apiUrl).heardBadly(HEARD, DOUBTED);
  await page.goto(`/interview/session/${sessionId}/report`);
  await page.getByRole("button", { name: "Correct what was heard" }).click();
  await page.getByRole("textbox", { name: "What you said" }).fill(SAID);
  await page.getByRole("button", { name: "Save and score again" }).click();
  await expect(report.answers.first()).toHaveText(SAID);
  await expect(page.getByText("Corrected by you")).toBeVisible();
});
