import { expect, test } from "../fixtures";
import { Interviews } from "../interviews";
import { expectGoodLooksAtEverySize } from "../looks";

// There is no media server here; Chromium names what the room's token was answered with.
test.use({ expectedErrors: /livekit\/token/ });

const ANSWER =
  "I compared both reports line by line, found that one counted returns twice, and we have used one source since May.";

test("an interview that was left for half an hour is paused, and goes on from the history", async ({
  stack,
  session,
  page,
}) => {
  const interviews = new Interviews(stack.apiUrl);
  const sessionId = await interviews.begun();
  stack.ageSession(sessionId, 31);
  await expect
    .poll(async () => (await interviews.read(sessionId)).status, {
      message: "paused by the API itself",
      timeout: 60_000,
    })
    .toBe("abandoned");

  await session.goto(sessionId);
  await expect(page.getByRole("heading", { name: "This interview is paused" })).toBeVisible();
  await expectGoodLooksAtEverySize(page, "paused");

  await page.goto("/");
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await expectGoodLooksAtEverySize(page, "home-paused");
  await page.getByRole("button", { name: "Continue: Data analyst" }).click();

  await session.continueInTextMode();
  await session.expectQuestion(2, 5);
  await expect(session.answers).toHaveCount(1);
  await session.answerByTyping(ANSWER);
  await session.expectQuestion(3, 5);
  await expect(session.answers.nth(1)).toHaveText(ANSWER);
});
