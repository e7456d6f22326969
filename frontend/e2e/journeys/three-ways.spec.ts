import { expect, test } from "../fixtures";
import { expectGoodLooks } from "../looks";
import { isHeardToTheEnd, shareHeard } from "../voice/similarity";

test.use({ parts: ["media", "agent"] });

// Long enough that one misheard sentence does not decide.
const SPOKEN =
  "I was the supervisor at that time. Our night shift lost an hour each day with paper lists, and nobody knew which orders were late. So I talked to all of the drivers.";
const TYPED = "Then I built a shared board, and in March we were 45 minutes faster every night.";
const RECORDED =
  "I told my manager about the mistake at once, called the customer, and sent a new parcel the same day.";
const ADDED = " The customer stayed with us.";
/** The small recogniser mishears a word now and then. */
const UNDERSTOOD = 0.75;

test("speaking, typing and Voice Input make one interview, over a refresh in the middle of an answer", async ({
  microphone,
  setup,
  session,
  room,
  report,
  page,
}) => {
  await setup.start({ jobTitle: "Warehouse supervisor", questionCount: 2, patience: "Unlimited" });
  await room.untilListening();
  await microphone.say(SPOKEN);
  await expect
    .poll(async () => isHeardToTheEnd(SPOKEN, await session.soFar(), UNDERSTOOD), {
      message: "what was said is there, down to its last words",
    })
    .toBe(true);
  const heard = await session.soFar();

  await session.answerBox.fill(TYPED);
  await page.reload();
  await session.expectQuestion(1, 2);
  await expect
    .poll(async () => shareHeard(heard, await session.soFar()), { message: "a refresh loses no word" })
    .toBe(1);
  await expect(session.answerBox).toHaveValue(TYPED);
  await room.untilListening();
  await session.send.click();

  await session.expectQuestion(2, 2);
  await expect(session.scores).toHaveCount(1);
  await expect(session.conversation.getByText("Spoken and typed", { exact: true })).toBeVisible();
  await session.voiceInput.click();
  await expect(page.getByText("Recording", { exact: true })).toBeVisible();
  await microphone.say(RECORDED);
  await expectGoodLooks(page, "recording");
  await session.voiceInput.click();
  await expect
    .poll(async () => isHeardToTheEnd(RECORDED, await session.answerBox.inputValue(), UNDERSTOOD), {
      message: "the recording is written down, to its last words",
    })
    .toBe(true);
  await session.answerBox.press("End");
  await session.answerBox.pressSequentially(ADDED);
  await session.send.click();

  await session.expectReport();
  await expect(report.coverage(2, 2)).toBeVisible();
  await expect(report.answers).toHaveCount(2);
  const [first = "", second = ""] = await report.answers.allTextContents();
  expect(first).toContain(TYPED);
  expect(shareHeard(SPOKEN, first)).toBeGreaterThan(UNDERSTOOD);
  expect(second).toContain(ADDED.trim());
  expect(shareHeard(RECORDED, second)).toBeGreaterThan(UNDERSTOOD);
  await expect(report.main.getByText("Your answer · Voice Input")).toBeVisible();
});
