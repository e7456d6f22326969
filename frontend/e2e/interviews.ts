/** Interviews made through the API, for journeys that begin where one already is. */
const STRONG =
  "Last spring our checkout failed for one in fifty customers on mobile. I was responsible for payments, so I wrote a script that replayed the failing requests and found that a retry doubled the key. I decided to move the key to the client, and convinced two other teams by showing them the replay. Within two weeks the failures fell from 2 percent to 0.1 percent. I learned to measure before I change anything.";
const VAGUE =
  "We had a conflict in the team about which framework to use. We talked about it for some time and in the end we picked the one most people liked. It went well.";
const EMPTY = "I am a hard worker and I always try my best.";

type Wishes = { jobTitle: string; seniority?: string; questionCount?: number };
type NextTurn = { next_question: { id: string } | null };

export class Interviews {
  constructor(private readonly apiUrl: string) {}

  /** Five questions: a strong answer, a vague one, a skipped one, a strong one, and hardly one. Finished. */
  async finished(): Promise<string> {
    const { session_id, question } = await this.start({ jobTitle: "Backend engineer", seniority: "senior" });
    let open: { id: string } | null = question;
    for (const text of [STRONG, VAGUE, null, STRONG, EMPTY, VAGUE]) {
      if (open) open = await this.answerOrSkip(session_id, open.id, text);
    }
    await this.post("/interview/finish", { session_id });
    return session_id;
  }

  /** One question, answered aloud and heard badly: doubted words are named in lower case. Finished. */
  async heardBadly(text: string, doubted: readonly string[]): Promise<string> {
    const { session_id, question } = await this.start({ jobTitle: "Backend engineer", questionCount: 1 });
    const utterances = text.split(/(?<=[.?!]) /);
    for (const [sequence, said] of utterances.entries()) {
      const words = said.split(" ").map((word, at) => ({
        text: word,
        start_ms: at * 380,
        end_ms: at * 380 + 330,
        confidence: doubted.includes(word.toLowerCase().replace(/\W/g, "")) ? 0.3 : 0.78,
      }));
      await this.post(`/interview/session/${session_id}/utterances`, {
        utterance_id: `u${sequence}`,
        question_id: question.id,
        sequence,
        text: said,
        words,
      });
    }
    await this.post("/interview/answer", {
      session_id,
      question_id: question.id,
      answer: "",
      modality: "spoken",
    });
    await this.post("/interview/finish", { session_id });
    return session_id;
  }

  /** Too little of it was answered for one overall score. */
  async hardlyAnswered(): Promise<string> {
    const jobTitle = "Customer success manager for enterprise accounts in the German-speaking region";
    const { session_id, question } = await this.start({ jobTitle, seniority: "lead" });
    await this.answerOrSkip(session_id, question.id, STRONG);
    await this.post("/interview/finish", { session_id });
    return session_id;
  }

  /** One answer in, more to come. */
  async begun(): Promise<string> {
    const { session_id, question } = await this.start({ jobTitle: "Data analyst", seniority: "junior" });
    await this.answerOrSkip(session_id, question.id, VAGUE);
    return session_id;
  }

  /** `status` is "in_progress", "abandoned" or "finished"; `agent` what the interviewer says it does. */
  async read(sessionId: string): Promise<{ status: string; agent: { state: string } }> {
    const response = await fetch(`${this.apiUrl}/interview/session/${sessionId}`);
    return (await response.json()) as { status: string; agent: { state: string } };
  }

  /** The report is there afterwards. */
  async finish(sessionId: string): Promise<void> {
    await this.post("/interview/finish", { session_id: sessionId });
  }

  /** As if nobody had been here: other journeys of the same server leave their interviews. */
  async forgetAll(): Promise<void> {
    const response = await fetch(`${this.apiUrl}/privacy`, { method: "DELETE" });
    if (!response.ok)
      throw new Error(`DELETE /privacy answered ${response.status}: ${await response.text()}`);
  }

  private start({ jobTitle, seniority = "mid", questionCount = 5 }: Wishes) {
    const setup = { job_title: jobTitle, seniority, question_count: questionCount, participant_name: "Jo" };
    const body = { ...setup, follow_ups: false }; // these journeys count questions
    return this.post<{ session_id: string; question: { id: string } }>("/interview/start", body);
  }

  private async answerOrSkip(sessionId: string, questionId: string, answer: string | null) {
    const turn =
      answer === null
        ? this.post<NextTurn>(`/interview/session/${sessionId}/skip`, { question_id: questionId })
        : this.post<NextTurn>("/interview/answer", {
            session_id: sessionId,
            question_id: questionId,
            answer,
          });
    return (await turn).next_question;
  }

  private async post<Answer>(path: string, body: unknown): Promise<Answer> {
    const response = await fetch(this.apiUrl + path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": crypto.randomUUID() },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
