import { expect, type Locator, type Page } from "@playwright/test";

/** Beyond this the interviewer is late: a question takes some 15 s to ask, on a busy machine more. */
const SAID_WITHIN_MS = 60_000;

/** The left half of the session page. */
export class Room {
  constructor(readonly page: Page) {}

  get panel(): Locator {
    return this.page.getByRole("region", { name: "Interview room" });
  }
  /** One word: Joining, Speaking, Listening or Thinking. */
  get interviewerDoes(): Locator {
    return this.page.getByTestId("agent-state");
  }
  get caption(): Locator {
    return this.page.getByTestId("caption");
  }
  get interviewersFace(): Locator {
    return this.page.getByLabel("The interviewer", { exact: true });
  }
  get ownCamera(): Locator {
    return this.page.getByLabel("Your camera");
  }
  get isUnavailable(): Locator {
    return this.panel.getByText("Video Unavailable");
  }

  /** In the room, and nobody to talk to: soon, or not yet. */
  get isWaiting(): Locator {
    return this.panel.getByText(/^(Waiting for the interviewer…|The interviewer has not arrived yet)$/);
  }

  async untilSpeaking(): Promise<void> {
    await expect(this.interviewerDoes).toHaveText("Speaking", { timeout: SAID_WITHIN_MS });
  }
  async untilListening(): Promise<void> {
    await expect(this.interviewerDoes).toHaveText("Listening", { timeout: SAID_WITHIN_MS });
  }
}
