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
  /** There was somebody to talk to, and they are expected back. */
  get isReconnectingInterviewer(): Locator {
    return this.panel.getByText(/^(Reconnecting interviewer…?|The interviewer is not back yet)$/).first();
  }
  /** How loud the candidate is; its text is "speech" or "quiet". */
  get ownLevel(): Locator {
    return this.panel.getByRole("meter", { name: "Your microphone" });
  }
  /** "I hear you" */
  get heardSign(): Locator {
    return this.page.getByTestId("heard");
  }
  get soundOn(): Locator {
    return this.panel.getByRole("button", { name: "Click to hear the interviewer" });
  }
  get shareScreen(): Locator {
    return this.panel.getByRole("button", { name: "Share your screen" });
  }
  get sharedScreen(): Locator {
    return this.page.getByLabel("The screen you share");
  }

  /** Shares of the stage, 0–1, that the three pictures cover; 0 for one that is not there. */
  async cover(): Promise<{ screen: number; face: number; own: number }> {
    const stage = await this.panel.getByTestId("stage").boundingBox();
    const whole = (stage?.width ?? 0) * (stage?.height ?? 0);
    const shareOf = async (picture: Locator) => {
      const box = (await picture.count()) > 0 ? await picture.boundingBox() : null;
      return box ? (box.width * box.height) / whole : 0;
    };
    return {
      screen: await shareOf(this.sharedScreen),
      face: await shareOf(this.interviewersFace),
      own: await shareOf(this.ownCamera),
    };
  }

  async untilSpeaking(): Promise<void> {
    await expect(this.interviewerDoes).toHaveText("Speaking", { timeout: SAID_WITHIN_MS });
  }
  async untilListening(): Promise<void> {
    await expect(this.interviewerDoes).toHaveText("Listening", { timeout: SAID_WITHIN_MS });
  }
}
