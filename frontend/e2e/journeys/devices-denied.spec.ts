import { errorsOf, expect, test } from "../fixtures";
import { expectGoodLooks } from "../looks";
import { ReportPage } from "../pages/report-page";
import { Room } from "../pages/room";
import { SessionPage } from "../pages/session-page";
import { SetupPage } from "../pages/setup-page";

test.use({ parts: ["media", "agent"] });

const GRANTED = "--use-fake-ui-for-media-stream";
const ANSWER =
  "Our shop lost customers after the road works. I asked forty of them why, opened half an hour earlier, and in spring we sold 12 percent more than the year before.";

test("whoever refuses camera and microphone is told so, and is interviewed in writing", async ({
  playwright,
  launchOptions,
  stack,
}) => {
  const args = (launchOptions.args ?? []).map((each) => (each === GRANTED ? `${GRANTED}=deny` : each));
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  try {
    const context = await browser.newContext({
      baseURL: stack.pageUrl,
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    const errors = errorsOf(page);
    const [session, room, report] = [new SessionPage(page), new Room(page), new ReportPage(page)];
    await new SetupPage(page).start({ jobTitle: "Shop assistant", questionCount: 1 });

    await expect(
      page.getByText(
        "Your microphone is blocked. The interview goes on without it. Allow it in the address bar, or type.",
      ),
    ).toBeVisible();
    await expect(
      page.getByText(
        "Your camera is blocked. The interview goes on without it. Allow it in the address bar.",
      ),
    ).toBeVisible();
    await room.untilSpeaking();
    await expectGoodLooks(page, "devices-denied");
    await session.voiceInput.click();
    await expect(page.getByText("Voice Input needs your microphone")).toBeVisible();
    await session.answerByTyping(ANSWER);

    await session.expectReport();
    await expect(report.coverage(1, 1)).toBeVisible();
    await expect(report.answers).toHaveText([ANSWER]);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
