import type { Page } from "@playwright/test";

type Wishes = {
  jobTitle: string;
  questionCount: number;
  /** How long the interviewer waits in a pause: the words before the colon, e.g. "Unlimited". */
  patience?: "Short" | "Normal" | "Long" | "Unlimited";
  /** On as the candidate finds it; off unless wished for, because most journeys count questions. */
  followUps?: boolean;
};

export class SetupPage {
  constructor(readonly page: Page) {}

  /** Fill in what a journey cares about and start; ends on the session page. Returns the session's id. */
  async start({ jobTitle, questionCount, patience, followUps = false }: Wishes): Promise<string> {
    await this.page.goto("/interview/setup");
    await this.page.getByLabel("Job title").fill(jobTitle);
    await this.page.getByRole("slider", { name: "Number of questions" }).fill(String(questionCount));
    await this.page.getByText("Style, focus and accommodations").click();
    if (patience) await this.choosePatience(patience);
    if (!followUps) await this.page.getByLabel("Follow-up questions").uncheck();
    return this.startAsItIs();
  }

  /** Start with what is in the form; ends on the session page. Returns the session's id. */
  async startAsItIs(): Promise<string> {
    await this.page.getByRole("button", { name: "Start Interview" }).click();
    await this.page.waitForURL(/\/interview\/session\/[^/]+$/);
    return new URL(this.page.url()).pathname.split("/").at(-1) ?? "";
  }

  private async choosePatience(patience: string): Promise<void> {
    const choice = this.page.getByLabel("Patience");
    const value = await choice
      .getByRole("option", { name: new RegExp(`^${patience}`) })
      .getAttribute("value");
    await choice.selectOption(value);
  }
}
