import { expect, test } from "../fixtures";
import { expectGoodLooksAtEverySize } from "../looks";

test.use({ parts: ["media"] });

test("the check before an interview joins a real room, and says how that went", async ({
  microphone,
  page,
}) => {
  await page.goto("/interview/setup");
  // Which of the three it is depends on how busy this machine is.
  await expect(page.getByText(/^Connection is (good|a little slow|slow)$/)).toBeVisible();
  await expect(page.getByText(/^The room opened in \d+\.\d s\./)).toBeVisible();
  await expect(page.getByText("Say something: the bars should move.")).toBeVisible();
  await microphone.say("Can you hear me?");
  await expect(page.getByText("You can be heard.")).toBeVisible();
  await expectGoodLooksAtEverySize(page, "connection-checked");
});
