import { errorsOf, expect, test } from "../fixtures";
import { Interviews } from "../interviews";
import { expectGoodLooksAtEverySize } from "../looks";
import { Room } from "../pages/room";
import { SessionPage } from "../pages/session-page";

// A trace looks at the page at each step, which counts as a gesture (see below).
test.use({ parts: ["media", "agent"], trace: "off" });

const FREE_TO_PLAY = "--autoplay-policy=no-user-gesture-required";
const GRANTED = "--use-fake-ui-for-media-stream";

/** Whether the page plays anything: an audio element with a stream, not paused. */
const plays = () =>
  [...document.querySelectorAll("audio")].some((audio) => audio.srcObject !== null && !audio.paused);

// A browser lets a page play that may listen, so the microphone is refused here; and the address is opened as a
// bookmark would be: a click on the way to it would count as a gesture, and so does each look that Playwright takes at
// the page. So the API is asked when the interviewer speaks.
test("where the browser keeps the page silent, one click lets the interviewer be heard", async ({
  playwright,
  launchOptions,
  stack,
}) => {
  const args = (launchOptions.args ?? [])
    .filter((each) => each !== FREE_TO_PLAY)
    .map((each) => (each === GRANTED ? `${GRANTED}=deny` : each));
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  try {
    const context = await browser.newContext({
      baseURL: stack.pageUrl,
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    const errors = errorsOf(page);
    const [session, room] = [new SessionPage(page), new Room(page)];
    const interviews = new Interviews(stack.apiUrl);
    const sessionId = await interviews.begun();
    await session.goto(sessionId);
    await expect
      .poll(async () => (await interviews.read(sessionId)).agent.state, { timeout: 60_000 })
      .toBe("speaking");
    await expect(room.soundOn).toBeVisible();
    expect(await page.evaluate(plays)).toBe(false);
    await expectGoodLooksAtEverySize(page, "sound-blocked");

    await room.soundOn.click();
    await expect(room.soundOn).toBeHidden();
    await expect.poll(() => page.evaluate(plays)).toBe(true);
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
  }
});
