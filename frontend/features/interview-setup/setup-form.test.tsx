import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { renderWithApi } from "@/shared/testing/render-with-api";
import { SetupForm } from "./setup-form";

const push = vi.fn();
vi.mock("next/navigation", () => ({ useRouter: () => ({ push }) }));

const options = {
  competencies: [{ id: "leadership", name: "Leadership", description: "Leading others" }],
  languages: [
    { tag: "en", name: "English", has_questions: true, has_speech: true },
    { tag: "fr", name: "Français", has_questions: false, has_speech: false },
    { tag: "de", name: "Deutsch", has_questions: true, has_speech: true },
  ],
  seniorities: ["mid"],
  interview_types: ["mixed"],
  limits: {},
  data_processors: ["OpenAI"],
  voice: "embedded",
  identity: "open",
};
const withOptions = { "GET /interview/options": { body: options } };
const started = { status: 201, body: { session_id: "s9" } };

describe("the setup page", () => {
  beforeEach(() => push.mockClear());

  test("starts an interview with a job title alone, and opens it", async () => {
    const { calls } = renderWithApi(<SetupForm />, { ...withOptions, "POST /interview/start": started });
    await userEvent.type(screen.getByLabelText("Job title"), "  Nurse ");
    await userEvent.click(screen.getByRole("button", { name: "Start Interview" }));
    await waitFor(() => expect(push).toHaveBeenCalledWith("/interview/session/s9"));
    expect(calls.find(({ name }) => name === "POST /interview/start")?.body).toMatchObject({
      job_title: "Nurse",
      question_count: 5,
      language: "en",
    });
  });

  test("without a job title says so at the field, goes there, and sends nothing", async () => {
    const { calls } = renderWithApi(<SetupForm />, withOptions);
    await userEvent.click(screen.getByRole("button", { name: "Start Interview" }));
    expect(await screen.findByText(/Write the job title/)).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Job title")));
    expect(calls.some(({ name }) => name === "POST /interview/start")).toBe(false);
  });

  test("shows the errors of the API at their fields, and keeps what was typed", async () => {
    const message = "must have at most 120 characters";
    renderWithApi(<SetupForm />, {
      ...withOptions,
      "POST /interview/start": {
        status: 422,
        body: {
          type: "/problems/validation",
          title: "Some of it cannot be used",
          detail: "Nothing was started.",
          status: 422,
          errors: [{ field: "job_title", message }],
        },
      },
    });
    await userEvent.type(screen.getByLabelText("Job title"), "Cook");
    await userEvent.click(screen.getByRole("button", { name: "Start Interview" }));
    expect(await screen.findByText("Must have at most 120 characters.")).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Job title").value).toBe("Cook");
    expect(screen.getByRole("alert").textContent).toContain("What you wrote is kept.");
  });

  test("says honestly what a language cannot do yet", async () => {
    renderWithApi(<SetupForm />, withOptions);
    await screen.findByRole("option", { name: "Français" });
    await userEvent.selectOptions(screen.getByLabelText("Language"), "fr");
    expect(screen.getByText(/There are no questions in Français yet/).textContent).toContain(
      "answer by typing",
    );
  });

  test("says that scores are not calibrated in a language that has questions", async () => {
    renderWithApi(<SetupForm />, withOptions);
    await screen.findByRole("option", { name: "Deutsch" });
    expect(screen.queryByText(/provisional/)).toBeNull();
    await userEvent.selectOptions(screen.getByLabelText("Language"), "de");
    expect(screen.getByText(/scores in Deutsch are provisional: not calibrated/)).toBeTruthy();
  });

  test("names who else processes the data before the start", async () => {
    renderWithApi(<SetupForm />, withOptions);
    expect((await screen.findByText("OpenAI")).closest("p")?.textContent).toContain(
      "also processes what you say",
    );
  });

  test("brings the draft back after a refresh", async () => {
    const first = renderWithApi(<SetupForm />, withOptions);
    await userEvent.type(screen.getByLabelText("Job title"), "Cook");
    await userEvent.click(await screen.findByLabelText("Leadership"));
    first.unmount();
    renderWithApi(<SetupForm />, withOptions);
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("Job title").value).toBe("Cook"));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>("Leadership").checked).toBe(true));
  });

  test("can be filled in while the server is away, and says so", async () => {
    renderWithApi(<SetupForm />, {});
    expect(await screen.findByText("The interview server is away")).toBeTruthy();
    await userEvent.type(screen.getByLabelText("Job title"), "Cook");
    await userEvent.click(screen.getByRole("button", { name: "Start Interview" }));
    expect((await screen.findByRole("alert")).textContent).toContain("Nothing you saved is lost");
    expect(screen.getByLabelText<HTMLInputElement>("Job title").value).toBe("Cook");
  });
});
