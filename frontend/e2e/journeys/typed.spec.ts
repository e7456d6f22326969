import { expect, test } from "../fixtures";

const STRONG =
  "At Northwind I led the move of our billing service to a queue. I measured the slowest calls first, chose RabbitMQ because the team knew it, wrote the consumer myself and rolled it out to five per cent of customers. In six weeks timeouts fell from 4 percent to 0.2 percent, and I learned to ship behind a flag.";
const THIN = "We usually just talk about it and then it works out.";

// No media server here, an interview that is not there, and a server that is killed: Chromium names each in its console.
test.use({
  expectedErrors:
    /livekit\/(check-)?token|404 .*no-such-session|ERR_(EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_REFUSED)/,
});

test("an interview that is only typed ends in a report of what was typed", async ({
  setup,
  session,
  report,
  page,
  stack,
  expectAccessible,
}) => {
  const sessionId = await setup.start({ jobTitle: "Backend engineer", questionCount: 3, followUps: true });

  await expect(page.getByText("Video Unavailable")).toBeVisible();
  await expect(page.getByText("Continuing in text mode")).toBeVisible();
  await expectAccessible();
  await session.continueInTextMode();

  await session.expectQuestion(1, 3);
  await expect(page.getByRole("heading", { name: "Interview Conversation" })).toBeVisible();
  const firstQuestion = await session.textOfQuestion(1);
  await session.answerByTyping(STRONG);
  await session.passFollowUpUntil(2, 3);
  await expect(session.scores).toHaveCount(1);
  await expect(session.answerBox).toHaveValue("");

  await session.answerBox.fill("Half of an answer");
  await page.reload();
  await session.continueInTextMode();
  await session.expectQuestion(2, 3);
  await expect(session.answerBox).toHaveValue("Half of an answer");
  await expect(session.scores).toHaveCount(1);
  await session.answerByTyping(THIN);

  await session.passFollowUpUntil(3, 3);
  await expectAccessible();
  await page.getByRole("button", { name: "Skip this question" }).click();

  await session.expectReport();
  await expect(report.title).toHaveText("Backend engineer");
  await expect(report.coverage(2, 3)).toBeVisible();
  await expect(report.main).toContainText(firstQuestion);
  await expect(report.main).toContainText("rolled it out to five per cent of customers");

  await page.goto(`${stack.pageUrl}/interview/session/${sessionId}`);
  await session.expectReport();
});

test("an interview that is not there says so and offers a way on", async ({
  session,
  page,
  expectAccessible,
}) => {
  await session.goto("no-such-session");
  await expect(page.getByRole("heading", { name: "This interview is not here" })).toBeVisible();
  await expectAccessible();
});

test("an answer that cannot be sent is kept, and sent when the server is back", async ({
  setup,
  session,
  page,
  stack,
}) => {
  await setup.start({ jobTitle: "Nurse", questionCount: 1 });
  await session.expectQuestion(1, 1);
  await stack.killPart("api");
  await session.answerByTyping(STRONG);
  await expect(page.getByText("Your answer is kept here. Trying again…")).toBeVisible();
  await expect(session.conversation, "marked as not saved yet").toContainText(STRONG);
  await stack.startPart("api");
  await session.expectReport();
});
