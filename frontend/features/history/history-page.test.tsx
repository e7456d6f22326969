import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { renderWithApi } from "@/shared/testing/render-with-api";
import { HistoryPage } from "./history-page";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const session = (id: string, status: string, more = {}) => ({
  session_id: id,
  job_title: `Job ${id}`,
  seniority: "mid",
  status,
  created_at: "2026-11-14T10:00:00Z",
  updated_at: "2026-11-14T10:00:00Z",
  progress: { answered: 1, total: 2, finished: false },
  score: status === "finished" ? 68.4 : null,
  practice_of: null,
  ...more,
});

const interview = (id: string, score: number) => ({
  session_id: id,
  job_title: `Job ${id}`,
  finished_at: "2026-11-14T10:00:00Z",
  is_practice: false,
  overall: score,
  uncertainty: 5,
  competencies: [{ competency: "team", competency_name: "Teamwork", score, answered: 1, asked: 1 }],
});

const replies = {
  "GET /interview/sessions": {
    body: { sessions: [session("a", "abandoned"), session("b", "finished", { practice_of: "q1" })] },
  },
  "GET /interview/progress": { body: { interviews: [interview("b", 40), interview("c", 62)] } },
};

describe("the history", () => {
  beforeEach(() => push.mockClear());

  test("shows how competencies went, in a table too", async () => {
    renderWithApi(<HistoryPage />, replies);
    expect(await screen.findByRole("heading", { name: "Teamwork" })).toBeTruthy();
    expect(screen.getByText("2 interviews, up 22 since the first")).toBeTruthy();
    const rows = within(screen.getByRole("table", { hidden: true })).getAllByRole("row", { hidden: true });
    expect(rows.map((row) => row.lastChild?.textContent)).toEqual(["Score", "40 ±5", "62 ±5", "40", "62"]);
  });

  test("goes on with a paused interview", async () => {
    renderWithApi(<HistoryPage />, {
      ...replies,
      "POST /interview/session/a/continue": { body: { session_id: "a" } },
    });
    await userEvent.click(await screen.findByRole("button", { name: /^Continue: Job a/ }));
    await waitFor(() => expect(push).toHaveBeenCalledWith("/interview/session/a"));
  });

  test("deletes one interview after asking, and stays", async () => {
    const { calls } = renderWithApi(<HistoryPage />, {
      ...replies,
      "DELETE /interview/session/b": { status: 204 },
    });
    await userEvent.click(await screen.findByRole("button", { name: /^Delete: Job b/ }));
    await userEvent.click(screen.getByRole("button", { name: "Delete for good" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.some(({ name }) => name === "DELETE /interview/session/b")).toBe(true);
    expect(push).not.toHaveBeenCalled();
  });

  test("deletes everything only after asking", async () => {
    const { calls } = renderWithApi(<HistoryPage />, { ...replies, "DELETE /privacy": { status: 204 } });
    await userEvent.click(await screen.findByRole("button", { name: "Delete everything" }));
    expect(calls.some(({ name }) => name === "DELETE /privacy")).toBe(false);
    await userEvent.click(screen.getByRole("button", { name: "Delete everything for good" }));
    await waitFor(() => expect(calls.some(({ name }) => name === "DELETE /privacy")).toBe(true));
  });

  test("of nobody's interviews offers the first one", async () => {
    renderWithApi(<HistoryPage />, {
      "GET /interview/sessions": { body: { sessions: [] } },
      "GET /interview/progress": { body: { interviews: [] } },
    });
    expect(await screen.findByRole("heading", { name: "No interviews yet" })).toBeTruthy();
    expect(screen.getByText("After your first finished interview, your scores appear here.")).toBeTruthy();
  });

  test("without the server says so once, with a way on", async () => {
    renderWithApi(<HistoryPage />, {});
    expect(await screen.findByText("The interview server is away")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  });
});
