import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { renderWithApi } from "@/shared/testing/render-with-api";
import { SetupForm } from "./setup-form";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const recognition = {
  occupation: { id: "1", label: "software developer" },
  alternatives: [{ id: "2", label: "data scientist" }],
  skills: [
    { label: "Python", found_in: "cv", phrase: "Python" },
    { label: "SQL", found_in: "job_description", phrase: "SQL" },
  ],
};
const replies = {
  "POST /interview/recognise": { body: recognition },
  "POST /interview/start": { status: 201, body: { session_id: "s1" } },
  "POST /documents": { body: { text: "Jane Doe, Python", pages: 1, truncated: false } },
};
const problem = (type: string, title: string, detail: string, status = 422) => ({
  status,
  body: { type: `/problems/${type}`, title, detail, status },
});
const pdf = new File(["%PDF-1.7"], "cv.pdf", { type: "application/pdf" });

const start = () => userEvent.click(screen.getByRole("button", { name: "Start Interview" }));
const chips = async () => within(await screen.findByRole("list", { name: "Skills" }, { timeout: 3000 }));

describe("what was understood", () => {
  beforeEach(() => window.sessionStorage.clear());

  test("is shown, can be corrected, and starts the interview as corrected", async () => {
    const { calls } = renderWithApi(<SetupForm />, replies);
    await userEvent.type(screen.getByLabelText("Job title"), "Backend dev");
    await userEvent.click((await chips()).getByRole("button", { name: "Remove SQL" }));
    expect(document.activeElement).toBe((await chips()).getByRole("button", { name: "Remove Python" }));
    await userEvent.type(screen.getByLabelText("Add a skill"), "Kotlin{Enter}");
    await userEvent.selectOptions(screen.getByLabelText("Occupation"), "data scientist");
    await start();
    await waitFor(() => expect(calls.some(({ name }) => name === "POST /interview/start")).toBe(true));
    const sent = calls.find(({ name }) => name === "POST /interview/start")?.body;
    expect(sent).toMatchObject({ occupation: "data scientist", skills: ["Kotlin", "Python"] });
    expect(Object.keys(sent as object)).not.toContain("skills_removed");
  });

  test("of an earlier title does not start an interview about it", async () => {
    const replying: Record<string, object> = { ...replies };
    const { calls } = renderWithApi(<SetupForm />, replying);
    await userEvent.type(screen.getByLabelText("Job title"), "Backend dev");
    await chips();
    delete replying["POST /interview/recognise"]; // nothing is known of the next title, however long it takes
    await userEvent.clear(screen.getByLabelText("Job title"));
    await userEvent.type(screen.getByLabelText("Job title"), "Cook");
    await start();
    await waitFor(() => expect(calls.some(({ name }) => name === "POST /interview/start")).toBe(true));
    const sent = calls.find(({ name }) => name === "POST /interview/start")?.body;
    expect(sent).toMatchObject({ job_title: "Cook", skills: [] });
    expect(Object.keys(sent as object)).not.toContain("occupation");
  });

  test("is not there when the server cannot say, and the interview starts as well", async () => {
    const { "POST /interview/recognise": _, ...others } = replies;
    const { calls } = renderWithApi(<SetupForm />, others);
    await userEvent.type(screen.getByLabelText("Job title"), "Cook");
    await waitFor(() => expect(calls.some(({ name }) => name === "POST /interview/recognise")).toBe(true), {
      timeout: 3000,
    });
    expect(screen.queryByText("What we understood")).toBeNull();
    await start();
    await waitFor(() => expect(calls.some(({ name }) => name === "POST /interview/start")).toBe(true));
  });
});

describe("a document", () => {
  beforeEach(() => window.sessionStorage.clear());

  test("is read into its field, to be edited, and what was there before can come back", async () => {
    renderWithApi(<SetupForm />, replies);
    const field = screen.getByLabelText<HTMLTextAreaElement>(/^CV \(optional/);
    fireEvent.change(field, { target: { value: "My own words" } });
    await userEvent.upload(screen.getByLabelText("CV from a file"), pdf);
    await waitFor(() => expect(field.value).toBe("Jane Doe, Python"));
    expect(screen.getByText(/Taken from cv.pdf/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Bring back what was here before" }));
    expect(field.value).toBe("My own words");
  });

  test("can be dropped on its field", async () => {
    const { calls } = renderWithApi(<SetupForm />, replies);
    const field = screen.getByLabelText<HTMLTextAreaElement>(/^Job description \(optional/);
    fireEvent.drop(field, { dataTransfer: { files: [pdf], types: ["Files"] } });
    await waitFor(() => expect(field.value).toBe("Jane Doe, Python"));
    expect(calls.find(({ name }) => name === "POST /documents")?.body).toContain("%PDF-1.7");
  });

  test.each([
    ["document-encrypted", "This document is locked", "It is locked with a password."],
    ["document-without-text", "No text was found", "It may be a scan."],
  ])("that cannot be read (%s) says so and keeps what was typed", async (type, title, detail) => {
    renderWithApi(<SetupForm />, { ...replies, "POST /documents": problem(type, title, detail) });
    const field = screen.getByLabelText<HTMLTextAreaElement>(/^CV \(optional/);
    fireEvent.change(field, { target: { value: "My own words" } });
    await userEvent.upload(screen.getByLabelText("CV from a file"), pdf);
    expect((await screen.findByRole("alert")).textContent).toContain(detail);
    expect(field.value).toBe("My own words");
  });

  test("of more than 5 MB is not sent", async () => {
    const { calls } = renderWithApi(<SetupForm />, replies);
    const large = new File([new Uint8Array(5 * 1024 * 1024 + 1)], "large.pdf");
    await userEvent.upload(screen.getByLabelText("CV from a file"), large, { applyAccept: false });
    expect((await screen.findByRole("alert")).textContent).toContain("5 MB");
    expect(calls.some(({ name }) => name === "POST /documents")).toBe(false);
  });

  test("whose end is missing says so", async () => {
    const body = { text: "Jane Doe", pages: 30, truncated: true };
    renderWithApi(<SetupForm />, { ...replies, "POST /documents": { body } });
    await userEvent.upload(screen.getByLabelText("CV from a file"), pdf);
    expect(await screen.findByText(/the end is missing/)).toBeTruthy();
  });
});
