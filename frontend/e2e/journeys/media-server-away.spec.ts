import { expect, test } from "../fixtures";
import { expectGoodLooks } from "../looks";
import { Metrics } from "../metrics";

test.use({
  parts: ["media", "agent"],
  // What browser and LiveKit write when a call is answered with 503, and when the server is gone.
  expectedErrors:
    /status of 503|WebSocket connection to|ERR_CONNECTION_REFUSED|error reading from signal stream|Failed to fetch/,
});

const FIRST =
  "In my last school two classes shared one laboratory. I drew up a plan with the other teacher, tried it for a month, and no lesson was cancelled after that.";
const SECOND =
  "A parent was worried about her son's marks. I showed her his work of six weeks, we agreed on two steps, and in June he passed the exam with 71 percent.";

test.afterEach(async ({ stack }) => {
  if (!stack.parts.media.isRunning) await stack.startPart("media");
});

test("without the media server the interview goes on in writing, and video comes and goes with it", async ({
  stack,
  microphone,
  setup,
  session,
  room,
  report,
  page,
}) => {
  await stack.stopPart("media");
  await setup.start({ jobTitle: "Teacher", questionCount: 2 });
  await expect(room.isUnavailable).toBeVisible();
  await expect(room.panel.getByText("Continuing in text mode")).toBeVisible();
  await expectGoodLooks(page, "video-unavailable");
  await session.continueInTextMode();
  await expectGoodLooks(page, "text-mode");
  await session.answerByTyping(FIRST);
  await session.expectQuestion(2, 2);

  await stack.startPart("media");
  await session.turnVideoOn.click();
  await room.untilSpeaking();
  await expect
    .poll(() => microphone.loudestHeard(), { message: "the interviewer is heard" })
    .toBeGreaterThan(0.05);

  await session.answerBox.fill(SECOND);
  await stack.killPart("media");
  await expect(room.panel.getByText("Reconnecting…")).toBeVisible();
  await expectGoodLooks(page, "reconnecting");
  await expect(room.isUnavailable).toBeVisible({ timeout: 45_000 });
  await expect
    .poll(() => new Metrics(stack.apiUrl).value('hirecoach_reconnects_total{reporter="page"}'), {
      message: "the interruption is counted",
    })
    .toBe(1);
  await expect(session.answerBox).toHaveValue(SECOND);
  await session.send.click();

  await session.expectReport();
  await expect(report.coverage(2, 2)).toBeVisible();
  await expect(report.answers).toHaveText([FIRST, SECOND]);
});
