import { expect, test } from "../fixtures";
import { expectGoodLooksAtEverySize } from "../looks";

test.use({ parts: ["media", "agent"] });

/** Shares of the stage that a picture covers, 0–1. */
type Cover = { screen: number; face: number; own: number };

test("a shared screen gets the stage, and the faces stand small beside it", async ({
  microphone: _silent,
  setup,
  room,
  page,
}) => {
  await setup.start({ jobTitle: "Frontend engineer", questionCount: 2, patience: "Unlimited" });
  await room.untilListening();
  await room.shareScreen.click();
  await expect(room.sharedScreen).toBeVisible();
  await expect(room.panel.getByText("You are sharing your screen")).toBeVisible();
  await expect
    .poll(() => room.sharedScreen.evaluate((video) => (video as HTMLVideoElement).videoWidth))
    .toBeGreaterThan(0);
  await expect(room.interviewersFace).toBeVisible();
  await expect(room.ownCamera).toBeVisible();

  await expectGoodLooksAtEverySize(page, "screen-share");

  const cover: Cover = await room.cover();
  expect(cover.screen).toBeGreaterThan(0.6);
  expect(cover.face).toBeLessThan(0.1);
  expect(cover.own).toBeLessThan(0.1);
  await room.panel.getByRole("button", { name: "Stop sharing", exact: true }).click();
  await expect(room.sharedScreen).toBeHidden();
  expect((await room.cover()).face).toBeGreaterThan(0.6);
});
