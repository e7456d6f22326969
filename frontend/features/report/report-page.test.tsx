import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Report } from "@/shared/api/types";
import { renderWithApi } from "@/shared/testing/render-with-api";
import { ReportPage } from "./report-page";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const text = "On Friday 😬 our shop broke. I rolled it back in 23 minutes.";
const quote = "I rolled it back in 23 minutes";
const start = [...text.slice(0, text.indexOf(quote))].length;

const question = (number: number) => ({
  id: `q${number}`,
  number,
  text: `Question text ${number}`,
  competency: "ownership",
  competency_name: "Ownership",
  kind: "behavioral" as const,
  follow_up_to: null,
  asked_at: "2026-11-14T10:00:00Z",
});

const report: Report = {
  session_id: "s1",
  job_title: "Backend engineer",
  seniority: "senior",
  language: "en",
  participant_name: "Jo",
  created_at: "2026-11-14T10:00:00Z",
  finished_at: "2026-11-14T10:20:00Z",
  revision: 1,
  overall: 68.4,
  uncertainty: 6.2,
  coverage: { answered: 1, skipped: 1, not_answered: 0, total: 3 },
  summary: "You told one clear story.",
  competencies: [
    { competency: "ownership", competency_name: "Ownership", score: 68.4, answered: 1, asked: 2 },
    { competency: "learning", competency_name: "Learning", score: null, answered: 0, asked: 1 },
  ],
  questions: [
    {
      question: question(1),
      status: "answered",
      answer: {
        id: "a1",
        text,
        parts: [],
        modality: "typed",
        answered_at: "2026-11-14T10:05:00Z",
        delivery: null,
        evaluation: {
          status: "scored",
          score: 68.4,
          strength: "Your own part is clear.",
          biggest_fix: "Say what you learned.",
          retry_prompt: "Tell it again, with a lesson.",
          coach_notes: [],
          flags: [],
          evaluator: "embedded",
          dimensions: [
            {
              name: "result",
              score: 3.5,
              comment: "An outcome with a measure.",
              evidence: [{ quote, start, end: start + quote.length, answer_id: "a1" }],
            },
          ],
        },
      },
    },
    { question: question(2), status: "skipped", answer: null },
    { question: question(3), status: "not_reached", answer: null },
  ],
  practise_next: [
    {
      title: "Say what you learned",
      why: "No lesson yet.",
      question_id: "q1",
      retry_prompt: "Again.",
      question_text: "Question text 1",
    },
  ],
  notes: ["One question was skipped."],
  disclaimer: "For practice, not selection.",
};

