import { render, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { anAnswer, anEvaluation, aQuestion, aView } from "@/features/interview-session/testing";
import type { SessionView } from "@/features/interview-session/types";
import { Conversation } from "./conversation";

const show = (view: SessionView) => render(<Conversation view={view}>{null}</Conversation>);

test("a score stands beside its reason", async () => {
  show(aView({ questions: [aQuestion({ status: "answered", answer: anAnswer() })] }));
  const card = within(await screen.findByRole("region", { name: "Score of this answer" }));
  expect(card.getByText("Score: 85/100")).toBeDefined();
  expect(card.getByText("You said what you did yourself.")).toBeDefined();
  expect(card.getByText("End with a number.")).toBeDefined();
  expect(card.getByText("Name the result first.")).toBeDefined();
});

test("a judgement that is still being made says so", async () => {
  const answer = anAnswer({ evaluation: anEvaluation({ status: "pending", score: null }) });
  show(aView({ questions: [aQuestion({ status: "answered", answer })] }));
  expect(await screen.findByText("Scoring your answer…")).toBeDefined();
});

test("the panel has its title and the line of the question", () => {
  show(aView());
  expect(screen.getByRole("heading", { name: "Interview Conversation" })).toBeDefined();
  expect(screen.getByText("Behavioral • Leadership")).toBeDefined();
  expect(screen.queryByRole("timer")).toBeNull();
});

test("timers and scores only at the end are as they were chosen", () => {
  const view = aView();
  show({ ...view, setup: { ...view.setup, timers: true, feedback: "at_end" } });
  expect(screen.getByRole("timer")).toBeDefined();
  expect(screen.getByText("You will see your scores in the report")).toBeDefined();
});

test("spoken words appear as they come", () => {
  const part = { modality: "spoken", text: "So I called them.", at: "2026-11-14T10:01:00Z" } as const;
  show(aView({ questions: [aQuestion({ draft: [part] })] }));
  expect(screen.getByText("Your answer so far")).toBeDefined();
  expect(screen.getByText("So I called them.")).toBeDefined();
});
