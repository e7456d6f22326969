import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Answer, Evaluation, Report } from "@/shared/api/types";
import { renderWithApi } from "@/shared/testing/render-with-api";
import { ReportPage } from "./report-page";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const HEARD = "I moved the stork to another hole.";
const SAID = "I moved the stock to another hall.";

const evaluation: Evaluation = {
  status: "provisional",
  score: 48,
  strength: null,
  biggest_fix: null,
  retry_prompt: null,
  coach_notes: [],
  flags: [],
  evaluator: "embedded",
  dimensions: [],
};

const heard: Answer = {
  id: "a1",
  text: HEARD,
  parts: [{ modality: "spoken", text: HEARD, at: "2026-11-14T10:01:00Z", unsure: [{ start: 12, end: 17 }] }],
  modality: "spoken",
  answered_at: "2026-11-14T10:05:00Z",
  delivery: null,
  evaluation,
};

const corrected: Answer = {
  ...heard,
  text: SAID,
  parts: [{ modality: "spoken", text: SAID, heard: HEARD, at: "2026-11-14T10:01:00Z" }],
  heard: HEARD,
  before_correction: { score: 48, evaluator: "embedded" },
  evaluation: { ...evaluation, status: "scored", score: 57.2 },
};

const reportOf = (answer: Answer): Report => ({
  session_id: "s1",
  job_title: "Warehouse lead",
  seniority: "mid",
  language: "en",
  participant_name: "Jo",
  created_at: "2026-11-14T10:00:00Z",
  finished_at: "2026-11-14T10:20:00Z",
  revision: 0,
  overall: 48,
  uncertainty: 15,
  coverage: { answered: 1, skipped: 0, not_answered: 0, total: 1 },
  summary: "You told one story.",
  competencies: [],
  questions: [
    {
      question: {
        id: "q1",
        number: 1,
        text: "What did you move?",
        competency: "ownership",
        competency_name: "Ownership",
        kind: "behavioral",
        follow_up_to: null,
        asked_at: "2026-11-14T10:00:00Z",
      },
      status: "answered",
      answer,
    },
  ],
  practise_next: [],
  notes: [],
  disclaimer: "For practice, not selection.",
});

const REPORT = "GET /interview/session/s1/report";
const CORRECT = "POST /interview/answer/a1/correct";

type Replies = Record<string, { status?: number; body?: unknown }>;

function show(answer: Answer, more: Replies = {}) {
  const replies: Replies = { [REPORT]: { body: reportOf(answer) }, ...more };
  return { replies, ...renderWithApi(<ReportPage sessionId="s1" />, replies) };
}

const openButton = () => screen.findByRole("button", { name: "Correct what was heard" });
const box = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "What you said" });

async function write(text: string) {
  await userEvent.click(await openButton());
  await userEvent.clear(box());
  await userEvent.type(box(), text);
}

describe("what was heard", () => {
  beforeEach(() => push.mockClear());

  test("is put right in place, scored again, and said with the change", async () => {
    const { calls, replies } = show(heard);
    await write(SAID);
    replies[CORRECT] = { body: { session_id: "s1", question_id: "q1", answer: corrected, revision: 1 } };
    replies[REPORT] = { body: reportOf(corrected) };
    await userEvent.click(screen.getByRole("button", { name: "Save and score again" }));

    expect(await screen.findByText("Corrected by you")).toBeTruthy();
    expect(calls.find(({ name }) => name === CORRECT)?.body).toEqual({ text: SAID });
    expect(screen.getByText("Score: 57/100")).toBeTruthy();
    expect(screen.getByText("From 48 to 57")).toBeTruthy();
    expect(screen.getByRole("status").textContent).toBe(
      "Saved. Your score was 48 and is 57 after your correction.",
    );
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(document.activeElement).toBe(await openButton());
    expect(screen.getByText(HEARD)).toBeTruthy();
  });

  test("stands above the box with the words that were hard to make out", async () => {
    show(heard);
    await userEvent.click(await openButton());
    expect(document.activeElement).toBe(box());
    expect(box().value).toBe(HEARD);
    const doubtful = screen.getByText("stork");
    expect(within(doubtful).getByText("(hard to make out)")).toBeTruthy();
  });

  test("that is doubted leads to where it is checked, and can be confirmed as it stands", async () => {
    const confirmed = { ...heard, evaluation: { ...evaluation, status: "scored" as const } };
    const { calls, replies } = show(heard);
    const link = await screen.findByRole("link", { name: "Question 1" });
    expect(link.getAttribute("href")).toBe("#answer-a1");
    await userEvent.click(screen.getByRole("button", { name: "Correct what was heard" }));
    replies[CORRECT] = { body: { session_id: "s1", question_id: "q1", answer: confirmed, revision: 1 } };
    replies[REPORT] = { body: reportOf(confirmed) };
    await userEvent.click(screen.getByRole("button", { name: "That is what I said" }));
    expect(await openButton()).toBeTruthy();
    expect(calls.find(({ name }) => name === CORRECT)?.body).toEqual({ text: HEARD });
    expect(screen.queryByText("Provisional")).toBeNull();
    expect(screen.queryByText("Corrected by you")).toBeNull();
  });

  test("is not sent where nothing was changed and nothing is doubted, nor after Cancel", async () => {
    const { calls } = show(corrected);
    await userEvent.click(await openButton());
    await userEvent.click(screen.getByRole("button", { name: "Save and score again" }));
    await write("Something else.");
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.getByText(SAID)).toBeTruthy();
    expect(calls.some(({ name }) => name === CORRECT)).toBe(false);
  });

  test("can be taken back as it was", async () => {
    show(corrected);
    await userEvent.click(await openButton());
    await userEvent.click(screen.getByRole("button", { name: "As it was heard" }));
    expect(box().value).toBe(HEARD);
  });

  test("that becomes another answer is refused kindly, with the way to practise it", async () => {
    const detail = "Of the 7 words that were heard, up to 5 can be put right.";
    const { calls } = show(heard, {
      [CORRECT]: {
        status: 422,
        body: { type: "/problems/correction-too-large", title: "Another answer", detail, status: 422 },
      },
      "GET /interview/session/s1": { body: { session_id: "s1", setup: { job_title: "Warehouse lead" } } },
      "POST /interview/start": { status: 201, body: { session_id: "s2" } },
    });
    await write("I led a team of nine.");
    await userEvent.click(screen.getByRole("button", { name: "Save and score again" }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain(detail);
    expect(box().value).toBe("I led a team of nine.");
    await userEvent.click(within(alert).getByRole("button", { name: "Practise this question again" }));
    await vi.waitFor(() => expect(push).toHaveBeenCalledWith("/interview/session/s2"));
    expect(calls.find(({ name }) => name === "POST /interview/start")?.body).toMatchObject({
      practice_of: "q1",
    });
  });

  test("is kept in the box while the server is away", async () => {
    show(heard);
    await write(SAID);
    await userEvent.click(screen.getByRole("button", { name: "Save and score again" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Your text is still here.");
    expect(box().value).toBe(SAID);
  });

  test("is not offered for words that were typed", async () => {
    show({
      ...heard,
      parts: [{ modality: "typed", text: HEARD, at: "2026-11-14T10:01:00Z" }],
      modality: "typed",
    });
    expect(await screen.findByText(HEARD)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Correct what was heard" })).toBeNull();
  });
});
