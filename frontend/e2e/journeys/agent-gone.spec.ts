import { expect, test } from "../fixtures";
import { expectGoodLooks } from "../looks";
import { killProcess, withUdpSocket } from "../processes";
import { shareHeard } from "../voice/similarity";

test.use({ parts: ["media", "agent"] });

const FIRST = "Last summer our kitchen had far too much waste. I weighed everything for two weeks.";
const SECOND = "Then I changed the orders together with the chef, and we saved three hundred euros a month.";
const UNDERSTOOD = 0.75;
/** What the interviewer says when an interview goes on. */
const GOES_ON = /Welcome back|Nothing is lost|I still have what you said/;

test("when the agent dies in the middle of an answer another goes on with it", async ({
  stack,
  microphone,
  setup,
  session,
  room,
  report,
  page,
}) => {
  await setup.start({ jobTitle: "Restaurant manager", questionCount: 1, patience: "Unlimited" });
  await room.untilListening();
  const question = await session.textOfQuestion(1);
  await microphone.say(FIRST);
  await expect(session.answerSoFar).toContainText(/two weeks/i);

  const jobs = withUdpSocket(stack.parts.agent.processes);
  expect(jobs, "one process is in the room").toHaveLength(1);
  jobs.forEach(killProcess);
  const killedAt = Date.now();
  await expect(room.isReconnectingInterviewer).toBeVisible();
  const seenAfterMs = Date.now() - killedAt;
  await expect(room.caption).toContainText(GOES_ON, { timeout: 30_000 });
  test
    .info()
    .annotations.push(
      { type: "job killed → the page says so, ms", description: `${seenAfterMs}` },
      { type: "job killed → next one speaks, ms", description: `${Date.now() - killedAt}` },
    );
  await session.expectQuestion(1, 1);
  await expect(session.answerSoFar).toContainText(/two weeks/i);

  await stack.killPart("agent");
  await expect(room.isReconnectingInterviewer).toBeVisible();
  await expectGoodLooks(page, "agent-still");
  await expect(room.interviewersFace).toBeHidden({ timeout: 30_000 });
  await expect(room.isReconnectingInterviewer).toBeVisible();
  await expectGoodLooks(page, "agent-gone");
  await stack.startPart("agent");
  await expect(room.caption).toContainText(GOES_ON, { timeout: 30_000 });
  // Over the interviewer's welcome, which must give way and lose none of it.
  await microphone.say(SECOND);
  await expect(session.answerSoFar).toContainText(/month/i);
  await session.done.click();

  await session.expectReport();
  await expect(report.main).toContainText(question);
  await expect(report.answers).toHaveCount(1);
  const answer = (await report.answers.textContent()) ?? "";
  expect(shareHeard(`${FIRST} ${SECOND}`, answer)).toBeGreaterThan(UNDERSTOOD);
});
