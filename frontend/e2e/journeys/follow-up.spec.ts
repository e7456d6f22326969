import { expect, test } from "../fixtures";

const FIRST =
  "Last spring I rewrote the import of our stock, because it failed every night. Since then it has not failed.";
const THIN = "We usually just talk about it and then it works out.";
const HONEST = "I don't know.";

// No media server here.
test.use({ expectedErrors: /livekit\/(check-)?token/ });

test("what an answer leaves open is asked for once more, and an honest answer to that ends it", async ({
  setup,
  session,
  report,
  page,
  expectAccessible,
}) => {
  await setup.start({ jobTitle: "Backend engineer", questionCount: 2, followUps: true });
  await session.expectQuestion(1, 2);
  // A score is there once the evaluator is loaded; typed sooner, an answer is judged too late to be asked about.
  await session.answerByTyping(FIRST);
  await expect(session.scores).toHaveCount(1);
  await session.passFollowUpUntil(2, 2);
  await session.answerByTyping(THIN);

  await expect(session.followUp.last()).toHaveText("Follow-up to question 2");
  await expect(page.getByText("Question 2 of 2 · follow-up")).toBeVisible();
  await expect(page.getByRole("progressbar").first()).toHaveAttribute("aria-valuetext", "1 of 2 answered");
  await expectAccessible();

  await page.reload();
  await session.continueInTextMode();
  await expect(page.getByText("Question 2 of 2 · follow-up")).toBeVisible();
  await session.answerByTyping(HONEST);

  await session.expectReport();
  await expect(report.coverage(2, 2)).toBeVisible();
  await expect(report.main).toContainText("Follow-up to question 2");
  await expect(report.main).toContainText(HONEST);
});
