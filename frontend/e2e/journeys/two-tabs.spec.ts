import type { BrowserContext } from "@playwright/test";
import { errorsOf, expect, test } from "../fixtures";
import { expectGoodLooksAtEverySize } from "../looks";
import { ReportPage } from "../pages/report-page";
import { Room } from "../pages/room";
import { SessionPage } from "../pages/session-page";
import { Microphone } from "../voice/microphone";

test.use({
  parts: ["media", "agent"],
  // The second of two answers to one question.
  expectedErrors: /status of 409/,
});

const HERE =
  "A ship was late, so I called every customer myself before noon, offered two other dates, and all nine orders stayed with us.";
const THERE =
  "I found an error in our price list, told my manager at once, and wrote a check that has found four more since May.";
const LAST =
  "I planned the move of our office, asked everybody what they needed, and we were done in one weekend.";

/** Neither of the first two answers reaches the server before both are on their way: else the later one answers the next question. */
async function bothAtOnce(context: BrowserContext): Promise<void> {
  let sent = 0;
  let letGo = () => {};
  const both = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await context.route("**/interview/answer", async (route) => {
    sent += 1;
    if (sent === 2) letGo();
    await both;
    await route.continue();
  });
}

test("two tabs show the same interview, and one question answered in both is stored once", async ({
  microphone: _first,
  setup,
  session: here,
  room: roomHere,
  report,
  page,
  context,
  expectedErrors,
}) => {
  await setup.start({ jobTitle: "Logistics clerk", questionCount: 2 });
  await roomHere.untilSpeaking();

  const otherTab = await context.newPage();
  const errors = errorsOf(otherTab);
  await Microphone.plugInto(otherTab);
  await otherTab.goto(page.url());
  const [there, roomThere] = [new SessionPage(otherTab), new Room(otherTab)];
  await there.expectQuestion(1, 2);
  await expect(roomThere.panel.getByText("The interview room is open in another tab")).toBeVisible();
  await expectGoodLooksAtEverySize(otherTab, "elsewhere");

  await here.answerBox.fill(HERE);
  await there.answerBox.fill(THERE);
  await bothAtOnce(context);
  await Promise.all([here.send.click(), there.send.click()]);
  await Promise.all([here.expectQuestion(2, 2), there.expectQuestion(2, 2)]);
  const [answer = ""] = await here.answers.allTextContents();
  expect(
    [HERE, THERE].filter((text) => answer.includes(text)),
    "one of the two was stored",
  ).toHaveLength(1);
  await expect(there.answers).toHaveText([answer]);
  const [winner, loser, lost] = answer.includes(HERE) ? [here, there, THERE] : [there, here, HERE];
  await expect(winner.answerBox, "what the other tab typed is not shown here").toHaveValue("");
  await expect(loser.answerBox, "what was not stored stays in the box").toHaveValue(lost);

  await roomThere.panel.getByRole("button", { name: "Move here" }).click();
  await expect(roomHere.panel.getByText("The interview room is open in another tab")).toBeVisible();
  await expect(roomThere.interviewerDoes).toHaveText(/Speaking|Listening/);
  await there.answerByTyping(LAST);

  await Promise.all([here.expectReport(), there.expectReport()]);
  for (const each of [report, new ReportPage(otherTab)]) {
    await expect(each.coverage(2, 2)).toBeVisible();
    await expect(each.answers).toHaveText([answer.includes(HERE) ? HERE : THERE, LAST]);
  }
  expect(errors.filter((error) => !expectedErrors.test(error))).toEqual([]);
});
