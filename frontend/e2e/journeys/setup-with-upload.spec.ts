import { pdfOf, scannedPdf } from "../documents";
import { expect, test } from "../fixtures";
import { expectGoodLooks, expectGoodLooksAtEverySize } from "../looks";

const CV = [
  "Jane Doe, registered nurse",
  "Six years of intensive care at a city hospital.",
  "Medication administration, wound care and infection prevention.",
  "Updated patient records; trained new colleagues. Triage, teamwork, Excel.",
];

// The API answers 422 to a document that it cannot use, and Chromium names that in its console; no media server here.
test.use({ expectedErrors: /422 .*\/documents|livekit\/(check-)?token/ });

test("a CV is uploaded, what was understood of it is corrected, and the questions fit", async ({
  page,
  setup,
  session,
  stack,
  expectAccessible,
}) => {
  await page.goto("/interview/setup");
  await page.getByLabel("Job title").fill("Ward wizard");
  await page.getByText("Job description and CV").click();
  const cv = page.getByRole("textbox", { name: "CV (optional)" });

  await page.getByLabel("CV from a file").setInputFiles(file("scan.pdf", scannedPdf()));
  await expect(page.getByRole("alert").filter({ hasText: "No text was found" })).toContainText(
    "Paste the text",
  );
  await expectGoodLooks(page, "setup-scan-refused");

  await page.getByLabel("CV from a file").setInputFiles(file("cv.pdf", pdfOf(CV)));
  await expect(cv).toHaveValue(CV.join("\n"));
  await expect(page.getByText("Taken from cv.pdf.")).toBeVisible();

  await page.getByLabel("Job title").fill("Staff nurse");
  const skills = page.getByRole("list", { name: "Skills" });
  await expect(skills).toContainText("wound care");
  await expect(page.getByLabel("Occupation")).toHaveValue(/nurse/);
  await expectAccessible();
  await expectGoodLooksAtEverySize(page, "setup-understood");

  await skills.getByRole("button", { name: "Remove Excel" }).press("Enter");
  await expect(skills).not.toContainText("Excel");
  await page.getByLabel("Add a skill").fill("night shifts");
  await page.getByLabel("Add a skill").press("Enter");
  await expect(skills).toContainText("night shifts");

  const sessionId = await setup.startAsItIs();
  await session.expectQuestion(1, 5);
  const view = await (await fetch(`${stack.apiUrl}/interview/session/${sessionId}`)).json();
  expect(view.setup.occupation).toMatch(/nurse/);
  expect(view.setup.skills).toContain("night shifts");
  expect(view.setup.skills).toContain("wound care");
  expect(view.setup.skills).not.toContain("Excel");
  expect(view.setup.cv_text).toBe(CV.join("\n"));
});

function file(name: string, buffer: Buffer) {
  return { name, mimeType: "application/pdf", buffer };
}
