import { expect, type Locator, type Page } from "@playwright/test";

export class SessionPage {
  constructor(readonly page: Page) {}

  get conversation(): Locator {
    return this.page.getByRole("log", { name: "Conversation" });
  }
  get answerBox(): Locator {
    return this.page.getByRole("textbox", { name: "Your answer" });
  }
  get send(): Locator {
    return this.page.getByRole("button", { name: "Send" });
  }
  get done(): Locator {
    return this.page.getByRole("button", { name: /^Done/ });
  }
  get voiceInput(): Locator {
    return this.page.getByRole("button", { name: /^(Voice Input|Stop)$/ });
  }
  get turnVideoOn(): Locator {
    return this.page.getByRole("button", { name: "Turn video on" });
  }
  /** What was said or typed for the open question and is not sent as an answer yet. */
  get answerSoFar(): Locator {
    return this.withHeading("Your answer so far").locator("p[dir=auto]");
  }
  /** All of it as one text. */
  async soFar(): Promise<string> {
    return (await this.answerSoFar.allTextContents()).join(" ");
  }
  /** The text of every answer that was given, oldest first. */
  get answers(): Locator {
    return this.withHeading("Your answer").locator("p[dir=auto]");
  }
  /** One word: Joining, Speaking, Listening or Thinking. */
  get agentWord(): Locator {
    return this.page.getByTestId("agent-state");
  }
  /** Every "Score: 85/100" so far, oldest first. */
  get scores(): Locator {
    return this.conversation.getByText(/^Score: \d{1,3}\/100$/);
  }

  async goto(sessionId: string): Promise<void> {
    await this.page.goto(`/interview/session/${sessionId}`);
  }

  async expectQuestion(number: number, total: number): Promise<void> {
    await expect(this.page.getByText(`Question ${number} of ${total}`)).toBeVisible();
    // In sight, not somewhere below the score of the question before.
    await expect(
      this.conversation.getByRole("heading", { name: `Question ${number}`, exact: true }),
    ).toBeInViewport();
  }

  get followUp(): Locator {
    return this.conversation.getByRole("heading", { name: /^Follow-up to question \d+$/ });
  }
  get skip(): Locator {
    return this.page.getByRole("button", { name: "Skip this question" });
  }

  /** Whether the interviewer asks on depends on the question; whoever is asked on passes. */
  async passFollowUpUntil(number: number, total: number): Promise<void> {
    const next = this.page.getByText(`Question ${number} of ${total}`);
    const askedOn = this.page.getByText(`Question ${number - 1} of ${total} · follow-up`);
    await expect(next.or(askedOn)).toBeVisible();
    if (await askedOn.isVisible()) await this.skip.click();
    await this.expectQuestion(number, total);
  }

  async textOfQuestion(number: number): Promise<string> {
    return (await this.withHeading(`Question ${number}`).getByRole("paragraph").textContent()) ?? "";
  }

  async continueInTextMode(): Promise<void> {
    await this.page.getByRole("button", { name: "Continue in Text Mode" }).click();
    await expect(this.page.getByRole("button", { name: "Turn video on" })).toBeVisible();
  }

  async answerByTyping(text: string): Promise<void> {
    await this.answerBox.fill(text);
    await this.send.click();
  }

  async expectReport(): Promise<void> {
    await this.page.waitForURL(/\/report$/, { timeout: 60_000 });
  }

  private withHeading(name: string): Locator {
    const heading = this.page.getByRole("heading", { name, exact: true });
    return this.conversation.getByRole("article").filter({ has: heading });
  }
}
