import { expect, test } from "../fixtures";
import { expectGoodLooks } from "../looks";
import { Metrics } from "../metrics";
import { shareHeard } from "../voice/similarity";

test.use({ parts: ["media", "agent"] });

const FIRST =
  "Last winter our busiest ward was short of nurses. I talked to every colleague, wrote a new plan for the shifts, and tested it for two weeks. In the end we saved twenty hours a month.";
const SECOND =
  "A patient was angry because she had waited for three hours. I sat down with her, listened, and explained what would happen next. She thanked me, and I learned to explain the waiting early. That is my answer.";
/** The small recogniser mishears a word now and then. */
const UNDERSTOOD = 0.8;

test("an interview that is only spoken ends in a report of what was said", async ({
  microphone,
  setup,
  session,
  room,
  report,
  page,
  stack,
}) => {
  await setup.start({ jobTitle: "Nurse", questionCount: 2, patience: "Long" });

  await room.untilSpeaking();
  await expect(room.caption).toBeVisible();
  await expect
    .poll(() => microphone.loudestHeard(), { message: "the interviewer is heard" })
    .toBeGreaterThan(0.05);
  await expect(room.interviewersFace).toBeVisible();
  await expect(room.ownCamera).toBeVisible();
  await expectGoodLooks(page, "speaking");

  const metrics = new Metrics(stack.apiUrl);
  for (const measured of ["hirecoach_join_seconds_count", "hirecoach_first_word_seconds_count"]) {
    await expect.poll(() => metrics.value(measured), { message: measured }).toBe(1);
  }
  await expect
    .poll(() => metrics.total("hirecoach_connection_quality_total"), { message: "connection quality" })
    .toBeGreaterThan(0);

  await room.untilListening();
  await expectGoodLooks(page, "listening");
  await expect(room.ownLevel).toHaveAttribute("aria-valuetext", "quiet");
  const saying = microphone.say(FIRST);
  await expect(room.ownLevel).toHaveAttribute("aria-valuetext", "speech");
  await expect(room.heardSign).toBeVisible();
  await expectGoodLooks(page, "being-heard");
  await saying;
  await microphone.say("I'm done.");
  await session.expectQuestion(2, 2);
  await expect(session.scores).toHaveCount(1);

  await room.untilListening();
  await microphone.say(SECOND);
  await expect(page.getByText("That was the last question")).toBeVisible();

  await session.expectReport();
  const answers = report.answers;
  await expect(answers).toHaveCount(2);
  expect(shareHeard(FIRST, (await answers.nth(0).textContent()) ?? "")).toBeGreaterThan(UNDERSTOOD);
  expect(shareHeard(SECOND, (await answers.nth(1).textContent()) ?? "")).toBeGreaterThan(UNDERSTOOD);
  await expect(report.main.getByText("Your answer · Spoken")).toHaveCount(2);
  await expect(report.main.getByRole("heading", { name: "How you spoke" })).toBeVisible();
});