describe("the report", () => {
  beforeEach(() => push.mockClear());

  test("shows the score with its uncertainty, coverage and evaluator", async () => {
    renderWithApi(<ReportPage sessionId="s1" />, { "GET /interview/session/s1/report": { body: report } });
    expect(await screen.findByRole("heading", { level: 1, name: "Backend engineer" })).toBeTruthy();
    expect(screen.getByText("plus or minus 6")).toBeTruthy();
    expect(screen.getByText("1 of 3 questions answered, 1 skipped")).toBeTruthy();
    expect(screen.getByText(/Scored by the embedded evaluator/)).toBeTruthy();
  });

  test("marks the quote after an emoji at the right words", async () => {
    const { container } = renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: report },
    });
    await screen.findByText("You told one clear story.");
    expect([...container.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual([quote]);
  });

  test("marks no white space beside a quote, nor between two", async () => {
    const [first] = report.questions;
    const answer = first?.answer;
    if (!first || !answer?.evaluation) throw new Error("the report above has an evaluation");
    const spoken = "I planned it. I built it. It held.";
    const from = (start: number, end: number) => [
      { quote: spoken.slice(start, end), start, end, answer_id: "a1" },
    ];
    const evaluation = {
      ...answer.evaluation,
      dimensions: [
        { name: "relevance" as const, score: 4, comment: "", evidence: from(0, 26) },
        { name: "structure" as const, score: 4, comment: "", evidence: from(0, 13) },
        { name: "ownership" as const, score: 4, comment: "", evidence: from(14, 25) },
      ],
    };
    const questions = [{ ...first, answer: { ...answer, text: spoken, evaluation } }];
    const { container } = renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: { ...report, questions } },
    });
    await screen.findByText("You told one clear story.");
    const marks = [...container.querySelectorAll("mark")].map((mark) => mark.textContent);
    expect(marks).toEqual(["I planned it.", "I built it."]);
    expect(container.querySelector("mark")?.closest("p")?.textContent).toBe(spoken);
  });

  test("explains the cap of an answer to another question, and marks no word as relevant", async () => {
    const [first] = report.questions;
    const answer = first?.answer;
    if (!first || !answer?.evaluation) throw new Error("the report above has an evaluation");
    const evidence = [{ quote, start, end: start + quote.length, answer_id: "a1" }];
    const offTopic = {
      ...answer.evaluation,
      score: 25,
      strength: null,
      dimensions: [
        { name: "relevance" as const, score: 0, comment: "", evidence },
        { name: "structure" as const, score: 5, comment: "", evidence: [] },
      ],
    };
    const questions = [{ ...first, answer: { ...answer, evaluation: offTopic } }];
    const { container } = renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: { ...report, questions } },
    });
    expect(await screen.findByText("The mean of these, times 20: 50 of 100.")).toBeTruthy();
    expect(screen.getByText(/^Relevance is 0 of 5, .* 25 at most\.$/)).toBeTruthy();
    expect(container.querySelectorAll("mark")).toHaveLength(0);
    expect(screen.queryByText("What was good")).toBeNull();
  });

  test("says what was not judged, and that a score is not calibrated in its language", async () => {
    const [first] = report.questions;
    const answer = first?.answer;
    if (!first || !answer?.evaluation) throw new Error("the report above has an evaluation");
    const evaluation = {
      ...answer.evaluation,
      flags: ["not_calibrated_in_this_language"],
      dimensions: [
        ...answer.evaluation.dimensions,
        { name: "relevance" as const, score: null, comment: "Nicht bewertet.", evidence: [] },
      ],
    };
    const questions = [{ ...first, answer: { ...answer, evaluation } }];
    renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: { ...report, questions } },
    });
    expect(await screen.findByText("Not judged")).toBeTruthy();
    expect(screen.getByText("Provisional")).toBeTruthy();
    expect(screen.getByText(/^Provisional: not calibrated in this language\./)).toBeTruthy();
  });

  test("says of a skipped and of an unreached question what it was", async () => {
    renderWithApi(<ReportPage sessionId="s1" />, { "GET /interview/session/s1/report": { body: report } });
    expect(await screen.findByText(/You skipped this question/)).toBeTruthy();
    expect(screen.getByText("The interview ended before this question.")).toBeTruthy();
  });

  test("lists the competencies in a table, with words where there is no score", async () => {
    renderWithApi(<ReportPage sessionId="s1" />, { "GET /interview/session/s1/report": { body: report } });
    const row = (await screen.findByRole("rowheader", { name: "Learning" })).closest("tr");
    expect(within(row as HTMLElement).getByText("No score: no answer to judge")).toBeTruthy();
  });

  test("does not say of an answer without a score that there is none", async () => {
    const unscored = {
      competency: "learning",
      competency_name: "Learning",
      score: null,
      answered: 1,
      asked: 1,
    };
    renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: { ...report, competencies: [unscored] } },
    });
    const row = (await screen.findByRole("rowheader", { name: "Learning" })).closest("tr");
    expect(row?.textContent).toContain("No score: the answer is not judged");
    expect(row?.textContent).toContain("1 of 1 answered");
  });

  test("starts the practice of exactly the question that it suggests", async () => {
    const setup = { job_title: "Backend engineer", language: "de", question_count: 5, persona: "neutral" };
    const { calls } = renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: report },
      "GET /interview/session/s1": { body: { session_id: "s1", setup } },
      "POST /interview/start": { status: 201, body: { session_id: "s2" } },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Practise this: Say what you learned" }));
    await vi.waitFor(() => expect(push).toHaveBeenCalledWith("/interview/session/s2"));
    expect(calls.find(({ name }) => name === "POST /interview/start")?.body).toEqual({
      ...setup,
      question_count: 1,
      practice_of: "q1",
    });
  });

  test("shows a follow-up within the thread of its question", async () => {
    const [first] = report.questions;
    if (!first) throw new Error("the report above has questions");
    const followUp = {
      ...first,
      answer: first.answer && { ...first.answer, id: "a1f", text: "Three days." },
      question: { ...question(1), id: "q1f", text: "What did it cost?", follow_up_to: "q1" },
    };
    renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: { ...report, questions: [first, followUp] } },
    });
    const heading = await screen.findByRole("heading", { name: "What did it cost?" });
    const thread = heading.closest("li") as HTMLElement;
    expect(within(thread).getByRole("heading", { name: "Question text 1" })).toBeTruthy();
    expect(within(thread).getByText("Follow-up to question 1")).toBeTruthy();
    // Judged as one: the follow-up's judgement marks the first answer too, and its score is that of both.
    expect(within(thread).getByText("Together: 68/100")).toBeTruthy();
    expect(within(thread).getByText("Score: 68/100")).toBeTruthy();
    expect(within(thread).getByTitle("Counts for: Result and learning").textContent).toBe(quote);
  });

  test("tells of marked words for what they count, and of a dimension what a 5 has", async () => {
    renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: report },
      "GET /interview/rubric": {
        body: {
          dimensions: [
            {
              name: "result",
              title: "Result and learning",
              low: "None.",
              middle: "Stated.",
              high: "A lesson.",
            },
          ],
        },
      },
    });
    expect(await screen.findByTitle("Counts for: Result and learning")).toHaveProperty(
      "dataset.countsFor",
      "Res",
    );
    expect(await screen.findByText("A lesson.")).toBeTruthy();
    expect(screen.getByText("Stated.").parentElement?.textContent).toContain("(reached)");
  });

  test("sets an answer beside the one before it", async () => {
    const answer = report.questions[0]?.answer;
    if (!answer?.evaluation) throw new Error("the report above has an evaluated answer");
    const earlier = {
      ...answer,
      id: "a0",
      text: "It went well.",
      evaluation: { ...answer.evaluation, score: 40 },
    };
    const told = { ...answer, id: "a1f", text: "Three days." };
    const attempts = [
      {
        session_id: "s0",
        question_id: "q0",
        is_practice: false,
        answer: earlier,
        follow_ups: [],
        evaluation: earlier.evaluation,
      },
      {
        session_id: "s1",
        question_id: "q1",
        is_practice: true,
        answer: { ...answer, evaluation: { ...answer.evaluation, score: 55 } },
        follow_ups: [{ question_text: "What did it cost?", answer: told }],
        evaluation: answer.evaluation,
      },
    ];
    renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": { body: report },
      "GET /interview/session/s1/attempts": { body: { questions: [{ question_id: "q1", attempts }] } },
    });
    const section = await screen.findByRole("region", { name: "Before and after" });
    expect(within(section).getByText("It went well.")).toBeTruthy();
    // A follow-up is part of its attempt, and the score is that of all of it.
    expect(within(section).getByText("What did it cost?")).toBeTruthy();
    expect(within(section).getByText("Three days.")).toBeTruthy();
    expect(within(section).getByText("+28")).toBeTruthy();
    expect(screen.getByRole("link", { name: /^First time/ }).getAttribute("href")).toBe(
      "/interview/session/s0/report",
    );
  });

  test("of an unfinished interview offers to finish, and then shows itself", async () => {
    renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": {
        status: 409,
        body: {
          type: "/problems/session-not-finished",
          title: "Not finished",
          detail: "Go on.",
          status: 409,
        },
      },
      "POST /interview/finish": { body: report },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Finish now and see the report" }));
    expect(await screen.findByText("You told one clear story.")).toBeTruthy();
  });

  test("of an interview that is not ours says so, and offers a way on", async () => {
    renderWithApi(<ReportPage sessionId="s1" />, {
      "GET /interview/session/s1/report": {
        status: 404,
        body: { type: "/problems/session-not-found", title: "No such interview", detail: "", status: 404 },
      },
    });
    expect(await screen.findByRole("heading", { name: "There is no report here" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "To your interviews" })).toBeTruthy();
  });
});
